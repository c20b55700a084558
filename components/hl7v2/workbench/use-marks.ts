"use client";

import { useMemo } from "react";
import type { Finding } from "#lib/hl7v2/finding.ts";
import type { Message, Segment } from "#lib/hl7v2/message.ts";
import { identifiersByOffset } from "./masking.ts";
import type { MessageLayer } from "./message-view.ts";
import type { FindingsState } from "./use-findings.ts";

/** What the layers say about the values of a message. */
export interface Marks {
  readonly findingsIn: (segment: Segment) => readonly Finding[];
  /** Class names of a value: `phi`, `error`, `warning`, `note`. */
  readonly classOf: (segment: Segment, start: number, end: number) => string;
  readonly isIdentifying: (segment: Segment, start: number) => boolean;
  /** Whether a layer that is on marks the value. */
  readonly isMarked: (segment: Segment, start: number, end: number) => boolean;
}

const NONE: readonly Finding[] = [];

/** Findings and identifiers of the layers that are on. The mask covers identifying values also when their layer is off. */
export function useMarks(
  message: Message,
  findings: FindingsState,
  layers: readonly MessageLayer[],
  masked: boolean,
): Marks {
  return useMemo(() => {
    const shown = findings.state === "checked" && layers.includes("findings") ? findings.findings : NONE;
    const bySegment = groupBySegment(message, shown);
    const findingsIn = (segment: Segment) => bySegment.get(segment.index) ?? NONE;
    const isIdentifying = (segment: Segment, start: number) => identifiersByOffset(message, segment).has(start);
    const classOf = (segment: Segment, start: number, end: number) => {
      const worst = worstAt(findingsIn(segment), start, end);
      const isPhi = (masked || layers.includes("identifiers")) && isIdentifying(segment, start);
      return [isPhi ? "phi" : "", worst ?? ""].join(" ").trim();
    };
    return {
      findingsIn,
      classOf,
      isIdentifying,
      isMarked: (segment, start, end) => classOf(segment, start, end) !== "",
    };
  }, [message, findings, layers, masked]);
}

function groupBySegment(message: Message, findings: readonly Finding[]): ReadonlyMap<number, readonly Finding[]> {
  const groups = new Map<number, Finding[]>();
  let at = 0;
  for (const finding of findings) {
    while ((message.segments[at + 1]?.start ?? Infinity) <= finding.start) at += 1;
    const list = groups.get(at);
    if (list) list.push(finding);
    else groups.set(at, [finding]);
  }
  return groups;
}

const ORDER = ["error", "warning", "note"] as const;

/** The most severe finding that touches a value. */
function worstAt(findings: readonly Finding[], start: number, end: number): string | undefined {
  const touching = findings.filter(
    (finding) => (finding.start < end && finding.end > start) || (finding.start === start && finding.end === start),
  );
  return ORDER.find((severity) => touching.some((finding) => finding.severity === severity));
}
