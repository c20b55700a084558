"use client";

import CloseIcon from "@mui/icons-material/Close";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import type { KeyboardEvent } from "react";
import { MONO, token } from "#components/ui/tokens.ts";
import { hasPrefixes, MODIFIERS, PREFIXES } from "#lib/fhir/search-capability.ts";
import { printRow, type SearchRow } from "#lib/fhir/search-rows.ts";

export interface BuilderRowProps {
  readonly row: SearchRow;
  /** Writes the row's segment anew; undefined takes it out. */
  readonly onWrite: (source: string | undefined) => void;
  readonly onRun: () => void;
}

/** One parameter of the search as a field: name, how to compare, value. */
export function BuilderRow({ row, onWrite, onRun }: BuilderRowProps) {
  const handleKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !event.nativeEvent.isComposing) onRun();
  };
  const name = row.kind === "field" ? row.param.name : row.source;
  return (
    <Box sx={ROW} title={row.kind === "field" ? row.param.documentation : undefined}>
      {row.kind === "field" ? (
        <FieldInputs row={row} onWrite={onWrite} onKeyDown={handleKey} />
      ) : (
        <Box
          component="input"
          sx={{ ...INPUT, width: `calc(${Math.min(48, row.source.length + 1)}ch + 20px)` }}
          value={row.source}
          aria-label="Parameter as text"
          onChange={(event) => onWrite(event.target.value.replaceAll("&", "%26"))}
          onKeyDown={handleKey}
        />
      )}
      <IconButton aria-label={`Remove ${name}`} onClick={() => onWrite(undefined)} sx={{ p: "2px" }}>
        <CloseIcon sx={{ fontSize: 15 }} />
      </IconButton>
    </Box>
  );
}

interface FieldInputsProps {
  readonly row: Extract<SearchRow, { kind: "field" }>;
  readonly onWrite: (source: string) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

function FieldInputs({ row, onWrite, onKeyDown }: FieldInputsProps) {
  const { name, type } = row.param;
  const isYesNo = row.modifier === "missing";
  const placeholder = PLACEHOLDERS[type] ?? "value";
  return (
    <>
      <Box component="span" sx={{ fontWeight: 600, pl: 2 }}>
        {name}
      </Box>
      <Box
        component="select"
        sx={SELECT}
        aria-label={`How to compare ${name}`}
        value={row.modifier === undefined ? row.prefix : `:${row.modifier}`}
        onChange={(event) => onWrite(withComparison(row, event.target.value))}
      >
        {comparisons(row).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Box>
      {isYesNo ? (
        <Box
          component="select"
          data-value
          sx={SELECT}
          aria-label={`Value of ${name}`}
          value={row.value}
          onChange={(event) => onWrite(printRow({ ...row, value: event.target.value }))}
        >
          {["true", "false", ...(row.value === "true" || row.value === "false" ? [] : [row.value])].map((value) => (
            <option key={value}>{value}</option>
          ))}
        </Box>
      ) : (
        <Box
          component="input"
          data-value
          sx={{ ...INPUT, width: `calc(${Math.min(32, Math.max(8, row.value.length + 1))}ch + 20px)` }}
          value={row.value}
          placeholder={placeholder}
          aria-label={`Value of ${name}`}
          spellCheck={false}
          onChange={(event) => onWrite(printRow({ ...row, value: event.target.value }))}
          onKeyDown={onKeyDown}
        />
      )}
    </>
  );
}

/** Choices of the comparison: "" for the plain one, then prefixes, then modifiers with their colon. */
function comparisons(row: FieldInputsProps["row"]): (readonly [value: string, label: string])[] {
  const plain = row.param.type === "string" ? "starts with" : "is";
  const prefixes = hasPrefixes(row.param.type) ? Object.entries(PREFIXES) : [];
  const modifiers = MODIFIERS[row.param.type].map(
    (modifier) => [`:${modifier}`, MODIFIER_WORDS[modifier] ?? modifier] as const,
  );
  return [["", plain], ...prefixes, ...modifiers];
}

const PLACEHOLDERS: Readonly<Partial<Record<string, string>>> = {
  date: "1970-05-21",
  reference: "Patient/id",
  token: "system|code",
  quantity: "5.4|system|code",
};

const MODIFIER_WORDS: Readonly<Record<string, string>> = {
  exact: "is exactly",
  contains: "contains",
  missing: "is missing",
  not: "is not",
  text: "has the text",
  in: "is in value set",
  "not-in": "is not in value set",
  above: "is or is above",
  below: "is or is below",
};

function withComparison(row: FieldInputsProps["row"], comparison: string): string {
  if (!comparison.startsWith(":")) {
    const value = row.modifier === "missing" ? "" : row.value;
    return printRow({ ...row, modifier: undefined, prefix: comparison, value });
  }
  const modifier = comparison.slice(1);
  return printRow({ ...row, modifier, prefix: "", value: modifier === "missing" ? "true" : row.value });
}

const ROW = {
  display: "flex",
  alignItems: "center",
  gap: 1,
  height: 34,
  pr: 1,
  minWidth: 0,
  maxWidth: "100%",
  bgcolor: token.panel,
  border: `1px solid ${token.line}`,
  borderRadius: "7px",
} as const;

const SELECT = {
  font: "inherit",
  fontSize: 12,
  color: token.dim,
  bgcolor: token.panel,
  border: 0,
  height: 26,
  cursor: "pointer",
  maxWidth: 140,
} as const;

const INPUT = {
  font: `12.5px ${MONO}`,
  color: token.ink,
  bgcolor: token.bg,
  border: `1px solid ${token.line}`,
  borderRadius: "5px",
  height: 26,
  px: 2,
  minWidth: 0,
  "&::placeholder": { color: token.dim, opacity: 0.8 },
} as const;
