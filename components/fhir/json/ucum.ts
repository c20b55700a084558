import { UcumLhcUtils } from "@lhncbc/ucum-lhc/browser-dist/ucum-lhc.min.js";
import type { UnitVerdict } from "#lib/fhir/annotate-terminology.ts";

const known = new Map<string, UnitVerdict>();

/** Whether a text is a unit of the Unified Code for Units of Measure, by the library of the U.S. National Library of Medicine. */
export function checkUnit(code: string): UnitVerdict {
  const kept = known.get(code);
  if (kept) return kept;
  const { status, unit, suggestions } = UcumLhcUtils.getInstance().validateUnitString(code, true);
  const verdict: UnitVerdict =
    status === "valid"
      ? { isValid: true, name: unit?.name || code }
      : { isValid: false, suggestion: suggestions?.[0]?.units?.[0]?.[0] ?? "" };
  known.set(code, verdict);
  return verdict;
}
