import { isJsonObject, isRawNumber, type JsonObject, type JsonValue } from "./lossless-json.ts";

/** Every value at a dotted path of element names, arrays flattened: FHIRPath's plain paths. The empty path is the resource itself. */
export function select(resource: JsonObject, path: string): readonly JsonValue[] {
  if (path === "") return [resource];
  let found: readonly JsonValue[] = [resource];
  for (const element of path.split(".")) {
    found = found.flatMap((value) =>
      isJsonObject(value) && Object.hasOwn(value, element) ? flat(value[element]) : [],
    );
  }
  return found;
}

/** Strings, numbers (as spelled) and booleans, comma between; at most three. */
export function plainText(values: readonly JsonValue[]): string {
  const texts = values.flatMap((value) => scalarText(value) || []);
  return listText(texts);
}

/** FHIR date, dateTime or instant to the minute, as recorded: no change of time zone. */
export function dateText(values: readonly JsonValue[]): string {
  const text = values.map(scalarText).find((value) => value !== "") ?? "";
  const time = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(text);
  return time ? `${time[1]} ${time[2]}` : text;
}

/** `2020-01-02 – 2020-03-04`, open ends said in words; "" when the value is no Period. */
export function periodText(values: readonly JsonValue[]): string {
  const period = values.find(isJsonObject);
  if (!period) return "";
  const start = dateText(select(period, "start"));
  const end = dateText(select(period, "end"));
  if (start && end) return start === end ? start : `${start} – ${sameDay(start, end) ? end.slice(11) : end}`;
  if (start) return `since ${start}`;
  return end ? `until ${end}` : "";
}

/** HumanName: the official or usual one, family first. */
export function nameText(values: readonly JsonValue[]): string {
  const names = values.filter(isJsonObject);
  const use = (name: JsonObject): string => plainText(select(name, "use"));
  const name =
    names.find((each) => use(each) === "official") ?? names.find((each) => use(each) === "usual") ?? names[0];
  if (!name) return "";
  const family = plainText(select(name, "family"));
  const given = select(name, "given").map(scalarText).filter(Boolean).join(" ");
  return [family, given].filter(Boolean).join(", ") || plainText(select(name, "text"));
}

/** CodeableConcept or Coding in words: text, display, else the code. */
export function codeText(values: readonly JsonValue[]): string {
  const texts = values.filter(isJsonObject).map((concept) => {
    const own = scalarAt(concept, "text") || scalarAt(concept, "display");
    return own || scalarAt(concept, "coding.display") || scalarAt(concept, "coding.code") || scalarAt(concept, "code");
  });
  return listText(texts.filter(Boolean));
}

/** Reference: its display, else where it points, else its identifier. */
export function referenceText(values: readonly JsonValue[]): string {
  const texts = values
    .filter(isJsonObject)
    .map(
      (reference) =>
        scalarAt(reference, "display") || scalarAt(reference, "reference") || scalarAt(reference, "identifier.value"),
    );
  return listText(texts.filter(Boolean));
}

/** Quantity or Money with its unit; the number as spelled, so 10.20 keeps its zero. */
export function quantityText(values: readonly JsonValue[]): string {
  const quantity = values.find(isJsonObject);
  if (!quantity) return "";
  const number = scalarAt(quantity, "value");
  if (number === "") return "";
  const unit = scalarAt(quantity, "unit") || scalarAt(quantity, "code") || scalarAt(quantity, "currency");
  return [`${scalarAt(quantity, "comparator")}${number}`, unit].filter(Boolean).join(" ");
}

export function identifierText(values: readonly JsonValue[]): string {
  return plainText(values.filter(isJsonObject).flatMap((identifier) => select(identifier, "value")));
}

/** The identifier typed MR (HL7 v2 table 0203, medical record number), else the first one without such a type. */
export function medicalRecordNumber(values: readonly JsonValue[]): string {
  const identifiers = values.filter(isJsonObject);
  const isMr = (identifier: JsonObject): boolean => select(identifier, "type.coding.code").includes("MR");
  const chosen =
    identifiers.find(isMr) ?? identifiers.find((identifier) => select(identifier, "type.coding").length === 0);
  return chosen ? scalarAt(chosen, "value") : "";
}

/** City, state or country: where, without the street. */
export function addressText(values: readonly JsonValue[]): string {
  const address = values.find(isJsonObject);
  if (!address) return "";
  const place = [scalarAt(address, "city"), scalarAt(address, "state") || scalarAt(address, "country")];
  return place.filter(Boolean).join(", ") || scalarAt(address, "text");
}

/** Observation.value[x] of the resource, or its components (a blood pressure), or why there is none. */
export function valueText(values: readonly JsonValue[]): string {
  const observation = values.find(isJsonObject);
  if (!observation) return "";
  const own = choiceText(observation);
  if (own) return own;
  const components = select(observation, "component").filter(isJsonObject).map(choiceText).filter(Boolean);
  return components.length > 0 ? componentText(components) : codeText(select(observation, "dataAbsentReason"));
}

/** `139 mmHg`, `88 mmHg` → `139/88 mmHg`, as blood pressures are said. */
function componentText(texts: readonly string[]): string {
  const pairs = texts.map((text) => /^([<>]?=?\S+) (.+)$/.exec(text));
  const units = new Set(pairs.map((pair) => pair?.[2]));
  const [unit] = units;
  return units.size === 1 && unit !== undefined
    ? `${pairs.map((pair) => pair?.[1]).join("/")} ${unit}`
    : texts.join(" / ");
}

function choiceText(holder: JsonObject): string {
  const at = (element: string): readonly JsonValue[] => select(holder, element);
  return (
    quantityText(at("valueQuantity")) ||
    codeText(at("valueCodeableConcept")) ||
    plainText([...at("valueString"), ...at("valueInteger"), ...at("valueBoolean"), ...at("valueTime")]) ||
    dateText(at("valueDateTime")) ||
    periodText(at("valuePeriod")) ||
    rangeText(at("valueRange")) ||
    ratioText(at("valueRatio")) ||
    (at("valueSampledData").length > 0 ? "sampled data" : "")
  );
}

function rangeText(values: readonly JsonValue[]): string {
  const range = values.find(isJsonObject);
  return range
    ? [quantityText(select(range, "low")), quantityText(select(range, "high"))].filter(Boolean).join(" – ")
    : "";
}

function ratioText(values: readonly JsonValue[]): string {
  const ratio = values.find(isJsonObject);
  return ratio
    ? [quantityText(select(ratio, "numerator")), quantityText(select(ratio, "denominator"))].filter(Boolean).join(" : ")
    : "";
}

function scalarAt(holder: JsonObject, path: string): string {
  return (
    select(holder, path)
      .map(scalarText)
      .find((text) => text !== "") ?? ""
  );
}

function scalarText(value: JsonValue): string {
  if (isRawNumber(value)) return value.rawJSON;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

function listText(texts: readonly string[]): string {
  const rest = texts.length - 3;
  return `${texts.slice(0, 3).join(", ")}${rest > 0 ? ` +${rest}` : ""}`;
}

function flat(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** Both with a time, on one day. */
function sameDay(start: string, end: string): boolean {
  return start.length > 10 && end.length > 10 && start.slice(0, 10) === end.slice(0, 10);
}
