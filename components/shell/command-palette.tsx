"use client";

import SearchIcon from "@mui/icons-material/Search";
import Box from "@mui/material/Box";
import Dialog from "@mui/material/Dialog";
import InputBase from "@mui/material/InputBase";
import { usePathname, useRouter } from "next/navigation";
import { useId, useState, type KeyboardEvent } from "react";
import { focusOnOpen } from "#components/ui/focus-on-open.ts";
import { Kbd } from "#components/ui/kbd.tsx";
import { token } from "#components/ui/tokens.ts";
import { pagePlace } from "./page-place.ts";
import { findEntries, type PaletteEntry } from "./palette-entries.ts";
import { PaletteList } from "./palette-list.tsx";
import { usePaletteEntries } from "./palette-sources.ts";

export interface CommandPaletteProps {
  readonly onClose: () => void;
  readonly onHelp: () => void;
}

/** Jump to a resource, open a pasted name, or act: one box for all (combobox with a listbox, WAI-ARIA Authoring Practices). */
export function CommandPalette({ onClose, onHelp }: CommandPaletteProps) {
  const router = useRouter();
  const place = pagePlace(usePathname());
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const listId = useId();
  const { entries, isReading } = usePaletteEntries(place, onHelp);
  const found = findEntries(entries, query);
  const active = Math.min(chosen, found.length - 1);

  const pick = (entry: PaletteEntry | undefined) => {
    if (!entry) return;
    onClose();
    if ("href" in entry.target) router.push(entry.target.href);
    else entry.target.run();
  };
  const handleKey = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: active + 1, ArrowUp: active - 1 };
    const next = steps[event.key];
    if (next !== undefined) setChosen((next + found.length) % Math.max(1, found.length));
    else if (event.key === "Enter") pick(found[active]);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      slotProps={{ paper: { "aria-label": "Search or jump to", "aria-labelledby": undefined } }}
      maxWidth="sm"
      fullWidth
      sx={{ "& .MuiDialog-container": { alignItems: "flex-start", pt: "8vh" } }}
    >
      <Box sx={{ display: "flex", alignItems: "center", gap: 2, px: 4, borderBottom: `1px solid ${token.line}` }}>
        <SearchIcon sx={{ fontSize: 18, color: token.dim }} />
        <InputBase
          fullWidth
          inputRef={focusOnOpen}
          placeholder="Resource, full name or action"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={handleKey}
          inputProps={{
            role: "combobox",
            "aria-label": "Search or jump to",
            "aria-expanded": true,
            "aria-controls": listId,
            "aria-autocomplete": "list",
            "aria-activedescendant": found.length > 0 ? `${listId}-${active}` : undefined,
            autoComplete: "off",
            spellCheck: false,
          }}
          sx={{ fontSize: 15, height: 48 }}
        />
        <Kbd>Esc</Kbd>
      </Box>
      <PaletteList id={listId} entries={found} active={active} isReading={isReading} onPick={pick} />
    </Dialog>
  );
}
