import { RESOURCE_ID } from "#lib/contract/resource-name.ts";
import { fieldViolationError, type GoogleError } from "./errors.ts";

/** Contract section 1.6. */
const LABEL_KEY = /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u;
const LABEL_VALUE = /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u;
const MOST_LABELS = 64;
const LONGEST_BYTES = 128;

/** Throws GoogleError 400 when a `labels` map has too many entries or one that breaks the alphabet. @param field `fhir_store.labels` */
export function checkLabels(labels: unknown, field: string): void {
  if (typeof labels !== "object" || labels === null) return;
  const entries = Object.entries(labels);
  if (entries.length > MOST_LABELS)
    throw bad(field, `At most ${MOST_LABELS} labels are allowed, got ${entries.length}.`);
  for (const [key, value] of entries) {
    if (!LABEL_KEY.test(key) || Buffer.byteLength(key) > LONGEST_BYTES)
      throw bad(
        field,
        `Label key ${JSON.stringify(key.slice(0, 100))} must match [\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,62}.`,
      );
    if (typeof value !== "string" || !LABEL_VALUE.test(value) || Buffer.byteLength(value) > LONGEST_BYTES)
      throw bad(field, `The value of label ${JSON.stringify(key)} must match [\\p{Ll}\\p{Lo}\\p{N}_-]{0,63}.`);
  }
}

function bad(field: string, description: string): GoogleError {
  return fieldViolationError(description, [{ field, description }]);
}

/**
 * The id of a new dataset or store from its query parameter. Throws GoogleError 400 when it is missing or outside the alphabet.
 * @param parameter `dataset_id`
 */
export function checkNewId(id: string | undefined, parameter: string): string {
  if (id === undefined) throw bad(parameter, `${parameter} must be specified.`);
  // `.` and `..` fit the documented expression but could never be named in a path.
  if (!RESOURCE_ID.test(id) || /^\.{1,2}$/.test(id))
    throw bad(
      parameter,
      `Invalid ${parameter} ${JSON.stringify(id.slice(0, 300))}: it must match [\\p{L}\\p{N}_\\-\\.]{1,256}.`,
    );
  return id;
}
