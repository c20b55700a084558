"use client";

import TextField from "@mui/material/TextField";

export interface ReasonFieldProps {
  readonly reason: string;
  readonly onReason: (reason: string) => void;
}

const MAX_CHARACTERS = 500;

/** Why a change is made. The audit log keeps it for good, so it must not name a patient. */
export function ReasonField({ reason, onReason }: ReasonFieldProps) {
  return (
    <TextField
      label="Reason"
      required
      fullWidth
      value={reason}
      onChange={(event) => onReason(event.target.value)}
      helperText="Kept in the audit log for good, next to your name. Write no patient's name, number or birth date here."
      slotProps={{ htmlInput: { maxLength: MAX_CHARACTERS, autoComplete: "off" } }}
    />
  );
}
