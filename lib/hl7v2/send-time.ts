const MINUTE = 60_000;
const DAY = 86_400_000;

const TIMESTAMP =
  /^(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:\.(\d{1,6}))?)?)?)?)?)?(?:([+-])(\d{2})(\d{2}))?$/;

/**
 * The moment of an HL7 timestamp such as MSH-7, `YYYY[MM[DD[HH[MM[SS[.S…]]]]]][±ZZZZ]` (HL7 v2.5.1 §2.A.22), in microseconds since 1970.
 * Parts left out are their lowest value. Undefined when it is no such timestamp, or a day or hour that does not exist.
 * @param timeZone IANA name, for a timestamp without an offset of its own; `UTC` when empty
 */
export function parseHl7Time(text: string, timeZone: string): number | undefined {
  const match = TIMESTAMP.exec(text.trim());
  if (!match) return undefined;
  const local = localTime(match.slice(1, 7));
  const microseconds = Number((match[7] ?? "").padEnd(6, "0"));
  const [sign, hours, minutes] = match.slice(8);
  if (local === undefined) return undefined;
  if (sign === undefined) return timeInZone(local, timeZone) * 1000 + microseconds;
  if (Number(hours) > 14 || Number(minutes) > 59) return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -MINUTE : MINUTE);
  return (local - offset) * 1000 + microseconds;
}

/** Year to second as if they were UTC, in milliseconds. Undefined for a month, day or hour that does not exist. */
function localTime(parts: readonly (string | undefined)[]): number | undefined {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map((part) =>
    part === undefined ? undefined : Number(part),
  );
  const iso = new Date(0);
  iso.setUTCFullYear(year, month - 1, day);
  // Dates roll month 13 and 30 February over.
  const isReal = iso.getUTCMonth() === month - 1 && iso.getUTCDate() === day;
  if (!isReal || hour > 23 || minute > 59 || second > 59) return undefined;
  return iso.setUTCHours(hour, minute, second);
}

/**
 * The moment at which the clocks of a zone show a date and time. A time that does not exist (clocks put forward) is taken for the moment
 * it would have been without the change; one that exists twice for the first.
 * @param local the date and time as if it were UTC, in milliseconds
 * @returns milliseconds since 1970
 */
export function timeInZone(local: number, timeZone: string): number {
  if (timeZone === "" || timeZone === "UTC") return local;
  const before = local - zoneOffset(local - DAY, timeZone);
  const after = local - zoneOffset(local + DAY, timeZone);
  if (before === after) return before;
  const shows = (moment: number): boolean => moment + zoneOffset(moment, timeZone) === local;
  return shows(after) && !shows(before) ? after : before;
}

/** Clocks are changed at full quarters of an hour, so an offset holds for the quarter that it was asked for. */
const QUARTER = 15 * MINUTE;
const MOST_QUARTERS = 10_000;
const offsets = new Map<string, number>();

/** Milliseconds that the zone's clocks are ahead of UTC at a moment. Throws RangeError for a name that is no zone. */
function zoneOffset(moment: number, timeZone: string): number {
  const quarter = Math.floor(moment / QUARTER);
  const key = `${timeZone} ${quarter}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  if (offsets.size >= MOST_QUARTERS) offsets.clear();
  const offset = readOffset(quarter * QUARTER, timeZone);
  offsets.set(key, offset);
  return offset;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function readOffset(moment: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
      era: "short",
    });
    formats.set(timeZone, format);
  }
  const parts: Record<string, string> = Object.fromEntries(
    format.formatToParts(moment).map(({ type, value }) => [type, value]),
  );
  const read = (type: string): number => Number(parts[type] ?? 0);
  const year = parts["era"] === "BC" ? 1 - read("year") : read("year");
  const shown = new Date(0);
  shown.setUTCFullYear(year, read("month") - 1, read("day"));
  shown.setUTCHours(read("hour"), read("minute"), read("second"));
  return shown.getTime() - moment;
}
