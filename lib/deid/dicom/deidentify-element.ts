import type { InfoType } from "#lib/deid/info-types.ts";
import { bytesOfBase64, hexOf, keyedHash, uidOf, type DeidCrypto, type KeyedHash } from "#lib/deid/keyed.ts";
import { methodFor, type DeidPlan } from "#lib/deid/plan.ts";
import { shiftDicomDate } from "#lib/deid/shift-date.ts";
import { openKeys, transformText, type OpenKeys, type Subject } from "#lib/deid/text/transform-text.ts";
import { betaTagRules } from "./beta-tag-rules.ts";
import { cleanDescriptor } from "./clean-descriptor.ts";
import { tagRules, type TagRules } from "./tag-rules.ts";

/** An attribute as its file has it, without its bytes. */
export interface ElementView {
  readonly tag: string;
  readonly vr: string;
  readonly isNested: boolean;
  /** Values as text, read only when a rule needs them. */
  values(): readonly string[];
}

/** What is written in its place: itself, nothing, its items judged in turn, or other values. */
export type ElementOutcome = "keep" | "remove" | "recurse" | { readonly values: readonly string[] };

/** De-identifies attributes by one plan. */
export interface DicomDeidentifier {
  readonly rules: TagRules;
  /** @param subject the patient of the file: its Patient ID, or its Study Instance UID without one (contract 13.6) */
  element(element: ElementView, subject: Subject): ElementOutcome;
}

/** @param tagOf the tag of a keyword or of eight hexadecimal digits */
export function dicomDeidentifier(
  plan: DeidPlan,
  crypto: DeidCrypto,
  tagOf: (word: string) => string | undefined,
): DicomDeidentifier {
  const { dicom, dicomTagConfig } = plan.config;
  const rules = dicomTagConfig ? betaTagRules(dicomTagConfig, tagOf) : tagRules(dicom, tagOf);
  const keys = openKeys(plan, crypto);
  const ids = keyedHash(crypto, bytesOfBase64(plan.idKey) ?? new Uint8Array());
  return {
    rules,
    element: (element, subject) => {
      const verdict = rules.verdict(element.tag, element.vr, element.isNested);
      switch (verdict) {
        case "keep":
        case "remove":
        case "recurse":
          return verdict;
        case "empty":
          return { values: [] };
        case "dummy":
          return { values: dummyOf(element.vr) };
        case "uid":
          return { values: element.values().map((uid) => otherUid(ids, uid)) };
        case "pseudonym":
          return {
            values: element
              .values()
              .slice(0, 1)
              .map((id) => (id === "" ? "" : hexOf(ids("patient", id)).slice(0, 16).toUpperCase())),
          };
        case "inspect":
          return inspected(element, (value) => inspectValue(value, element.vr, subject, keys));
        case "descriptor":
          return inspected(element, (value) => fitted(cleanDescriptor(value, subject, keys), element.vr));
      }
    },
  };
}

/** UIDs of the standard say what a thing is, not whose (PS3.6 annex A). */
function otherUid(ids: KeyedHash, uid: string): string {
  return uid === "" || uid.startsWith("1.2.840.10008.") ? uid : uidOf(ids, uid);
}

/** A value of each VR that says nothing (PS3.15 E.1.1 "D"). */
const DUMMIES: Readonly<Record<string, string>> = {
  AE: "ANONYMOUS",
  AS: "000Y",
  CS: "ANONYMOUS",
  DA: "19000101",
  DS: "0",
  DT: "19000101000000",
  FD: "0",
  FL: "0",
  IS: "0",
  LO: "ANONYMOUS",
  LT: "ANONYMOUS",
  PN: "ANONYMOUS",
  SH: "ANONYMOUS",
  SL: "0",
  SS: "0",
  ST: "ANONYMOUS",
  TM: "000000",
  UC: "ANONYMOUS",
  UL: "0",
  US: "0",
  UT: "ANONYMOUS",
};

/** Bulk data has no dummy: it is emptied. */
function dummyOf(vr: string): readonly string[] {
  const dummy = DUMMIES[vr];
  return dummy === undefined ? [] : [dummy];
}

function inspected(element: ElementView, inspect: (value: string) => string): ElementOutcome {
  const before = element.values();
  const after = before.map((value) => (value === "" ? "" : inspect(value)));
  return after.every((value, index) => value === before[index]) ? "keep" : { values: after };
}

/** Most characters of a value (PS3.5 table 6.2-1), where the name of an infoType might not fit. */
const LONGEST: Readonly<Record<string, number>> = { AE: 16, SH: 16, LO: 64, PN: 64, ST: 1024, LT: 10240 };

function inspectValue(value: string, vr: string, subject: Subject, keys: OpenKeys): string {
  if (vr === "DA" || vr === "DT") return inspectDate(value, subject, keys);
  if (vr === "AS") return inspectAge(value, keys);
  const text = transformText(value, subject, keys);
  return text === value ? value : fitted(text, vr);
}

function fitted(text: string, vr: string): string {
  return text.slice(0, LONGEST[vr] ?? text.length);
}

function inspectDate(value: string, { patient }: Subject, keys: OpenKeys): string {
  if (isExcluded("DATE", keys)) return value;
  const method = methodFor(keys.plan, "DATE");
  if (method.kind === "keep") return value;
  if (method.kind !== "shift") return "";
  return shiftDicomDate(value, keys.days(method.key, patient)) ?? "";
}

/** Ages over 89 are one group (45 CFR 164.514(b)(2)(i)(C)). */
function inspectAge(value: string, keys: OpenKeys): string {
  const years = /^(\d{3})Y$/.exec(value.trim())?.[1];
  return years === undefined || Number(years) < 90 || isExcluded("AGE", keys) ? value : "090Y";
}

function isExcluded(infoType: InfoType, { plan }: OpenKeys): boolean {
  return plan.excluded.includes(infoType);
}
