"use client";

import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { problemOf } from "#components/ui/explain-problem.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { MONO, token } from "#components/ui/tokens.ts";
import { isJsonObject, parseJson, type JsonObject } from "#lib/fhir/lossless-json.ts";
import type { PatchOperation } from "#lib/fhir/diff-patch.ts";
import { prettyJson } from "#lib/fhir/pretty-json.ts";
import { ConflictTable } from "./conflict-table.tsx";
import { DiffView } from "./diff-view.tsx";
import type { Draft } from "./draft-store.ts";
import { ReasonField } from "./reason-field.tsx";
import type { EditBase, WorkbenchProps } from "./workbench-props.ts";

export interface ReviewDialogProps extends Pick<WorkbenchProps, "action" | "readLatest" | "send"> {
  readonly draft: Draft;
  readonly resource: JsonObject;
  readonly patch: readonly PatchOperation[];
  readonly errors: number;
  /** A decided merge becomes the draft, on top of the version that it was merged with. */
  readonly onMerged: (text: string, etag: string | undefined, baseText: string) => void;
  readonly onSent: () => void;
  readonly onClose: () => void;
}

/** The last look before the store: the change as a diff or as JSON Patch, and why. Where somebody was faster, both changes side by side. */
export function ReviewDialog(props: ReviewDialogProps) {
  const { draft, readLatest } = props;
  const titleId = useId();
  const [reason, setReason] = useState("");
  const [theirs, setTheirs] = useState<EditBase>();
  const sending = useMutation({
    mutationFn: () => props.send(draft.text, draft.etag, reason),
    onSuccess: () => {
      props.onSent();
      props.onClose();
    },
    onError: async (error) => {
      if (problemOf(error).status === 412 && readLatest) setTheirs(await readLatest());
    },
  });
  const isConflict = theirs !== undefined;
  return (
    <Dialog open onClose={props.onClose} aria-labelledby={titleId} maxWidth="lg" fullWidth>
      <DialogTitle id={titleId}>{isConflict ? "Somebody else changed it too" : "Review the change"}</DialogTitle>
      {isConflict ? (
        <ConflictTable
          base={objectOf(draft.baseText)}
          mine={props.resource}
          theirs={objectOf(theirs.text)}
          onClose={props.onClose}
          onDecided={(merged) => {
            props.onMerged(prettyJson(JSON.stringify(merged)), theirs.etag, theirs.text);
            sending.reset();
            setTheirs(undefined);
          }}
        />
      ) : (
        <Box
          component="form"
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim() !== "" && !sending.isPending) sending.mutate();
          }}
          sx={{ display: "flex", flexDirection: "column", minHeight: 0 }}
        >
          <DialogContent sx={{ display: "flex", flexDirection: "column", gap: 3 }}>
            <ChangePreview before={readLatest ? draft.baseText : ""} after={draft.text} patch={props.patch} />
            {props.errors > 0 ? (
              <Alert severity="warning" variant="outlined">
                The R4 definitions object to {props.errors} {props.errors === 1 ? "place" : "places"}; the store will
                probably refuse this.
              </Alert>
            ) : null}
            <ReasonField takesFocus reason={reason} onReason={setReason} />
            {sending.error ? <QueryProblem error={sending.error} /> : null}
          </DialogContent>
          <DialogActions>
            <Box sx={{ flex: 1, color: token.dim, fontSize: 12, px: 2 }}>
              {draft.etag === undefined ? "" : "Saved only if the store still has the version that you read."}
            </Box>
            <Button onClick={props.onClose}>Back to editing</Button>
            <Button
              type="submit"
              variant="contained"
              color="primary"
              disabled={reason.trim() === "" || sending.isPending}
            >
              {sending.isPending ? "Working…" : props.action}
            </Button>
          </DialogActions>
        </Box>
      )}
    </Dialog>
  );
}

interface ChangePreviewProps {
  readonly before: string;
  readonly after: string;
  readonly patch: readonly PatchOperation[];
}

function ChangePreview({ before, after, patch }: ChangePreviewProps) {
  const [view, setView] = useState<"diff" | "patch">("diff");
  const patchText = patch.map((operation) => `  ${JSON.stringify(operation)}`).join(",\n");
  return (
    <Box>
      <Box sx={{ display: "flex", gap: 2, alignItems: "center", mb: 2 }}>
        <ToggleButtonGroup
          exclusive
          size="small"
          aria-label="How to show the change"
          value={view}
          onChange={(_, next: "diff" | "patch" | null) => next && setView(next)}
        >
          <ToggleButton value="diff" sx={{ py: "2px", px: 3 }}>
            Diff
          </ToggleButton>
          <ToggleButton value="patch" sx={{ py: "2px", px: 3 }}>
            JSON Patch
          </ToggleButton>
        </ToggleButtonGroup>
        <Box sx={{ color: token.dim }}>
          {patch.length} {patch.length === 1 ? "change" : "changes"}
        </Box>
        <CopyButton text={`[\n${patchText}\n]`} what="JSON Patch" />
      </Box>
      <Box sx={{ border: `1px solid ${token.line}`, borderRadius: "8px", overflow: "hidden", height: "46vh" }}>
        {view === "diff" ? (
          <DiffView label="Changes as a diff" before={before} after={after} />
        ) : (
          <Box component="pre" tabIndex={0} aria-label="Changes as JSON Patch" sx={PATCH}>
            {`[\n${patchText}\n]`}
          </Box>
        )}
      </Box>
    </Box>
  );
}

function objectOf(text: string): JsonObject {
  const value = parseJson(text);
  return isJsonObject(value) ? value : {};
}

const PATCH = {
  m: 0,
  p: 3,
  height: "100%",
  overflow: "auto",
  fontFamily: MONO,
  fontSize: 12.5,
  whiteSpace: "pre-wrap",
  overflowWrap: "anywhere",
} as const;
