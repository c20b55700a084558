"use client";

import Box from "@mui/material/Box";
import { useState } from "react";
import { token } from "#components/ui/tokens.ts";
import { isSortable } from "#lib/fhir/search-capability.ts";
import type { CompletionOption } from "#lib/contract/query-text.ts";
import { resultColumns } from "#lib/fhir/result-columns.ts";
import type { ResultName, SearchRow } from "#lib/fhir/search-rows.ts";
import { SELECT } from "./builder-look.ts";
import type { BuilderScope } from "./builder-scope.ts";
import { ValueField } from "./value-field.tsx";

type ResultRow = Extract<SearchRow, { kind: "result" }>;

export interface ResultInputsProps {
  readonly row: ResultRow;
  readonly scope: BuilderScope;
  readonly onWrite: (row: ResultRow) => void;
  readonly onRun: () => void;
}

/** The value of a parameter about the result: what else to bring, in which order, how much of it. */
export function ResultInputs({ row, scope, onWrite, onRun }: ResultInputsProps) {
  const [isAsked, setAsked] = useState(false);
  const isList = row.name === "_sort" || row.name === "_elements" || row.name === "_type";
  const typed = isList ? row.value.slice(row.value.lastIndexOf(",") + 1) : row.value;
  const word = typed.replace(/^-/, "").toLowerCase();
  const options = isAsked ? offers(row, scope).filter((offer) => offer.label.toLowerCase().includes(word)) : [];
  const accept = (option: CompletionOption) => {
    const before = row.value.slice(0, row.value.length - typed.length);
    const sign = row.name === "_sort" && typed.startsWith("-") ? "-" : "";
    onWrite({ ...row, value: `${before}${sign}${option.insert}` });
  };
  return (
    <>
      <ValueField
        label={`Value of ${row.name}`}
        value={row.value}
        placeholder={PLACEHOLDERS[row.name] ?? "value"}
        options={options.length === 1 && options[0]?.insert === word ? [] : options.slice(0, 60)}
        onFocus={() => setAsked(true)}
        onChange={(value) => onWrite({ ...row, value })}
        onAccept={accept}
        onRun={onRun}
      />
      {row.name === "_sort" ? <Direction value={row.value} onChange={(value) => onWrite({ ...row, value })} /> : null}
      {row.name === "_include" || row.name === "_revinclude" ? (
        <Box
          component="label"
          sx={{ display: "flex", gap: 1, alignItems: "center", fontSize: 12, color: token.dim }}
          title="Also for what was brought along"
        >
          <input
            type="checkbox"
            checked={row.isIterate}
            onChange={(event) => onWrite({ ...row, isIterate: event.target.checked })}
          />
          iterate
        </Box>
      ) : null}
    </>
  );
}

/** Turns the first key of `_sort` round. */
function Direction({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  return (
    <Box
      component="select"
      aria-label="Direction of _sort"
      sx={SELECT}
      value={value.startsWith("-") ? "-" : ""}
      onChange={(event) => onChange(`${event.target.value}${value.replace(/^-/, "")}`)}
    >
      <option value="">ascending</option>
      <option value="-">descending</option>
    </Box>
  );
}

function offers({ name }: ResultRow, scope: BuilderScope): readonly CompletionOption[] {
  return OFFERS[name](scope);
}

const plain = (values: readonly string[], detail = "") =>
  values.map((value) => ({ insert: value, label: value, detail }));

const OFFERS: Readonly<Record<ResultName, (scope: BuilderScope) => readonly CompletionOption[]>> = {
  _include: ({ type, capability }) => plain(capability.get(type)?.includes ?? []),
  _revinclude: ({ type, capability, held }) =>
    plain(capability.get(type)?.revIncludes ?? []).toSorted((a, b) => rank(a.label, held) - rank(b.label, held)),
  _sort: ({ type, capability }) =>
    (capability.get(type)?.params ?? []).filter(isSortable).flatMap((param) => plain([param.name], param.type)),
  _elements: ({ type }) =>
    plain(
      [
        ...new Set(
          resultColumns(type)
            .flatMap(({ key }) => key.split("|"))
            .map(topElement),
        ),
      ].filter(Boolean),
    ),
  _summary: () => plain(["text", "data", "false"]),
  _total: () => plain(["none", "estimate", "accurate"]),
  _count: () => plain(["20", "50", "100", "500"]),
  _type: ({ capability, held }) => plain([...held, ...[...capability.keys()].filter((other) => !held.includes(other))]),
};

/** Links from types that the store holds come first. */
function rank(link: string, held: readonly string[]): number {
  return held.includes(link.split(":", 1)[0] ?? "") ? 0 : 1;
}

function topElement(path: string): string {
  return path.split(".", 1)[0] ?? "";
}

const PLACEHOLDERS: Readonly<Record<string, string>> = {
  _include: "Type:reference",
  _revinclude: "Type:reference",
  _sort: "-date",
  _elements: "name,birthDate",
  _count: "50",
};
