"use client";

import Box from "@mui/material/Box";
import { token } from "#components/ui/tokens.ts";
import { TypeMark } from "#components/ui/type-mark.tsx";
import type { PaletteEntry } from "./palette-entries.ts";

export interface PaletteListProps {
  readonly id: string;
  readonly entries: readonly PaletteEntry[];
  /** Index of the entry that Enter picks. */
  readonly active: number;
  /** More may come: the tree is still being read. */
  readonly isReading: boolean;
  readonly onPick: (entry: PaletteEntry) => void;
}

/** The answers of the palette. The focus stays in the box above; the active line is told by aria-activedescendant. */
export function PaletteList({ id, entries, active, isReading, onPick }: PaletteListProps) {
  return (
    <Box id={id} role="listbox" aria-label="Answers" sx={{ maxHeight: "56vh", overflow: "auto", p: 2 }}>
      {entries.length === 0 ? (
        <Box sx={{ p: 4, color: token.dim }}>
          {isReading
            ? "Reading datasets and stores…"
            : "Nothing here is called so. Paste a full resource name to open it."}
        </Box>
      ) : null}
      {entries.map((entry, index) => (
        <Box
          key={entry.id}
          ref={index === active ? keepInView : undefined}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          onClick={() => onPick(entry)}
          sx={LINE}
        >
          {entry.mark ? <TypeMark kind={entry.mark} /> : <Box component="span" sx={{ width: 16, flexShrink: 0 }} />}
          <Box component="span" sx={{ fontWeight: 500, whiteSpace: "nowrap" }}>
            {entry.title}
          </Box>
          <Box component="span" sx={NOTE}>
            {entry.note}
          </Box>
          {entries[index - 1]?.group === entry.group ? null : (
            <Box component="span" sx={GROUP}>
              {entry.group}
            </Box>
          )}
        </Box>
      ))}
    </Box>
  );
}

function keepInView(line: HTMLElement | null): void {
  line?.scrollIntoView({ block: "nearest" });
}

const LINE = {
  display: "flex",
  alignItems: "center",
  gap: 2,
  px: 2,
  height: 34,
  borderRadius: "6px",
  cursor: "pointer",
  "&:hover": { bgcolor: token.hover },
  '&[aria-selected="true"]': { bgcolor: token.sel },
} as const;

const NOTE = {
  color: token.dim,
  overflow: "hidden",
  textOverflow: "ellipsis",
  whiteSpace: "nowrap",
  minWidth: 0,
} as const;
const GROUP = { ml: "auto", pl: 2, color: token.dim, fontSize: 11, fontWeight: 600, letterSpacing: ".04em" } as const;
