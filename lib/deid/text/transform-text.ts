import type { Finding } from "#lib/deid/info-types.ts";
import { base64Of, bytesOfBase64, keyedHash, type DeidCrypto, type KeyedHash } from "#lib/deid/keyed.ts";
import { methodFor, type DeidPlan, type TextMethod } from "#lib/deid/plan.ts";
import { shiftDays } from "#lib/deid/shift-date.ts";
import { findIdentifiers } from "./find-identifiers.ts";
import type { KnownValues } from "./known-values.ts";
import { shiftTextDate } from "./text-dates.ts";

/** Keys of a plan, opened once. */
export interface OpenKeys {
  readonly plan: DeidPlan;
  /** The hash under a key as base64. */
  keyed(key: string): KeyedHash;
  /** Days that the dates of a patient move by under a key. */
  days(key: string, patient: string): number;
}

/** Resources and instances of a patient follow each other. */
const MOST_PATIENTS = 1000;

/** Opens the keys of a plan. */
export function openKeys(plan: DeidPlan, crypto: DeidCrypto): OpenKeys {
  const open = new Map<string, KeyedHash>();
  const shifts = new Map<string, number>();
  const keyed = (key: string): KeyedHash => {
    const known = open.get(key) ?? keyedHash(crypto, bytesOfBase64(key) ?? new Uint8Array());
    open.set(key, known);
    return known;
  };
  return {
    plan,
    keyed,
    days: (key, patient) => {
      const name = `${key} ${patient}`;
      const known = shifts.get(name) ?? shiftDays(keyed(key), patient);
      if (shifts.size >= MOST_PATIENTS) shifts.clear();
      shifts.set(name, known);
      return known;
    },
  };
}

/** Whose text it is. */
export interface Subject {
  /** What dates move by: the patient's number, or what stands for it. */
  readonly patient: string;
  /** False for resources of the house (staff, places): nothing is known then of persons in a text. */
  readonly isPatient: boolean;
  readonly known: readonly KnownValues[];
}

/** What is put in the place of a stretch of text; `end` is behind its last character. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Finds identifiers in a text and says what each becomes by the rule for its infoType, in order and without overlap. */
export function replacementsIn(text: string, subject: Subject, keys: OpenKeys): readonly Replacement[] {
  return findIdentifiers(text, subject.known, keys.plan.excluded).map((finding) => {
    const { start, end } = finding;
    return { start, end, text: transformFinding(text.slice(start, end), finding, subject, keys) };
  });
}

/** Finds identifiers in a text and transforms each; the rest stays letter for letter. */
export function transformText(text: string, subject: Subject, keys: OpenKeys): string {
  let result = "";
  let at = 0;
  for (const replacement of replacementsIn(text, subject, keys)) {
    result += text.slice(at, replacement.start) + replacement.text;
    at = replacement.end;
  }
  return at === 0 ? text : result + text.slice(at);
}

/** One finding, by the rule for its infoType. */
export function transformFinding(text: string, { infoType }: Finding, { patient }: Subject, keys: OpenKeys): string {
  const method = methodFor(keys.plan, infoType);
  if (method.kind === "infoType") return `[${infoType}]`;
  return applyMethod(text, method, patient, keys) ?? "";
}

/**
 * A whole value transformed; undefined when the method takes it away or cannot be applied to it: "removal when it cannot apply"
 * (contract 13.5). `infoType` equals redact here.
 */
export function applyMethod(value: string, method: TextMethod, patient: string, keys: OpenKeys): string | undefined {
  switch (method.kind) {
    case "keep":
      return value;
    case "redact":
    case "infoType":
      return undefined;
    case "mask":
      return value.replaceAll(/[\s\S]/gu, () => method.character);
    case "hash":
      return base64Of(keys.keyed(method.key)("text", value));
    case "shift":
      return shiftTextDate(value, keys.days(method.key, patient));
  }
}
