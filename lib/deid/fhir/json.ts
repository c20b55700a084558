/** JSON as the caller's parser gives it. Numbers whose spelling is kept are objects of the platform (`JSON.rawJSON`). */
export type JsonValue = null | boolean | number | string | JsonRaw | JsonValue[] | JsonObject;
export interface JsonRaw {
  readonly rawJSON: string;
}
export interface JsonObject {
  [key: string]: JsonValue;
}

/** True for an object with members. No FHIR element is called rawJSON. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !("rawJSON" in value);
}

/** The text of a member, empty when it is none. */
export function textOf(holder: JsonObject, name: string): string {
  const value = holder[name];
  return typeof value === "string" ? value : "";
}

/** The number of a member, whether its spelling is kept or not. */
export function numberOf(value: JsonValue | undefined): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "object" && value !== null && "rawJSON" in value ? Number(value.rawJSON) : undefined;
}
