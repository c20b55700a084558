import { MASKED_TEXT } from "#components/ui/identity-mask.tsx";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import type { ResultColumn } from "#lib/fhir/result-column.ts";

/** What a cell says, covered when identities are. */
export function cellText(column: ResultColumn, resource: JsonObject, isMasked: boolean): string {
  const text = column.text(resource);
  return isMasked && column.isIdentity && text !== "" ? MASKED_TEXT : text;
}
