"use client";

import Box from "@mui/material/Box";
import { useId, useState, type KeyboardEvent } from "react";
import { CompletionList, completionOptionId } from "#components/ui/completion-list.tsx";
import { token } from "#components/ui/tokens.ts";
import type { OfferedParam } from "#lib/fhir/search-capability.ts";

export interface AddFilterProps {
  /** Parameters that the server supports for the type. */
  readonly params: readonly OfferedParam[];
  readonly onAdd: (param: OfferedParam) => void;
}

/** Finds a search parameter by part of its name and adds it to the builder. */
export function AddFilter({ params, onAdd }: AddFilterProps) {
  const listId = useId();
  const [words, setWords] = useState("");
  /** Index of the lit option; undefined when the list is closed. */
  const [lit, setLit] = useState<number | undefined>();
  const wanted = words.trim().toLowerCase();
  const found = params.filter((param) => param.name.toLowerCase().includes(wanted)).toSorted(byStart(wanted));
  const isOpen = lit !== undefined && found.length > 0;
  const add = (param: OfferedParam | undefined) => {
    if (!param) return;
    setWords("");
    setLit(undefined);
    onAdd(param);
  };
  const handleKey = (event: KeyboardEvent) => {
    if (event.key === "Escape") setLit(undefined);
    else if (event.key === "Enter" && isOpen) add(found[lit]);
    else if (event.key === "ArrowDown") setLit(isOpen ? (lit + 1) % found.length : 0);
    else if (event.key === "ArrowUp" && isOpen) setLit((lit + found.length - 1) % found.length);
    else return;
    event.preventDefault();
  };
  return (
    <Box sx={{ position: "relative" }}>
      <Box
        component="input"
        role="combobox"
        aria-label="Add a filter"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isOpen ? completionOptionId(listId, lit) : undefined}
        placeholder="Add a filter…"
        autoComplete="off"
        value={words}
        sx={FIELD}
        onChange={(event) => {
          setWords(event.target.value);
          setLit(0);
        }}
        onFocus={() => setLit(0)}
        onBlur={() => setLit(undefined)}
        onKeyDown={handleKey}
      />
      {isOpen ? (
        <CompletionList
          id={listId}
          options={found.map((param) => ({
            insert: param.name,
            label: param.name,
            detail: `${param.type} · ${param.documentation.split("\n")[0] ?? ""}`,
          }))}
          lit={lit}
          left="0px"
          onAccept={(option) => add(found.find((param) => param.name === option.insert))}
        />
      ) : null}
    </Box>
  );
}

/** Names that begin with the words before those that contain them. */
function byStart(words: string): (a: OfferedParam, b: OfferedParam) => number {
  const rank = (param: OfferedParam) => Number(!param.name.toLowerCase().startsWith(words));
  return (a, b) => rank(a) - rank(b);
}

const FIELD = {
  font: "inherit",
  color: token.ink,
  bgcolor: token.panel,
  border: `1px dashed ${token.control}`,
  borderRadius: "7px",
  height: 34,
  width: 150,
  px: 3,
  "&::placeholder": { color: token.dim, opacity: 1 },
} as const;
