"use client";

import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import FormControlLabel from "@mui/material/FormControlLabel";
import Radio from "@mui/material/Radio";
import RadioGroup from "@mui/material/RadioGroup";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { formatPlural } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { deleteResource, forgetResource, purgeResource, referrersQuery } from "#lib/queries/fhir-changes.ts";
import { fhirResourceQueries, type ResourceAddress } from "#lib/queries/fhir-resource.ts";
import { resourceQueries } from "#lib/queries/stores.ts";
import { noteChange } from "./last-change.ts";
import { ReasonField } from "./reason-field.tsx";

type Act = "deleted" | "purged";

const ACTIONS: Readonly<Record<Act, string>> = { deleted: "Delete", purged: "Drop older versions" };

export interface DeleteResourceDialogProps {
  readonly address: ResourceAddress;
  readonly mayPurge: boolean;
  readonly onClose: () => void;
}

/** Deletes a resource or drops its old versions: what refers to it first, then why. */
export function DeleteResourceDialog({ address, mayPurge, onClose }: DeleteResourceDialogProps) {
  const titleId = useId();
  const client = useQueryClient();
  const unlock = useUnlockHeaders(address.store);
  const current = useQuery(fhirResourceQueries.read({ ...address, version: undefined }));
  const [act, setAct] = useState<Act>("deleted");
  const [reason, setReason] = useState("");
  const deletion = useMutation({
    mutationFn: async () => {
      const context = { unlock, reason };
      await (act === "deleted" ? deleteResource(address, context) : purgeResource(address, context));
      noteChange({ address, kind: act, before: current.data?.text ?? "", etag: undefined });
      await forgetResource(client, address);
    },
    onSuccess: onClose,
  });
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="sm" fullWidth>
      <Box
        component="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() !== "" && !deletion.isPending) deletion.mutate();
        }}
      >
        <DialogTitle id={titleId}>Delete this {address.type}</DialogTitle>
        <DialogContent sx={{ display: "flex", flexDirection: "column", gap: 3 }}>
          {mayPurge ? (
            <RadioGroup
              aria-label="What to delete"
              value={act}
              onChange={(_, next) => setAct(next === "purged" ? "purged" : "deleted")}
            >
              <FormControlLabel
                value="deleted"
                control={<Radio size="small" />}
                label="Delete it; its versions stay readable, and it can be brought back"
              />
              <FormControlLabel
                value="purged"
                control={<Radio size="small" />}
                label="Drop its older versions for good; the current one stays ($purge)"
              />
            </RadioGroup>
          ) : null}
          {act === "deleted" ? <BlastRadius address={address} /> : null}
          <ReasonField takesFocus reason={reason} onReason={setReason} />
          {deletion.error ? <QueryProblem error={deletion.error} /> : null}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="contained"
            color="error"
            disabled={reason.trim() === "" || deletion.isPending || !current.data}
          >
            {deletion.isPending ? "Working…" : ACTIONS[act]}
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}

function BlastRadius({ address }: { readonly address: ResourceAddress }) {
  const client = useQueryClient();
  const referrers = useQuery(referrersQuery(client, address));
  const store = useQuery(resourceQueries.get(address.store));
  if (referrers.isPending) return <Box role="status">Searching for what refers to it…</Box>;
  if (referrers.isError) return <QueryProblem error={referrers.error} onRetry={() => void referrers.refetch()} />;
  if (referrers.data.length === 0)
    return (
      <Alert severity="info" variant="outlined">
        Nothing in this store refers to it.
      </Alert>
    );
  const keepsIntegrity = store.data !== undefined && store.data["disableReferentialIntegrity"] !== true;
  return (
    <Alert severity="warning" variant="outlined">
      Other resources refer to it:
      <Box component="ul" aria-label="What refers to it" sx={{ my: 1, pl: 5, maxHeight: 160, overflow: "auto" }}>
        {referrers.data.map(({ type, parameter, count }) => (
          <li key={`${type} ${parameter}`}>
            {formatPlural(count, type)} by <code>{parameter}</code>
          </li>
        ))}
      </Box>
      {keepsIntegrity
        ? "This store keeps references whole, so it will refuse to delete this until they are gone."
        : "Their references will lead nowhere."}
    </Alert>
  );
}
