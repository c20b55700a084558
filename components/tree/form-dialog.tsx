"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import { useId, type ReactNode } from "react";
import { CopyAs } from "#components/ui/copy-as.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import type { ResourceChange } from "#lib/queries/resource-changes.ts";

export interface FormDialogProps {
  readonly title: string;
  /** Words on the button: "Create store". */
  readonly action: string;
  /** The call that the form makes as it stands; undefined while something is missing or wrong. */
  readonly change: ResourceChange | undefined;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onSubmit: (change: ResourceChange) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A form in a window. The request that it will send can be taken as code before it is sent. */
export function FormDialog(props: FormDialogProps) {
  const titleId = useId();
  const { change } = props;
  return (
    <Dialog open onClose={props.onClose} aria-labelledby={titleId} maxWidth="sm" fullWidth>
      <Box
        component="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (change && !props.isPending) props.onSubmit(change);
        }}
        sx={{ display: "flex", flexDirection: "column", minHeight: 0 }}
      >
        <DialogTitle id={titleId}>{props.title}</DialogTitle>
        <DialogContent sx={{ display: "flex", flexDirection: "column", gap: 4, "& > *:first-of-type": { mt: 2 } }}>
          {props.children}
          {props.error ? <QueryProblem error={props.error} /> : null}
        </DialogContent>
        <DialogActions>
          {change ? <CopyAs request={change} /> : null}
          <Box sx={{ flex: 1 }} />
          <Button onClick={props.onClose}>Cancel</Button>
          <Button type="submit" variant="contained" color="primary" disabled={!change || props.isPending}>
            {props.isPending ? "Working…" : props.action}
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}
