/**
 * HL7v2: reading messages with the span of every value beside the least that can be called parsing, a three-level `split` of the same
 * messages. Messages of about 1.5 kB, one core.
 */
import { HL7Message } from "hl7v2";
import { cutSegment } from "#lib/hl7v2/cut-segment.ts";
import { leavesOf } from "#lib/hl7v2/locate.ts";
import { parseMessage } from "#lib/hl7v2/message.ts";

const MESSAGES = 4000;
const ROUNDS = 7;

const texts = Array.from({ length: MESSAGES }, (_, index) => message(index));

/** A laboratory result as a hospital's feed has it. */
function message(index: number): string {
  const minute = new Date(Date.UTC(2026, 0, 1) + index * 90_000).toISOString().replace(/\D/g, "").slice(0, 14);
  const results = Array.from(
    { length: 10 },
    (_, row) =>
      `OBX|${row + 1}|NM|${2340 + row}-7^Glucose [Mass/volume] in Serum or Plasma^LN||${70 + ((index + row) % 40)}|mg/dL^mg/dL^UCUM|70-99|N|||F|||${minute}`,
  );
  return [
    `MSH|^~\\&|LAB|FAC${index % 40}|HUB|HOSP|${minute}||ORU^R01^ORU_R01|B${index}|P|2.5.1`,
    `PID|1||${index}^^^HOSP^MR~${index}^^^SSA^SS||Okafor^Amara^N||19680412|F|||12 Main Street^^Springfield^IA^52999^US`,
    `OBR|1|P${index}|L${index}|51990-0^Basic metabolic panel - Blood^LN|||${minute}`,
    ...results,
    "",
  ].join("\r");
}

function split(text: string): number {
  let count = 0;
  for (const segment of text.split("\r"))
    for (const field of segment.split("|"))
      for (const repetition of field.split("~")) count += repetition.split("^").length;
  return count;
}

function withSpans(text: string): number {
  const read = parseMessage(text);
  return read.segments.reduce((count, segment) => count + cutSegment(read, segment).length, 0);
}

function withLeaves(text: string): number {
  const read = parseMessage(text);
  return read.segments.reduce((count, segment) => count + leavesOf(read, segment).length, 0);
}

/** A well-known library that reads every field, as its users call it. */
function withLibrary(text: string): number {
  return HL7Message.parse(text).segments.length;
}

/** Messages a second; what is counted is used, so that nothing is optimised away. */
function rate(read: (text: string) => number): number {
  const started = performance.now();
  let used = 0;
  for (const text of texts) used += read(text);
  if (used === 0) throw new Error("Nothing was read");
  return (texts.length * 1000) / (performance.now() - started);
}

const CONTESTANTS = {
  "split on three levels": split,
  "every span (parseMessage, cutSegment)": withSpans,
  "every value with its address (leavesOf)": withLeaves,
  "the npm package hl7v2": withLibrary,
} as const;

// Turn and turn about, as other work on the machine comes and goes; the middle of each counts.
const rates = new Map<string, number[]>();
for (let round = 0; round < ROUNDS; round++)
  for (const [name, read] of Object.entries(CONTESTANTS)) rates.set(name, [...(rates.get(name) ?? []), rate(read)]);
const middle = (name: string): number => (rates.get(name) ?? []).toSorted((a, b) => a - b)[(ROUNDS - 1) / 2] ?? 0;
const floor = middle("split on three levels");
console.log(`${"messages of 1.5 kB a second, one core".padEnd(44)} ${"rate".padStart(9)} ${"ratio".padStart(7)}`);
for (const name of Object.keys(CONTESTANTS))
  console.log(
    `${name.padEnd(44)} ${middle(name).toFixed(0).padStart(9)} ${(middle(name) / floor).toFixed(2).padStart(7)}`,
  );
