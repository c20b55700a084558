"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import TextField from "@mui/material/TextField";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { problemOf } from "#components/ui/explain-problem.ts";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { formatMoment } from "#components/ui/moment.ts";
import { formatPlural } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { token } from "#components/ui/tokens.ts";
import { isBookkeeping } from "#lib/fhir/semantic-diff.ts";
import { saveResource } from "#lib/queries/fhir-changes.ts";
import { fhirResourceQueries, type ResourceAddress } from "#lib/queries/fhir-resource.ts";
import { ChangeList } from "./change-list.tsx";
import { compare } from "./use-comparison.ts";
import type { SignedVersion } from "./use-history.ts";

export interface RestoreVersionProps {
  readonly address: ResourceAddress;
  readonly version: SignedVersion;
  /** The resource is deleted now: restoring brings it back. */
  readonly isDeleted: boolean;
}

/** Writes an earlier version again, as a new one on top: nothing of the history is lost. */
export function RestoreVersion(props: RestoreVersionProps) {
  const [isOpen, setOpen] = useState(false);
  const { store, type, id } = props.address;
  return (
    <>
      <GuardedButton
        permission="healthcare.fhirResources.update"
        resource={`${store}/fhir/${type}/${id}`}
        onAct={() => setOpen(true)}
        aria-label={`Restore version ${props.version.versionId}`}
      >
        Restore…
      </GuardedButton>
      {isOpen ? <RestoreDialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function RestoreDialog({
  address,
  version,
  isDeleted,
  onClose,
}: RestoreVersionProps & { readonly onClose: () => void }) {
  const titleId = useId();
  const [reason, setReason] = useState("");
  const headers = useUnlockHeaders(address.store);
  const client = useQueryClient();
  const current = useQuery({ ...fhirResourceQueries.read({ ...address, version: undefined }), enabled: !isDeleted });
  const old = useQuery(fhirResourceQueries.read({ ...address, version: version.versionId }));
  const restore = useMutation({
    mutationFn: (text: string) =>
      saveResource(address, text, { etag: current.data?.etag, context: { unlock: headers, reason } }),
    onSuccess: async () => {
      await Promise.all(
        ["fhir-resource", "fhir-history", "fhir-changes"].map((kind) =>
          client.invalidateQueries({ queryKey: [kind, address.store, address.type] }),
        ),
      );
      onClose();
    },
  });
  const isReady = old.data !== undefined && (isDeleted || current.data !== undefined);
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="md" fullWidth>
      <DialogTitle id={titleId}>Restore the version of {formatMoment(version.at)}</DialogTitle>
      <DialogContent sx={{ display: "flex", flexDirection: "column", gap: 3, maxHeight: "60vh" }}>
        <Box sx={{ color: token.dim }}>
          {isDeleted
            ? "The resource is deleted. Restoring brings it back with the content of this version."
            : "The content of this version becomes a new, current version. The versions between stay in the history."}
        </Box>
        {isReady ? (
          <Effect current={current.data?.text} old={old.data.text} type={address.type} />
        ) : (
          <LoadingLines what="the change" />
        )}
        {[old, current].some(({ isError }) => isError) ? <QueryProblem error={old.error ?? current.error} /> : null}
        <TextField
          label="Reason, kept in the audit log"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          slotProps={{ htmlInput: { maxLength: 500 } }}
        />
        {restore.isError ? <QueryProblem error={restore.error} /> : null}
        {restore.isError && problemOf(restore.error).code === "PRECONDITION_FAILED" ? (
          <Button onClick={() => void current.refetch()}>Load the present version</Button>
        ) : null}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="contained"
          disabled={!isReady || restore.isPending}
          onClick={() => (old.data ? restore.mutate(old.data.text) : undefined)}
        >
          {restore.isPending ? "Restoring…" : "Restore as a new version"}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

interface EffectProps {
  readonly type: string;
  /** Undefined while the resource is deleted. */
  readonly current: string | undefined;
  readonly old: string;
}

/** What restoring changes in the present state. */
function Effect({ type, current, old }: EffectProps) {
  if (current === undefined) return null;
  const comparison = compare(current, old);
  const changes = comparison.changes.filter((change) => !isBookkeeping(change));
  return (
    <Box
      sx={{
        border: `1px solid ${token.line}`,
        borderRadius: "8px",
        minHeight: 120,
        display: "flex",
        flexDirection: "column",
      }}
    >
      <Box sx={{ px: 3, py: 1, color: token.dim, borderBottom: `1px solid ${token.line}` }}>
        Makes {formatPlural(changes.length, "change")} to the present version.
      </Box>
      <ChangeList type={type} comparison={comparison} changes={changes} />
    </Box>
  );
}
