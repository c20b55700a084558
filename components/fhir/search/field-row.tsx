"use client";

import CalendarIcon from "@mui/icons-material/CalendarTodayOutlined";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { token } from "#components/ui/tokens.ts";
import { hasPrefixes, MODIFIERS, PREFIXES } from "#lib/fhir/search-capability.ts";
import type { CompletionOption } from "#lib/contract/query-text.ts";
import { splitPrefix, type FieldRow, type RowValue } from "#lib/fhir/search-rows.ts";
import { SELECT } from "./builder-look.ts";
import type { BuilderScope } from "./builder-scope.ts";
import { useValueHelp } from "./use-value-help.ts";
import { ValueField } from "./value-field.tsx";

export interface FieldInputsProps {
  readonly row: FieldRow;
  readonly scope: BuilderScope;
  readonly onWrite: (row: FieldRow) => void;
  readonly onRun: () => void;
}

/** Comparison and values of one parameter; any of the values suffices. */
export function FieldInputs({ row, scope, onWrite, onRun }: FieldInputsProps) {
  const box = useRef<HTMLElement>(null);
  const { name } = row.param;
  /** The focus moves before the next key comes: what somebody types fast belongs into the new field. */
  const writeAndFocus = (next: FieldRow, at: number) => {
    flushSync(() => onWrite(next));
    box.current?.querySelectorAll<HTMLElement>("[data-value]")[at]?.focus();
  };
  const setValue = (at: number, value: RowValue) => onWrite({ ...row, values: row.values.with(at, value) });
  const add = () => {
    const values = [...row.values, { prefix: row.values.at(-1)?.prefix ?? "", value: "" }];
    writeAndFocus({ ...row, values }, row.values.length);
  };
  const canAdd = row.modifier !== "missing" && row.values.every(({ value }) => value !== "");
  return (
    <Box ref={box} sx={{ display: "flex", alignItems: "center", gap: 1, flexWrap: "wrap", minWidth: 0 }}>
      {row.values.map((value, at) => (
        <Box key={at} sx={{ display: "flex", alignItems: "center", gap: 1 }}>
          {at > 0 ? <Box sx={{ color: token.dim, fontSize: 12 }}>or</Box> : null}
          <Comparison row={row} at={at} onWrite={onWrite} />
          {row.modifier === "missing" ? (
            <YesNo name={name} value={value.value} onChange={(next) => setValue(at, { prefix: "", value: next })} />
          ) : (
            <OneValue
              row={row}
              scope={scope}
              at={at}
              onChange={(next) => {
                // A comma begins the next alternative.
                const isNext = next.value.endsWith(",") && !next.value.endsWith("\\,");
                if (isNext) writeAndFocus({ ...row, values: row.values.with(at, next) }, at + 1);
                else setValue(at, next);
              }}
              onRun={onRun}
              onRemove={
                row.values.length > 1
                  ? () => writeAndFocus({ ...row, values: row.values.toSpliced(at, 1) }, Math.max(0, at - 1))
                  : undefined
              }
            />
          )}
        </Box>
      ))}
      {canAdd ? (
        <Box component="button" type="button" onClick={add} aria-label={`+ or: another value of ${name}`} sx={OR}>
          + or
        </Box>
      ) : null}
    </Box>
  );
}

interface OneValueProps {
  readonly row: FieldRow;
  readonly scope: BuilderScope;
  readonly at: number;
  readonly onChange: (value: RowValue) => void;
  readonly onRun: () => void;
  readonly onRemove: (() => void) | undefined;
}

function OneValue({ row, scope, at, onChange, onRun, onRemove }: OneValueProps) {
  const [isAsked, setAsked] = useState(false);
  const { prefix, value } = row.values[at] ?? { prefix: "", value: "" };
  const options = useValueHelp({ ...scope, row, typed: value, isAsked });
  const accept = (option: CompletionOption) => {
    const [found, rest] = splitPrefix(option.insert, row.param, row.modifier);
    onChange(row.param.type === "date" ? { prefix: found, value: rest } : { prefix, value: option.insert });
  };
  const number = row.values.length > 1 ? ` ${at + 1}` : "";
  return (
    <>
      <ValueField
        label={`Value${number} of ${row.param.name}`}
        value={value}
        placeholder={PLACEHOLDERS[row.param.type] ?? "value"}
        options={options}
        onFocus={() => setAsked(true)}
        onChange={(next) => onChange({ prefix, value: next })}
        onAccept={accept}
        onRun={onRun}
        onRemove={onRemove}
      />
      {row.param.type === "date" ? (
        <Calendar name={row.param.name} value={value} onChange={(day) => onChange({ prefix, value: day })} />
      ) : null}
    </>
  );
}

