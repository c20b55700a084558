import type { Dictionary } from "./dictionary/dictionary.ts";
import { checkSegment } from "./check-segment.ts";
import { checkStructure } from "./check-structure.ts";
import type { Finding } from "./finding.ts";
import { positionAt } from "./locate.ts";
import type { Message } from "./message.ts";

/** More say nothing new, and a list of thousands helps nobody. */
const MOST_FINDINGS = 1000;

/**
 * Checks a message by the dictionary of its version: how it is written, which segments it has, and every field for presence, repetition,
 * length, format and table. At most 1,000 findings, in message order. Judges no content of Z-segments.
 */
export function checkMessage(message: Message, dictionary: Dictionary): readonly Finding[] {
  const steps = checkSteps(message, dictionary);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same check in steps of some milliseconds at most, for a page that must stay free: run it until it returns. */
export function* checkSteps(message: Message, dictionary: Dictionary): Generator<undefined, readonly Finding[]> {
  const findings: Finding[] = [...writtenWrong(message), ...checkStructure(message, dictionary)];
  yield;
  for (const segment of message.segments) {
    if (findings.length >= MOST_FINDINGS) break;
    findings.push(...checkSegment(message, segment, dictionary));
    yield;
  }
  return findings.slice(0, MOST_FINDINGS).toSorted((a, b) => a.start - b.start);
}

/** What parseMessage stumbled over, and encoding characters that mean two things. */
function writtenWrong(message: Message): Finding[] {
  const findings = message.problems.slice(0, MOST_FINDINGS).map((problem): Finding => ({
    start: problem.start,
    end: problem.end,
    severity: "error",
    title: "Not readable here",
    text: `Expected ${problem.expected}, found ${problem.found}.`,
    position: positionAt(message, problem.start),
  }));
  const { field, component, repetition, escape, subcomponent } = message.delimiters;
  const all = [field, component, repetition, escape, subcomponent];
  const header = message.segments.find(({ id }) => id === "MSH");
  if (header && new Set(all).size < all.length)
    findings.push({
      start: header.start + 3,
      end: header.start + 8,
      severity: "error",
      title: "Delimiters are not distinct",
      text: "MSH-1 and MSH-2 give two delimiters the same character.",
      position: { segment: "MSH", occurrence: 1, field: 2, repetition: 1 },
    });
  return findings;
}
