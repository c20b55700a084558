"use client";

import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { forgetResource, saveResource } from "#lib/queries/fhir-changes.ts";
import type { ResourceAddress } from "#lib/queries/fhir-resource.ts";
import { noteChange, useLastChange, type LastChange } from "./last-change.ts";

const WORDS: Readonly<Record<LastChange["kind"], string>> = {
  saved: "Saved as a new version.",
  deleted: "Deleted. Its versions can still be read.",
  purged: "Its older versions are gone for good.",
  undone: "Undone: the resource is as it was before, as a new version.",
};

/** Says what was just done to this resource, and offers to undo what the API can undo. */
export function LastChangeNotice({ address }: { readonly address: ResourceAddress }) {
  const client = useQueryClient();
  const unlock = useUnlockHeaders(address.store);
  const change = useLastChange(address);
  const undo = useMutation({
    mutationFn: async (made: LastChange) => {
      const context = { unlock, reason: `Undo of the change before (${made.kind})` };
      const saved = await saveResource(address, made.before, { etag: made.etag, context });
      noteChange({ ...made, kind: "undone", etag: saved.etag });
      await forgetResource(client, address);
    },
  });
  if (!change) return null;
  const canUndo = change.kind === "saved" || change.kind === "deleted";
  return (
    <>
      <Alert
        severity="success"
        variant="outlined"
        role="status"
        sx={{ mx: 4, mt: 3, alignItems: "center" }}
        action={
          <>
            {canUndo ? (
              <Button onClick={() => undo.mutate(change)} disabled={undo.isPending}>
                {change.kind === "deleted" ? "Bring it back" : "Undo"}
              </Button>
            ) : null}
            <Button onClick={() => noteChange(undefined)}>Dismiss</Button>
          </>
        }
      >
        {WORDS[change.kind]}
      </Alert>
      {undo.error ? <QueryProblem error={undo.error} /> : null}
    </>
  );
}
