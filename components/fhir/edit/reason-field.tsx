"use client";

import TextField from "@mui/material/TextField";
import { focusOnOpen } from "#components/ui/focus-on-open.ts";

export interface ReasonFieldProps {
  readonly reason: string;
  readonly onReason: (reason: string) => void;
  /** In a window, where it is what the person came to type. */
  readonly takesFocus?: boolean;
}

const MAX_CHARACTERS = 500;

/** Why a change is made. The audit log keeps it for good, so it must not name a patient. */
export function ReasonField({ reason, onReason, takesFocus = false }: ReasonFieldProps) {
  return (
    <TextField
      label="Reason"
      required
      inputRef={takesFocus ? focusOnOpen : undefined}
      fullWidth
      value={reason}
      onChange={(event) => onReason(event.target.value)}
      helperText="Kept in the audit log for good, next to your name. Write no patient's name, number or birth date here."
      slotProps={{ htmlInput: { maxLength: MAX_CHARACTERS, autoComplete: "off" } }}
    />
  );
}
