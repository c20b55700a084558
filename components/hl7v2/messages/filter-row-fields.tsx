"use client";

import CloseIcon from "@mui/icons-material/Close";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import { useId, type KeyboardEvent } from "react";
import { MONO, token } from "#components/ui/tokens.ts";
import type { KnownValues } from "#lib/hl7v2/filter-completion.ts";
import { COMPARISONS, type FilterField } from "#lib/hl7v2/filter-fields.ts";
import { printRow, type FieldRow, type FilterRow } from "#lib/hl7v2/filter-rows.ts";

export interface FilterRowFieldsProps {
  readonly row: FilterRow;
  readonly known: KnownValues;
  /** Writes the condition anew; undefined takes it out. */
  readonly onWrite: (source: string | undefined) => void;
  readonly onRun: () => void;
}

/** One condition of the filter: field, how to compare, value; or its text when it has no such form. */
export function FilterRowFields({ row, known, onWrite, onRun }: FilterRowFieldsProps) {
  const handleKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !event.nativeEvent.isComposing) onRun();
  };
  const title = row.kind === "field" ? row.field.title : row.source;
  return (
    <Box sx={ROW} title={row.kind === "field" ? row.field.detail : undefined} onKeyDown={handleKey}>
      {row.kind === "field" ? (
        <ConditionInputs row={row} known={known} onWrite={onWrite} />
      ) : (
        <Box
          component="span"
          sx={{ font: `12.5px ${MONO}`, pl: 2, maxWidth: 420, overflow: "hidden", textOverflow: "ellipsis" }}
        >
          {row.source}
        </Box>
      )}
      <IconButton aria-label={`Remove ${title}`} onClick={() => onWrite(undefined)} sx={{ p: "2px" }}>
        <CloseIcon sx={{ fontSize: 15 }} />
      </IconButton>
    </Box>
  );
}

interface ConditionInputsProps {
  readonly row: FieldRow;
  readonly known: KnownValues;
  readonly onWrite: (source: string) => void;
}

function ConditionInputs({ row, known, onWrite }: ConditionInputsProps) {
  const { field } = row;
  const write = (change: Partial<FieldRow>) => onWrite(printRow({ ...row, ...change }));
  const hasValue = row.operator !== ":";
  return (
    <>
      <Box component="span" sx={{ fontWeight: 600, pl: 2, whiteSpace: "nowrap" }}>
        {field.title}
      </Box>
      {field.kind === "label" ? (
        <TextInput
          label="Label key"
          value={row.name}
          offers={[...known.labels.keys()]}
          onChange={(name) => write({ name })}
        />
      ) : null}
      <Box
        component="select"
        aria-label={`How to compare ${field.title}`}
        value={`${row.isNot ? "!" : ""}${row.operator}`}
        onChange={(event) => write(comparisonOf(event.target.value))}
        sx={SELECT}
      >
        {choices(row).map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </Box>
      {hasValue ? (
        <TextInput
          label={`Value of ${field.title}`}
          value={row.value}
          placeholder={PLACEHOLDERS[field.kind]}
          offers={offersOf(row, known)}
          isValue
          onChange={(value) => write({ value })}
        />
      ) : null}
      {field.kind === "patient" ? (
        <>
          <span>of type</span>
          <TextInput
            label="Type of patient id"
            value={row.name}
            placeholder="MR"
            offers={[]}
            onChange={(name) => write({ name })}
          />
        </>
      ) : null}
    </>
  );
}

interface TextInputProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string | undefined;
  readonly offers: readonly string[];
  readonly isValue?: boolean;
  readonly onChange: (value: string) => void;
}

function TextInput({ label, value, placeholder, offers, isValue, onChange }: TextInputProps) {
  const listId = useId();
  return (
    <>
      <Box
        component="input"
        sx={{
          ...INPUT,
          width: `calc(${Math.min(32, Math.max((placeholder ?? "").length, 7, value.length + 1))}ch + 20px)`,
        }}
        value={value}
        placeholder={placeholder}
        aria-label={label}
        data-value={isValue}
        list={offers.length > 0 ? listId : undefined}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
      />
      {offers.length > 0 ? (
        <datalist id={listId}>
          {offers.map((offer) => (
            <option key={offer} value={offer}>
              {offer}
            </option>
          ))}
        </datalist>
      ) : null}
    </>
  );
}

const WORDS: Readonly<Record<string, string>> = {
  "=": "is",
  "!=": "is not",
  "<": "before",
  "<=": "up to",
  ">": "after",
  ">=": "from",
  ":": "is there",
  "!:": "is not there",
};

/** Order and equality; what is not equal is written with NOT in front. What the text says is always among them. */
function choices({ field, isNot, operator }: FieldRow): readonly (readonly [value: string, words: string])[] {
  const signs = field.kind === "patient" ? ["="] : COMPARISONS[field.kind];
  const negated = signs.filter((sign) => sign === "=" || sign === ":" || (isNot && sign === operator));
  return [...signs, ...negated.map((sign) => `!${sign}`)].map((value) => [
    value,
    WORDS[value] ?? `not ${value.slice(1)}`,
  ]);
}

function comparisonOf(choice: string): Pick<FieldRow, "isNot" | "operator"> {
  const sign = choice.replace(/^!/, "");
  const operator = (["<", "<=", ">", ">=", ":"] as const).find((each) => each === sign) ?? "=";
  return { isNot: choice.startsWith("!"), operator };
}

function offersOf({ field, name }: FieldRow, known: KnownValues): readonly string[] {
  if (field.kind === "label") return [...(known.labels.get(name) ?? [])];
  if (field.name === "message_type") return known.messageTypes.map(({ value }) => value);
  return field.name === "send_facility" ? known.facilities : [];
}

const PLACEHOLDERS: Readonly<Record<FilterField["kind"], string>> = {
  text: "value",
  date: "2026-01-31",
  time: "2026-01-31T08:00:00Z",
  patient: "123456",
  label: "value",
};

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