/** The browser's own calendar, opened by a button. */
function Calendar({
  name,
  value,
  onChange,
}: {
  readonly name: string;
  readonly value: string;
  readonly onChange: (day: string) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <Box sx={{ position: "relative", display: "flex" }}>
      <IconButton aria-label={`Calendar for ${name}`} onClick={() => input.current?.showPicker()} sx={{ p: "3px" }}>
        <CalendarIcon sx={{ fontSize: 14 }} />
      </IconButton>
      <Box
        component="input"
        type="date"
        ref={input}
        tabIndex={-1}
        aria-hidden
        value={/^\d{4}-\d{2}-\d{2}/.exec(value)?.[0] ?? ""}
        onChange={(event) => event.target.value !== "" && onChange(event.target.value)}
        sx={{ position: "absolute", inset: 0, width: "100%", opacity: 0, pointerEvents: "none" }}
      />
    </Box>
  );
}

interface ComparisonProps {
  readonly row: FieldRow;
  readonly at: number;
  readonly onWrite: (row: FieldRow) => void;
}

/** Prefix of one alternative, or modifier of the parameter, which holds for all of them. */
function Comparison({ row, at, onWrite }: ComparisonProps) {
  if (at > 0 && (row.modifier !== undefined || !hasPrefixes(row.param.type))) return null;
  const number = row.values.length > 1 && at > 0 ? ` ${at + 1}` : "";
  return (
    <Box
      component="select"
      sx={SELECT}
      aria-label={`How to compare ${row.param.name}${number}`}
      value={row.modifier === undefined ? (row.values[at]?.prefix ?? "") : `:${row.modifier}`}
      onChange={(event) => onWrite(withComparison(row, at, event.target.value))}
    >
      {comparisons(row, at).map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </Box>
  );
}

function YesNo({
  name,
  value,
  onChange,
}: {
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const choices = new Set(["true", "false", value]);
  return (
    <Box
      component="select"
      data-value
      sx={SELECT}
      aria-label={`Value of ${name}`}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {[...choices].map((choice) => (
        <option key={choice}>{choice}</option>
      ))}
    </Box>
  );
}

/** Choices of the comparison: "" for the plain one, then prefixes, then modifiers with their colon. */
function comparisons(row: FieldRow, at: number): (readonly [value: string, label: string])[] {
  const plain = row.param.type === "string" ? "starts with" : "is";
  const prefixes = hasPrefixes(row.param.type) ? Object.entries(PREFIXES) : [];
  const known = MODIFIERS[row.param.type];
  const offered = row.modifier === undefined || known.includes(row.modifier) ? known : [...known, row.modifier];
  const modifiers = at > 0 ? [] : offered.map((name) => [`:${name}`, MODIFIER_WORDS[name] ?? `is a ${name}`] as const);
  return [["", plain], ...prefixes, ...modifiers];
}

function withComparison(row: FieldRow, at: number, comparison: string): FieldRow {
  if (comparison.startsWith(":")) {
    const modifier = comparison.slice(1);
    const values =
      modifier === "missing" ? [{ prefix: "", value: "true" }] : row.values.map(({ value }) => ({ prefix: "", value }));
    return { ...row, modifier, values };
  }
  if (row.modifier === "missing") return { ...row, modifier: undefined, values: [{ prefix: comparison, value: "" }] };
  const value = row.values[at]?.value ?? "";
  return { ...row, modifier: undefined, values: row.values.with(at, { prefix: comparison, value }) };
}

const PLACEHOLDERS: Readonly<Partial<Record<string, string>>> = {
  date: "1970-05-21",
  reference: "name, or Type/id",
  token: "system|code",
  quantity: "5.4|system|code",
  number: "5.4",
  composite: "a$b",
  uri: "http://…",
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

const OR = {
  font: "inherit",
  fontSize: 12,
  color: token.accent,
  bgcolor: "transparent",
  border: 0,
  px: 1,
  height: 26,
  cursor: "pointer",
} as const;
