"use client";

import TextField from "@mui/material/TextField";
import { MONO } from "#components/ui/tokens.ts";
import type { DeidForm } from "./use-deid-form.ts";

/** The configuration as the API reads it; the form writes into the same text. */
export function ConfigJson({ form }: { readonly form: DeidForm }) {
  return (
    <TextField
      label="Configuration (DeidentifyConfig)"
      multiline
      minRows={12}
      maxRows={28}
      value={form.text}
      onChange={(event) => form.setText(event.target.value)}
      error={form.read.config === undefined}
      slotProps={{ htmlInput: { spellCheck: false, style: { fontFamily: MONO, fontSize: 12 } } }}
    />
  );
}
