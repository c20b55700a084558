import { GoogleError } from "./errors.ts";
import { fieldName, snakeCase, type Field, type Message } from "./message.ts";
import type { MessageJson } from "./parse-message.ts";

/** A field path in JSON names: `["parserConfig", "schema"]`, `["labels", "ward"]`. */
export type FieldPath = readonly string[];

/**
 * Reads an update mask (contract section 1.9): comma-joined paths in camelCase or snake_case. `*` stands for every patchable field.
 * Throws GoogleError 400 when it is absent, names an unknown field, or one that is not `patchable` (immutable or output only).
 * @param patchable top-level fields that may change, with the paths below them that may not
 */
export function parseUpdateMask(
  text: string | undefined,
  message: Message,
  patchable: Readonly<Record<string, readonly string[]>>,
): FieldPath[] {
  if (text === undefined) throw new GoogleError("INVALID_ARGUMENT", "update_mask must be specified and not empty.");
  if (text.trim() === "*") return Object.keys(patchable).map((name) => [name]);
  return text.split(",").map((part) => {
    const path = parsePath(part.trim(), message);
    const frozen = patchable[path[0] ?? ""];
    if (!frozen || frozen.includes(path.join(".")))
      throw new GoogleError(
        "FAILED_PRECONDITION",
        `Field ${path.map(snakeCase).join(".")} is immutable and cannot be in update_mask.`,
      );
    return path;
  });
}

function parsePath(text: string, message: Message): FieldPath {
  const bad = (): GoogleError =>
    new GoogleError(
      "INVALID_ARGUMENT",
      `Invalid field mask: ${message.typeName} has no field ${JSON.stringify(text.slice(0, 100))}.`,
    );
  const path: string[] = [];
  let at: Field | undefined = { kind: "message", message: () => message };
  for (const part of text.split(".")) {
    if (at?.kind === "message") {
      const name: string | undefined = fieldName(at.message(), part);
      if (name === undefined) throw bad();
      at = at.message().fields[name];
      path.push(name);
    } else if (at?.kind === "map" && part !== "") {
      at = at.value;
      path.push(part.replace(/^`(.*)`$/, "$1"));
    } else {
      throw bad();
    }
  }
  return path;
}

/** `current` with the masked fields taken from `patch`; those that `patch` lacks are cleared. Neither argument changes. */
export function applyUpdateMask(current: MessageJson, patch: MessageJson, mask: readonly FieldPath[]): MessageJson {
  return mask.reduce((config, path) => replaceField(config, patch, path), current);
}

function replaceField(current: MessageJson, patch: MessageJson, path: FieldPath): MessageJson {
  const [name = "", ...rest] = path;
  const { [name]: before, ...others } = current;
  const wanted = Object.hasOwn(patch, name) ? patch[name] : undefined;
  if (rest.length === 0) return wanted === undefined ? others : { ...others, [name]: wanted };
  const inner = replaceField(asMessage(before), asMessage(wanted), rest);
  return Object.keys(inner).length === 0 && before === undefined ? others : { ...others, [name]: inner };
}

function asMessage(value: unknown): MessageJson {
  return typeof value === "object" && value !== null ? (value as MessageJson) : {};
}
