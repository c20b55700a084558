"use client";

import Box from "@mui/material/Box";
import { useRef } from "react";
import { token } from "#components/ui/tokens.ts";
import type { KnownValues } from "#lib/hl7v2/filter-completion.ts";
import { FILTER_FIELDS } from "#lib/hl7v2/filter-fields.ts";
import { addCondition, filterRows, printRow, replaceRow } from "#lib/hl7v2/filter-rows.ts";
import { FilterRowFields } from "./filter-row-fields.tsx";

export interface FilterBuilderProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onRun: (text: string) => void;
  readonly known: KnownValues;
}

/** The filter as fields, one row a condition. It holds no state of its own, so neither view can lose what the other wrote. */
export function FilterBuilder({ text, onChange, onRun, known }: FilterBuilderProps) {
  const list = useRef<HTMLFieldSetElement>(null);
  const rows = filterRows(text);
  const add = (name: string) => {
    const field = FILTER_FIELDS.find((each) => each.name === name);
    if (!field) return;
    const operator = field.kind === "date" || field.kind === "time" ? ">=" : "=";
    onChange(addCondition(text, printRow({ field, isNot: false, operator, value: "", name: "" })));
    requestAnimationFrame(() =>
      [...(list.current?.querySelectorAll<HTMLElement>("[data-value]") ?? [])].at(-1)?.focus(),
    );
  };
  return (
    <Box ref={list} component="fieldset" aria-label="Filter builder" sx={BUILDER}>
      {rows?.map((row, index) => (
        <FilterRowFields
          // A condition has no identity but its place.
          key={index}
          row={row}
          known={known}
          onWrite={(source) => onChange(replaceRow(text, index, source))}
          onRun={() => onRun(text)}
        />
      ))}
      {rows ? (
        <Box
          component="select"
          aria-label="Add a condition"
          value=""
          onChange={(event) => add(event.target.value)}
          sx={ADD}
        >
          <option value="">Add a condition…</option>
          {FILTER_FIELDS.map((field) => (
            <option key={field.name} value={field.name}>
              {field.title}
            </option>
          ))}
        </Box>
      ) : (
        <Box sx={{ color: token.dim, fontSize: 12 }}>The fields come back when the text can be read.</Box>
      )}
    </Box>
  );
}

const BUILDER = {
  m: 0,
  p: 0,
  border: 0,
  minWidth: 0,
  display: "flex",
  flexWrap: "wrap",
  gap: 2,
  alignItems: "center",
} as const;
const ADD = {
  font: "inherit",
  color: token.dim,
  bgcolor: token.panel,
  border: `1px dashed ${token.control}`,
  borderRadius: "7px",
  height: 34,
  px: 2,
  cursor: "pointer",
} as const;
