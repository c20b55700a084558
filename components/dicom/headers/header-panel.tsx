"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import InputBase from "@mui/material/InputBase";
import { useId, useMemo, useState } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { useIdentityMask } from "#components/ui/identity-mask.tsx";
import { formatCount } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import type { DicomAttributes } from "#lib/dicom/attributes.ts";
import { headerRows, openRows, searchRows, type HeaderRow } from "#lib/dicom/header-rows.ts";
import { saveHeader } from "./save-header.ts";
import { HeaderDetail } from "./header-detail.tsx";
import { HeaderLines } from "./header-lines.tsx";

export interface HeaderPanelProps {
  /** The instance whose picture is shown now, with all its attributes (`/metadata`); another one keeps search and chosen line. */
  readonly instance: DicomAttributes;
  /** A line to choose from outside, e.g. by a finding: pass a new object to choose it again. */
  readonly focus?: { readonly path: string } | undefined;
}

/** The header of an instance: find, open and close sequences, read value and bytes, copy, save. Follows `instance`. */
export function HeaderPanel({ instance, focus }: HeaderPanelProps) {
  const id = useId();
  const { masked } = useIdentityMask();
  const [text, setText] = useState("");
  const [closed, setClosed] = useState<ReadonlySet<string>>(() => new Set());
  const [chosen, setChosen] = useState(focus);
  const [lastFocus, setLastFocus] = useState(focus);
  if (focus !== lastFocus) {
    setLastFocus(focus);
    if (focus) setChosen(focus);
  }
  const rows = useMemo(() => headerRows(instance), [instance]);
  const found = useMemo(() => searchRows(masked ? rows.map(covered) : rows, text), [rows, text, masked]);
  // While something is looked for, sequences that hold it are open.
  const shown = useMemo(() => (text.trim() === "" ? openRows(found, closed) : found), [found, text, closed]);
  const row = rows.find(({ path }) => path === chosen?.path);
  const toggle = (path: string) =>
    setClosed((before) => new Set(before.has(path) ? [...before].filter((each) => each !== path) : [...before, path]));
  return (
    <Box sx={PANEL}>
      <Box role="search" aria-label="Find in this header" sx={BAR}>
        <InputBase
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") setText("");
            event.stopPropagation();
          }}
          placeholder="Find tag, name or value"
          inputProps={{ "aria-label": "Find tag, name or value", spellCheck: false, autoComplete: "off" }}
          sx={{ flex: 1, minWidth: 90, fontSize: 12.5 }}
        />
        <Box component="span" role="status" sx={{ color: token.dim, whiteSpace: "nowrap" }}>
          {countText(rows, found, text)}
        </Box>
        <Button size="small" onClick={() => saveHeader(instance, { format: "csv", isMasked: masked })}>
          CSV
        </Button>
        <Button size="small" onClick={() => saveHeader(instance, { format: "json", isMasked: masked })}>
          JSON
        </Button>
      </Box>
      {shown.length === 0 ? (
        <EmptyState title="No attribute matches" isCompact>
          Look for a tag (0010,0010), a keyword, a name or a value.
        </EmptyState>
      ) : (
        <HeaderLines
          id={id}
          label="Attributes of this instance"
          rows={shown}
          closed={text.trim() === "" ? closed : NONE}
          selected={chosen?.path}
          isMasked={masked}
          onSelect={(path) => setChosen({ path })}
          onToggle={toggle}
        />
      )}
      {row ? <HeaderDetail row={row} isMasked={masked} /> : null}
    </Box>
  );
}

const NONE: ReadonlySet<string> = new Set();

/** Masked values are not found by what they say. */
function covered(row: HeaderRow): HeaderRow {
  return row.identifier && row.value !== "" ? { ...row, value: "\u2022" } : row;
}

function countText(rows: readonly HeaderRow[], found: readonly HeaderRow[], text: string): string {
  const count = (list: readonly HeaderRow[]) => formatCount(list.filter(({ kind }) => kind === "attribute").length);
  return text.trim() === "" ? `${count(rows)} attributes` : `${count(found)} of ${count(rows)}`;
}

const PANEL = { flex: 1, minHeight: 0, minWidth: 0, display: "flex", flexDirection: "column" } as const;

const BAR = {
  display: "flex",
  alignItems: "center",
  gap: 2,
  px: 3,
  py: 1,
  fontSize: 12,
  borderBottom: `1px solid ${token.line}`,
} as const;
