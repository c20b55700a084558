"use client";

import Box from "@mui/material/Box";
import { useRef } from "react";
import { token } from "#components/ui/tokens.ts";
import type { SearchCapability } from "#lib/fhir/search-capability.ts";
import { searchRows } from "#lib/fhir/search-rows.ts";
import { appendSegment, parseSearchText, replaceSegment, setSearchType } from "#lib/fhir/search-text.ts";
import { AddFilter } from "./add-filter.tsx";
import { BuilderRow } from "./builder-row.tsx";

export interface SearchBuilderProps {
  readonly storeName: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onRun: (text: string) => void;
  readonly capability: SearchCapability;
  /** Types that the store holds, with their counts, largest first. */
  readonly types: readonly { readonly label: string; readonly count: number }[];
}

/** The same text as fields: type, then one row a parameter. It holds no state of its own, so neither view can lose what the other wrote. */
export function SearchBuilder({ storeName, text, onChange, onRun, capability, types }: SearchBuilderProps) {
  const list = useRef<HTMLFieldSetElement>(null);
  const search = parseSearchText(text);
  const rows = searchRows(search, capability);
  const scope = { storeName, type: search.type, capability, held: types.map(({ label }) => label) };
  const add = (name: string) => {
    const before = valuesIn(list.current).length;
    onChange(appendSegment(text, `${name}=`));
    focusNext(() => valuesIn(list.current).at(before));
  };
  return (
    <Box ref={list} component="fieldset" aria-label="Search builder" sx={BUILDER}>
      <TypeField
        types={types}
        capability={capability}
        value={search.type}
        onChoose={(next) => onChange(setSearchType(text, next))}
      />
      {rows.map((row) => (
        <BuilderRow
          key={row.index}
          row={row}
          scope={scope}
          onWrite={(source) => onChange(replaceSegment(text, row.index, source))}
          onRun={() => onRun(text)}
        />
      ))}
      {capability.has(search.type) ? <AddFilter key={rows.length} scope={scope} onAdd={add} /> : null}
    </Box>
  );
}

function valuesIn(fields: HTMLElement | null): readonly HTMLElement[] {
  return [...(fields?.querySelectorAll<HTMLElement>("[data-value]") ?? [])];
}

/** Frames to wait for a field whose code may still be on its way: about two seconds. */
const PATIENCE = 120;

function focusNext(find: () => HTMLElement | undefined, frames = PATIENCE): void {
  requestAnimationFrame(() => {
    const field = find();
    if (field) field.focus();
    else if (frames > 0) focusNext(find, frames - 1);
  });
}

interface TypeFieldProps {
  readonly types: SearchBuilderProps["types"];
  readonly capability: SearchCapability;
  readonly value: string;
  readonly onChoose: (type: string) => void;
}

/** Types with data first, then the others that the server knows. */
function TypeField({ types, capability, value, onChoose }: TypeFieldProps) {
  const held = types.map((type) => type.label);
  const others = [...capability.keys(), ...(value === "" ? [] : [value])].filter((type) => !held.includes(type));
  return (
    <Box
      component="select"
      aria-label="Resource type"
      value={value}
      onChange={(event) => onChoose(event.target.value)}
      sx={TYPE_FIELD}
    >
      <option value="">Any type</option>
      {types.map((type) => (
        <option key={type.label} value={type.label}>
          {type.label}
        </option>
      ))}
      {others.length > 0 ? (
        <optgroup label="None in this store">
          {[...new Set(others)].map((type) => (
            <option key={type}>{type}</option>
          ))}
        </optgroup>
      ) : null}
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
const TYPE_FIELD = {
  font: "inherit",
  fontWeight: 600,
  color: token.ink,
  bgcolor: token.panel,
  border: `1px solid ${token.control}`,
  borderRadius: "7px",
  height: 34,
  px: 2,
  maxWidth: 220,
} as const;
