import { isJsonObject, type JsonValue } from "./lossless-json.ts";

/** The text of a member; empty when the value is no object, or the member is absent or no text. */
export function memberText(value: JsonValue | undefined, name: string): string {
  const member = isJsonObject(value) ? value[name] : undefined;
  return typeof member === "string" ? member : "";
}
