import { fieldViolationError, type GoogleError } from "#emulator/http/errors.ts";

/** A 400 that names its field. */
export function badField(field: string, reason: string): GoogleError {
  const description = `Invalid value at '${field}': ${reason}`;
  return fieldViolationError(description, [{ field, description }]);
}
