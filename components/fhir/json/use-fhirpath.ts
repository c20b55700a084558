"use client";

import { useMemo, useState } from "react";
import type { FhirPathAnswer, FhirPathItem } from "#lib/fhir/evaluate-fhirpath.ts";
import { nearestNode } from "#lib/fhir/expression-path.ts";
import type { JsonDocument } from "#lib/fhir/json-document.ts";
import type { JsonViewAction } from "./json-view-state.ts";

/** An item of the answer with its place in the document. */
export interface PlacedItem extends FhirPathItem {
  /** Undefined for what was computed. */
  readonly node: number | undefined;
}

export type FhirPathState =
  | { readonly state: "idle" }
  | { readonly state: "working" }
  | Extract<FhirPathAnswer, { readonly state: "problem" }>
  | { readonly state: "results"; readonly items: readonly PlacedItem[] };

export interface FhirPathControl {
  readonly isOpen: boolean;
  readonly expression: string;
  readonly answer: FhirPathState;
  /** Nodes that the last answer found, ascending. */
  readonly nodes: readonly number[];
  /** Position of the item that the reader stands on. */
  readonly at: number;
  /** Expressions evaluated since the page was loaded, newest first. */
  readonly history: readonly string[];
  readonly open: () => void;
  readonly close: () => void;
  readonly setExpression: (expression: string) => void;
  readonly evaluate: () => void;
  readonly step: (by: 1 | -1) => void;
}

/** In memory only: an expression may hold a name. */
let remembered: readonly string[] = [];
const KEPT = 20;
const NO_NODES: readonly number[] = [];

/** Evaluates FHIRPath on a document; the engine comes when the box is used first. */
export function useFhirPath(document: JsonDocument, act: (action: JsonViewAction) => void): FhirPathControl {
  const [isOpen, setOpen] = useState(false);
  const [expression, setExpression] = useState("");
  const [answer, setAnswer] = useState<FhirPathState>({ state: "idle" });
  const [at, setAt] = useState(0);
  const nodes = useMemo(
    () => (isOpen && answer.state === "results" ? nodesOf(answer.items) : NO_NODES),
    [isOpen, answer],
  );
  const goTo = (items: readonly PlacedItem[], position: number) => {
    setAt(position);
    const node = items[position]?.node;
    if (node !== undefined) act({ do: "move", to: node });
  };
  const evaluate = async () => {
    if (expression.trim() === "") return setAnswer({ state: "idle" });
    remembered = [expression, ...remembered.filter((other) => other !== expression)].slice(0, KEPT);
    setAnswer({ state: "working" });
    const engine = await import("#lib/fhir/evaluate-fhirpath.ts");
    const found = engine.evaluateFhirPath(JSON.parse(document.text) as object, expression);
    if (found.state === "problem") return setAnswer(found);
    const items = found.items.map((item) => ({ ...item, node: item.path && nearestNode(document, item.path) }));
    setAnswer({ state: "results", items });
    goTo(items, 0);
  };
  return {
    isOpen,
    expression,
    answer,
    nodes,
    at,
    history: remembered,
    open: () => setOpen(true),
    close: () => setOpen(false),
    setExpression,
    evaluate: () => void evaluate(),
    step: (by) => {
      if (answer.state !== "results" || answer.items.length === 0) return;
      goTo(answer.items, (at + by + answer.items.length) % answer.items.length);
    },
  };
}

function nodesOf(items: readonly PlacedItem[]): readonly number[] {
  return [...new Set(items.flatMap(({ node }) => node ?? []))].toSorted((a, b) => a - b);
}
