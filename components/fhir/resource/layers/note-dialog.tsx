"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import TextField from "@mui/material/TextField";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { downloadText } from "#components/ui/download-text.ts";
import { focusOnOpen } from "#components/ui/focus-on-open.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { token } from "#components/ui/tokens.ts";
import type { Note } from "#lib/contract/console/notes.ts";
import type { ResourceAddress } from "#lib/queries/fhir-resource.ts";
import { changeNote, noteQueries, writeNote } from "#lib/queries/notes.ts";

export type NoteDraft =
  | { readonly kind: "new"; readonly pointer: string; readonly place: string }
  | { readonly kind: "change"; readonly note: Note };

export interface NoteDialogProps {
  readonly address: ResourceAddress;
  readonly draft: NoteDraft;
  readonly onClose: () => void;
}

/** Writes a note, or changes or withdraws one's own. */
export function NoteDialog({ address, draft, onClose }: NoteDialogProps) {
  const titleId = useId();
  const client = useQueryClient();
  const [text, setText] = useState(draft.kind === "change" ? draft.note.text : "");
  const { store, type, id } = address;
  const save = useMutation({
    mutationFn: (words: string) =>
      draft.kind === "change"
        ? changeNote(draft.note.id, words)
        : writeNote({ store, resource: `${type}/${id}`, pointer: draft.pointer, text: words }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["notes", store] });
      onClose();
    },
  });
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="sm" fullWidth>
      <Box
        component="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== "") save.mutate(text);
        }}
      >
        <DialogTitle id={titleId}>
          {draft.kind === "change" ? "Change your note" : `Note on ${draft.place}`}
        </DialogTitle>
        <DialogContent>
          <TextField
            inputRef={focusOnOpen}
            multiline
            minRows={3}
            maxRows={12}
            fullWidth
            value={text}
            onChange={(event) => setText(event.target.value)}
            slotProps={{ htmlInput: { "aria-label": "Note", maxLength: 4_000 } }}
          />
          <Box sx={{ color: token.dim, fontSize: 12, mt: 2 }}>
            Kept by the console, encrypted, with your name and the time; not in the resource. Whoever may read this
            resource sees it.
          </Box>
          {save.isError ? <QueryProblem error={save.error} /> : null}
        </DialogContent>
        <DialogActions>
          {draft.kind === "change" ? (
            <Button color="error" disabled={save.isPending} onClick={() => save.mutate("")} sx={{ mr: "auto" }}>
              Withdraw
            </Button>
          ) : (
            <ExportNotes store={store} />
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="contained" disabled={save.isPending || text.trim() === ""}>
            {save.isPending ? "Saving…" : "Save note"}
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}

/** All notes of the store as NDJSON, one line each. */
function ExportNotes({ store }: { readonly store: string }) {
  const client = useQueryClient();
  const take = useMutation({
    mutationFn: () => client.fetchQuery({ ...noteQueries.of(store), staleTime: 0 }),
    onSuccess: (notes) =>
      downloadText(
        "steward-notes.ndjson",
        "application/x-ndjson",
        notes.map(({ isOwn: _isOwn, ...note }) => `${JSON.stringify(note)}\n`).join(""),
      ),
  });
  return (
    <Button disabled={take.isPending} onClick={() => take.mutate()} sx={{ mr: "auto" }}>
      {take.isError ? "Export failed, try again" : "Export all notes of this store"}
    </Button>
  );
}

export interface NoteActionsProps {
  readonly note: Note;
  readonly onEdit: () => void;
}

/** Under one's own note: change it. */
export function NoteActions({ note, onEdit }: NoteActionsProps) {
  if (!note.isOwn) return null;
  return (
    <Button variant="text" onClick={onEdit} sx={{ mt: 1, px: 0, py: 0 }}>
      Change or withdraw
    </Button>
  );
}
