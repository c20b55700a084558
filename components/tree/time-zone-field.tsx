"use client";

import TextField from "@mui/material/TextField";
import { useId, useMemo } from "react";

export interface TimeZoneFieldProps {
  /** IANA name; empty means UTC. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A time zone by its IANA name, with the browser's own list to choose from. */
export function TimeZoneField({ value, onChange }: TimeZoneFieldProps) {
  const listId = useId();
  const zones = useMemo(() => Intl.supportedValuesOf("timeZone"), []);
  return (
    <>
      <TextField
        label="Time zone"
        placeholder="UTC"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        helperText="Read times without an offset in HL7v2 messages as of this zone. Empty: UTC."
        slotProps={{ htmlInput: { list: listId, autoComplete: "off", spellCheck: false } }}
      />
      <datalist id={listId}>
        {zones.map((zone) => (
          <option key={zone} value={zone}>
            {zone}
          </option>
        ))}
      </datalist>
    </>
  );
}
