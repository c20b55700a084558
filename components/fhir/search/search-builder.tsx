"use client";

import Autocomplete from "@mui/material/Autocomplete";
import Box from "@mui/material/Box";
import MenuItem from "@mui/material/MenuItem";
import Select from "@mui/material/Select";
import TextField from "@mui/material/TextField";
import { useRef } from "react";
import { token } from "#components/ui/tokens.ts";
import type { OfferedParam, SearchCapability } from "#lib/fhir/search-capability.ts";
import { searchRows } from "#lib/fhir/search-rows.ts";
import { appendSegment, parseSearchText, replaceSegment, setSearchType } from "#lib/fhir/search-text.ts";
import { BuilderRow } from "./builder-row.tsx";

export interface SearchBuilderProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onRun: (text: string) => void;
  readonly capability: SearchCapability;
  /** Types that the store holds, with their counts, largest first. */
  readonly types: readonly { readonly label: string; readonly count: number }[];
}

/** The same text as fields: type, then one row a parameter. It holds no state of its own, so neither view can lose what the other wrote. */
export function SearchBuilder({ text, onChange, onRun, capability, types }: SearchBuilderProps) {
  const list = useRef<HTMLFieldSetElement>(null);
  const search = parseSearchText(text);
  const type = capability.get(search.type);
  const rows = searchRows(search, type);
  const add = (param: OfferedParam) => {
    onChange(appendSegment(text, `${param.name}=`));
    requestAnimationFrame(() =>
      [...(list.current?.querySelectorAll<HTMLElement>("[data-value]") ?? [])].at(-1)?.focus(),
    );
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
          onWrite={(source) => onChange(replaceSegment(text, row.index, source))}
          onRun={() => onRun(text)}
        />
      ))}
      {type ? <AddFilter key={rows.length} params={type.params} onAdd={add} /> : null}
    </Box>
  );
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
  const others = [...capability.keys()].filter((type) => !held.includes(type));
  const known = value === "" || held.includes(value) || others.includes(value) ? [] : [value];
  return (
    <Select
      value={value}
      displayEmpty
      onChange={(event) => onChoose(event.target.value)}
      renderValue={(type) => type || "Any type"}
      sx={TYPE_FIELD}
      slotProps={{ input: { "aria-label": "Resource type" } }}
    >
      <MenuItem value="">Any type</MenuItem>
      {types.map((type) => (
        <MenuItem key={type.label} value={type.label} sx={{ gap: 4, justifyContent: "space-between" }}>
          {type.label}
          <Box component="span" sx={{ color: token.dim, fontSize: 12 }}>
            {type.count.toLocaleString("en-US")}
          </Box>
        </MenuItem>
      ))}
      {[...known, ...others].map((type) => (
        <MenuItem key={type} value={type} sx={{ color: token.dim }}>
          {type}
        </MenuItem>
      ))}
    </Select>
  );
}

function AddFilter({
  params,
  onAdd,
}: {
  readonly params: readonly OfferedParam[];
  readonly onAdd: (param: OfferedParam) => void;
}) {
  return (
    <Autocomplete
      sx={ADD_FIELD}
      size="small"
      options={params}
      value={null}
      blurOnSelect
      autoHighlight
      getOptionLabel={(param) => param.name}
      onChange={(_, param) => param && onAdd(param)}
      slotProps={{ popper: { style: { minWidth: 420 }, placement: "bottom-start" } }}
      renderOption={({ key, ...props }, param) => (
        <Box component="li" key={key} {...props} sx={{ display: "block !important", fontSize: 13 }}>
          {param.name}{" "}
          <Box component="span" sx={{ color: token.dim, fontSize: 12 }}>
            {param.type}
          </Box>
          <Box
            sx={{ color: token.dim, fontSize: 12, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}
          >
            {param.documentation.split("\n")[0]}
          </Box>
        </Box>
      )}
      renderInput={(input) => <TextField {...input} placeholder="Add a filter…" aria-label="Add a filter" />}
    />
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
const TYPE_FIELD = { width: 180, height: 34, fontSize: 13, "& .MuiSelect-select": { py: "6px" } } as const;
const ADD_FIELD = { width: 170, "& .MuiOutlinedInput-root": { height: 34, py: 0, fontSize: 13 } } as const;
