"use client";

import Box from "@mui/material/Box";
import { useId, useState, type KeyboardEvent } from "react";
import { token } from "#components/ui/tokens.ts";
import { filterOffers, type FilterOffer } from "#lib/fhir/filter-offers.ts";
import type { PathStep } from "#lib/fhir/search-path.ts";
import { CompletionList, completionOptionId } from "#components/ui/completion-list.tsx";
import type { BuilderScope } from "./builder-scope.ts";

export interface AddFilterProps {
  readonly scope: BuilderScope;
  /** Full name of the parameter that was picked, hops included. */
  readonly onAdd: (name: string) => void;
}

const SHOWN = 120;

/**
 * Finds a search parameter by part of its name and adds it to the builder. A hop (`subject → Patient …`, `has Observation by subject …`) leads to the
 * parameters of another type; Backspace in an empty field goes back.
 */
export function AddFilter({ scope, onAdd }: AddFilterProps) {
  const listId = useId();
  const [words, setWords] = useState("");
  const [steps, setSteps] = useState<readonly PathStep[]>([]);
  /** Index of the lit option; undefined when the list is closed. */
  const [lit, setLit] = useState<number | undefined>();
  const wanted = words.trim().toLowerCase();
  const type = steps.at(-1)?.type ?? scope.type;
  const all = lit === undefined ? [] : filterOffers({ ...scope, steps, type });
  const found = all
    .filter((offer) => offer.label.toLowerCase().includes(wanted))
    .toSorted(byStart(wanted))
    .slice(0, SHOWN);
  const isOpen = lit !== undefined && found.length > 0;
  const take = (offer: FilterOffer | undefined) => {
    if (!offer) return;
    setWords("");
    if (offer.kind === "hop") {
      setSteps([...steps, offer.step]);
      setLit(0);
    } else {
      setSteps([]);
      setLit(undefined);
      onAdd(offer.name);
    }
  };
  const keys: Readonly<Record<string, () => boolean>> = {
    Escape: () => (setLit(undefined), setSteps([]), true),
    Enter: () => isOpen && (take(found[lit]), true),
    ArrowDown: () => (setLit(isOpen ? (lit + 1) % found.length : 0), true),
    ArrowUp: () => isOpen && (setLit((lit + found.length - 1) % found.length), true),
    Backspace: () => words === "" && steps.length > 0 && (setSteps(steps.slice(0, -1)), true),
  };
  const handleKey = (event: KeyboardEvent) => {
    if (keys[event.key]?.()) event.preventDefault();
  };
  return (
    <Box sx={FRAME}>
      {steps.map((step) => (
        <Box key={`${step.kind} ${step.type} ${step.param}`} component="span" sx={{ color: token.dim, pl: 2 }}>
          {step.kind === "has" ? `has ${step.type} by ${step.param}` : `${step.param} → ${step.type}`} ·
        </Box>
      ))}
      <Box
        component="input"
        role="combobox"
        aria-label="Add a filter"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isOpen ? completionOptionId(listId, lit) : undefined}
        placeholder={steps.length === 0 ? "Add a filter…" : `parameter of ${type}`}
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
          options={found.map(({ label, detail }) => ({ insert: label, label, detail }))}
          lit={lit}
          left="0px"
          onAccept={(option) => take(found.find((offer) => offer.label === option.label))}
        />
      ) : null}
    </Box>
  );
}

/** Names that begin with the words before those that contain them. */
function byStart(words: string): (a: FilterOffer, b: FilterOffer) => number {
  const rank = (offer: FilterOffer) => Number(!offer.label.toLowerCase().startsWith(words));
  return (a, b) => (words === "" ? 0 : rank(a) - rank(b));
}

const FRAME = {
  position: "relative",
  display: "flex",
  alignItems: "center",
  bgcolor: token.panel,
  border: `1px dashed ${token.control}`,
  borderRadius: "7px",
  height: 34,
  fontSize: 12,
  "&:focus-within": { outline: `2px solid ${token.accent}`, outlineOffset: -1 },
} as const;

const FIELD = {
  font: "inherit",
  fontSize: 13,
  color: token.ink,
  bgcolor: "transparent",
  border: 0,
  outline: 0,
  height: 32,
  width: 150,
  px: 3,
  "&::placeholder": { color: token.dim, opacity: 1 },
} as const;
