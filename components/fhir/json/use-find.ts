"use client";

import { useMemo, useState } from "react";
import type { JsonDocument } from "#lib/fhir/json-document.ts";
import { searchJson, type JsonMatch } from "#lib/fhir/json-search.ts";
import { SHOWN_FIRST, SHOWN_MORE, type JsonViewAction } from "./json-view-state.ts";

const MATCHES_KEPT = 10_000;

export interface Find {
  readonly isOpen: boolean;
  readonly needle: string;
  readonly matches: readonly JsonMatch[];
  /** True when there are more matches than are kept. */
  readonly isCut: boolean;
  /** Position of the current match, from 0. */
  readonly at: number;
  readonly current: JsonMatch | undefined;
  readonly byLine: ReadonlyMap<number, readonly JsonMatch[]>;
  readonly open: () => void;
  readonly close: () => void;
  readonly setNeedle: (needle: string) => void;
  readonly step: (by: 1 | -1) => void;
}

export interface FindOptions {
  readonly cursor: number;
  readonly act: (action: JsonViewAction) => void;
  /** True for values that are covered and must not be found. */
  readonly isHidden: (node: number) => boolean;
}

/** Find in a document. What is looked for stays in this component: it may be patient data and never goes into the address. */
export function useFind(document: JsonDocument, { cursor, act, isHidden }: FindOptions): Find {
  const [isOpen, setOpen] = useState(false);
  const [needle, setNeedle] = useState("");
  const [at, setAt] = useState(0);
  /** Where the reader stood when find was opened: each letter typed looks on from there. */
  const [anchor, setAnchor] = useState(0);
  const { matches, isCut, byLine } = useMemo(() => {
    const found = searchJson(document, isOpen ? needle : "", { limit: MATCHES_KEPT, isHidden });
    return { ...found, byLine: Map.groupBy(found.matches, ({ line }) => line) };
  }, [document, isOpen, needle, isHidden]);
  const goTo = (position: number, match: JsonMatch | undefined) => {
    setAt(position);
    if (!match) return;
    act({ do: "move", to: match.node });
    showMatch(document, match, act);
  };
  return {
    isOpen,
    needle,
    matches,
    isCut,
    at,
    current: matches[at],
    byLine,
    open: () => {
      setAnchor(cursor);
      setOpen(true);
    },
    close: () => setOpen(false),
    setNeedle: (text) => {
      setNeedle(text);
      const found = searchJson(document, text, { limit: MATCHES_KEPT, isHidden }).matches;
      const next = found.findIndex(({ node }) => node >= anchor);
      goTo(Math.max(next, 0), found[Math.max(next, 0)]);
    },
    step: (by) => {
      if (matches.length === 0) return;
      const position = (at + by + matches.length) % matches.length;
      goTo(position, matches[position]);
    },
  };
}

/** A match in the part of a long string that is cut off brings that part out. */
function showMatch(document: JsonDocument, match: JsonMatch, act: (action: JsonViewAction) => void): void {
  const end = match.endColumn - document.spanOfNode(match.node).startColumn;
  if (end <= SHOWN_FIRST) return;
  act({ do: "show", node: match.node, characters: Math.ceil(end / SHOWN_MORE) * SHOWN_MORE });
}
