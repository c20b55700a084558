/** Half-open range [low, high). */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** The first and last instant a JavaScript Date can tell: the ends of an open period. */
export const BEGINNING_OF_TIME = -8.64e15;
export const END_OF_TIME = 8.64e15;

const DATE =
  /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01])(?:T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d|60)(?:\.(\d+))?)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?)?)?)?$/u;
const DECIMAL = /^[+-]?(?:\d+(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?$/u;
const SECOND = 1000;
const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * The span a partial date covers, in milliseconds since 1970 UTC: "2024" is the whole year, "2024-05-01T10:00" one minute. Without a time zone UTC is
 * meant. Undefined when it is no date. Fractions finer than a millisecond count as that millisecond.
 */
export function dateRange(text: string): Range | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [, year = "", month, day, hour, minute = "0", second, fraction, zone] = match;
  const y = Number(year);
  if (month === undefined) return { low: utc(y, 0, 1), high: utc(y + 1, 0, 1) };
  const m = Number(month) - 1;
  if (day === undefined) return { low: utc(y, m, 1), high: utc(y, m + 1, 1) };
  const midnight = utc(y, m, Number(day));
  if (new Date(midnight).getUTCMonth() !== m) return undefined;
  if (hour === undefined) return { low: midnight, high: midnight + DAY };
  const start = midnight + Number(hour) * 60 * MINUTE + Number(minute) * MINUTE - zoneOffset(zone);
  if (second === undefined) return { low: start, high: start + MINUTE };
  const low = start + Number(second) * SECOND;
  if (fraction === undefined) return { low, high: low + SECOND };
  const exact = low + Number(fraction.slice(0, 3).padEnd(3, "0"));
  return { low: exact, high: exact + (fraction.length >= 3 ? 1 : 10 ** (3 - fraction.length)) };
}

/** The span of numbers that round to the one written: "100" is [99.5, 100.5), "1e2" is [95, 105). FHIR R4 §3.1.1.4.6. Undefined for no number. */
export function numberRange(text: string): (Range & { readonly value: number }) | undefined {
  const match = DECIMAL.exec(text);
  const value = Number(text);
  if (match === null || !Number.isFinite(value)) return undefined;
  const [, fraction, bareFraction, exponent] = match;
  // The standard gives 1e2 the range of 1.0e2, as if its mantissa had one more digit.
  const digits =
    fraction === undefined && bareFraction === undefined && exponent !== undefined
      ? 1
      : (fraction ?? bareFraction ?? "").length;
  const decimals = digits - Number(exponent ?? 0);
  const half = Number(`5e${String(-decimals - 1)}`);
  return { value, low: tidy(value - half, decimals), high: tidy(value + half, decimals) };
}

/** 5.4 - 0.05 is 5.3500000000000005: bounds are rounded to the digit that they end in. */
function tidy(bound: number, decimals: number): number {
  const digits = decimals + 1;
  return digits >= 0 && digits <= 20 ? Number(bound.toFixed(digits)) : bound;
}

/** Date.UTC takes the years 0 to 99 for 1900 to 1999. */
function utc(year: number, month: number, day: number): number {
  if (year >= 100) return Date.UTC(year, month, day);
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return date.getTime();
}

function zoneOffset(zone: string | undefined): number {
  if (zone === undefined || zone === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (zone.startsWith("-") ? -minutes : minutes) * MINUTE;
}
