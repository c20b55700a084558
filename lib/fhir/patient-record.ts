import { isJsonObject, numberOf, type JsonObject, type JsonValue } from "./lossless-json.ts";
import { memberText } from "./member-text.ts";
import { summariseResource } from "./resource-summary.ts";
import { codeText, periodText, plainText, select } from "./result-text.ts";
import { dateRange } from "./search-ranges.ts";

/** One resource of a patient's record, as a room shows it: when and what, without the resource itself. */
export interface RecordEvent {
  readonly type: string;
  readonly id: string;
  readonly text: string;
  readonly isIdentifying: boolean;
  /** Milliseconds since 1970 UTC; undefined for a resource without a time of care. */
  readonly start: number | undefined;
  /** End of a stretch of time; the same as `start` for a moment, `Infinity` while it lasts. */
  readonly end: number | undefined;
  /** The time as recorded. */
  readonly when: string;
}

/** One measured value. */
export interface LabPoint {
  /** Code and unit: what may stand in one line. */
  readonly series: string;
  readonly title: string;
  readonly unit: string;
  readonly time: number;
  readonly value: number;
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly id: string;
}

/** Where the time of care stands, first that has one; a Period is a stretch. */
const TIMES =
  "period effectivePeriod effectiveDateTime effectiveInstant performedPeriod performedDateTime onsetPeriod onsetDateTime occurrencePeriod occurrenceDateTime billablePeriod authoredOn authored started recordedDate dateTime date issued created start collection.collectedDateTime whenHandedOver".split(
    " ",
  );

export function toRecordEvent(resource: JsonObject): RecordEvent {
  const { type, text, isIdentifying } = summariseResource(resource);
  const [path, value] = timeOf(resource);
  const span = path === undefined ? undefined : spanOf(value);
  const end = type === "Condition" ? (abatementOf(resource) ?? endOfCondition(resource, span?.end)) : span?.end;
  return {
    type,
    id: memberText(resource, "id"),
    text,
    isIdentifying,
    start: span?.start,
    end: span && (end ?? span.end),
    when:
      periodText(value ?? []) ||
      plainText(value ?? [])
        .slice(0, 16)
        .replace("T", " "),
  };
}

function timeOf(resource: JsonObject): readonly [string | undefined, readonly JsonValue[] | undefined] {
  for (const path of TIMES) {
    const found = select(resource, path);
    if (found.length > 0) return [path, found];
  }
  return [undefined, undefined];
}

function spanOf(
  values: readonly JsonValue[] | undefined,
): { readonly start: number; readonly end: number } | undefined {
  const [value] = values ?? [];
  if (typeof value === "string") {
    const range = dateRange(value);
    return range && { start: range.low, end: range.low };
  }
  if (!isJsonObject(value)) return undefined;
  const start = dateRange(memberText(value, "start"));
  const end = dateRange(memberText(value, "end"));
  if (!start && !end) return undefined;
  return { start: start?.low ?? end?.low ?? 0, end: end?.low ?? Number.POSITIVE_INFINITY };
}

function abatementOf(resource: JsonObject): number | undefined {
  const text = plainText([...select(resource, "abatementDateTime"), ...select(resource, "abatementPeriod.end")]);
  return dateRange(text)?.low;
}

/** An active condition goes on; one that is over without a date ends nobody knows when. */
function endOfCondition(resource: JsonObject, end: number | undefined): number | undefined {
  return select(resource, "clinicalStatus.coding.code").includes("active") ? Number.POSITIVE_INFINITY : end;
}

/** The measured values of an Observation, its components each for itself (a blood pressure is two lines). */
export function toLabPoints(resource: JsonObject): readonly LabPoint[] {
  if (resource["resourceType"] !== "Observation") return [];
  const [, when] = timeOf(resource);
  const time = spanOf(when)?.start;
  if (time === undefined) return [];
  const id = memberText(resource, "id");
  const holders = [resource, ...select(resource, "component").filter(isJsonObject)];
  return holders.flatMap((holder) => pointOf(holder, { time, id }) ?? []);
}

function pointOf(
  holder: JsonObject,
  { time, id }: { readonly time: number; readonly id: string },
): LabPoint | undefined {
  const quantity = holder["valueQuantity"];
  const value = isJsonObject(quantity) ? numberOf(quantity["value"]) : undefined;
  if (!isJsonObject(quantity) || value === undefined) return undefined;
  const unit = memberText(quantity, "unit") || memberText(quantity, "code");
  const title = codeText(select(holder, "code"));
  const [code = title] = select(holder, "code.coding.code").filter((one) => typeof one === "string");
  const range = select(holder, "referenceRange").find(isJsonObject);
  const limit = (side: string) => numberOf(range && select(range, `${side}.value`)[0]);
  return { series: `${code} ${unit}`, title, unit, time, value, low: limit("low"), high: limit("high"), id };
}

/** One line of values over time. */
export interface LabSeries {
  readonly key: string;
  readonly title: string;
  readonly unit: string;
  /** Oldest first; never empty. */
  readonly points: readonly LabPoint[];
}

/** Values in lines, the longest first. */
export function labSeries(points: readonly LabPoint[]): readonly LabSeries[] {
  const lines = Map.groupBy(points, ({ series }) => series);
  return [...lines]
    .map(([key, line]) => ({
      key,
      title: line[0]?.title ?? "",
      unit: line[0]?.unit ?? "",
      points: line.toSorted((a, b) => a.time - b.time),
    }))
    .toSorted((a, b) => b.points.length - a.points.length || a.title.localeCompare(b.title));
}

/** Outside of its reference range: above or below; undefined inside, or without a range. */
export function flagOf({ value, low, high }: LabPoint): "high" | "low" | undefined {
  if (high !== undefined && value > high) return "high";
  return low !== undefined && value < low ? "low" : undefined;
}
