/** Comparison prefixes of FHIR R4 §3.1.1.4.6. */
export const PREFIXES = ["eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"] as const;
export type Prefix = (typeof PREFIXES)[number];

/** Numbers or milliseconds from `low` to `high`; an end is part of it unless it is open. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly openLow: boolean;
  readonly openHigh: boolean;
}

export const point = (value: number): Interval => ({ low: value, high: value, openLow: false, openHigh: false });

export function splitPrefix(text: string): { prefix: Prefix; rest: string } {
  const prefix = PREFIXES.find((one) => text.startsWith(one));
  return prefix === undefined ? { prefix: "eq", rest: text } : { prefix, rest: text.slice(2) };
}

/** A decimal with its implicit precision: 5.4 means from 5.35 up to 5.45; to 1e2 the standard's table gives the range of 1.0e2 (§3.1.1.4.6). */
export function readNumber(text: string): { exact: number; range: Interval } {
  const parts = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/u.exec(text);
  if (!parts) throw new Error(`not a number: ${text}`);
  const [, sign = "", whole = "", written, exponent] = parts;
  const fraction = written ?? (exponent === undefined ? "" : "0");
  const digits = BigInt(`${whole}${fraction}`) * (sign === "-" ? -10n : 10n);
  const scale = Number(exponent ?? 0) - fraction.length - 1;
  const at = (value: bigint): number => Number(`${value}e${scale}`);
  return {
    exact: Number(text),
    range: { low: at(digits - 5n), high: at(digits + 5n), openLow: false, openHigh: true },
  };
}

type Comparison = Readonly<Record<Prefix, () => boolean>>;

/** Of numbers only equality knows implicit precision: "lt100" is less than exactly 100. */
export function meetsNumber(value: Interval, prefix: Prefix, { exact, range }: ReturnType<typeof readNumber>): boolean {
  const slack = Math.abs(exact) / 10;
  const reaches = value.high === exact && !value.openHigh;
  const startsAt = value.low === exact && !value.openLow;
  const comparison: Comparison = {
    eq: () => isWithin(value, range),
    ne: () => !isWithin(value, range),
    gt: () => value.high > exact,
    lt: () => value.low < exact,
    ge: () => value.high > exact || reaches,
    le: () => value.low < exact || startsAt,
    sa: () => value.low >= exact && !startsAt,
    eb: () => value.high <= exact && !reaches,
    ap: () => overlaps(value, { low: exact - slack, high: exact + slack, openLow: false, openHigh: false }),
  };
  return comparison[prefix]();
}

/** Dates are ranges on both sides (§3.1.1.4.7); "ap" is within a tenth of the time between then and now (§3.1.1.4.6). */
export function meetsDate(value: Interval, prefix: Prefix, wanted: Interval, now: number): boolean {
  const isEqual = isWithin(value, wanted);
  const slack = Math.abs(now - wanted.low) / 10;
  const comparison: Comparison = {
    eq: () => isEqual,
    ne: () => !isEqual,
    gt: () => value.high > wanted.high,
    lt: () => value.low < wanted.low,
    ge: () => value.high > wanted.high || isEqual,
    le: () => value.low < wanted.low || isEqual,
    sa: () => value.low >= wanted.high,
    eb: () => value.high <= wanted.low,
    ap: () => overlaps(value, { ...wanted, low: wanted.low - slack, high: wanted.high + slack }),
  };
  return comparison[prefix]();
}

function isWithin(inner: Interval, outer: Interval): boolean {
  const lowFits = inner.low > outer.low || (inner.low === outer.low && (inner.openLow || !outer.openLow));
  const highFits = inner.high < outer.high || (inner.high === outer.high && (inner.openHigh || !outer.openHigh));
  return lowFits && highFits;
}

function overlaps(a: Interval, b: Interval): boolean {
  const touches = (high: number, isOpen: boolean, low: number, isLowOpen: boolean): boolean =>
    high > low || (high === low && !isOpen && !isLowOpen);
  return touches(a.high, a.openHigh, b.low, b.openLow) && touches(b.high, b.openHigh, a.low, a.openLow);
}

/** The span that a date, dateTime or instant names; without an offset it is UTC, the zone of the server. */
export function readDate(text: string): Interval {
  const parts = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/u.exec(
    text,
  );
  if (!parts) throw new Error(`not a date: ${text}`);
  const [, year = "", month, day, hour, minute, second, fraction, zone] = parts;
  const start = (y: number, m: number, d: number): number => Date.UTC(y, m, d);
  const [y, m, d] = [Number(year), Number(month ?? 1) - 1, Number(day ?? 1)];
  const span = (low: number, high: number): Interval => ({ low, high, openLow: false, openHigh: true });
  if (month === undefined) return span(start(y, 0, 1), start(y + 1, 0, 1));
  if (day === undefined) return span(start(y, m, 1), start(y, m + 1, 1));
  if (hour === undefined) return span(start(y, m, d), start(y, m, d + 1));
  const minutes = Number(hour) * 60 + Number(minute) - offsetOf(zone ?? "Z");
  const low = start(y, m, d) + minutes * 60_000 + Number(second ?? 0) * 1000 + Number(`0.${fraction ?? "0"}`) * 1000;
  if (second === undefined) return span(low, low + 60_000);
  return span(low, low + (fraction === undefined ? 1000 : 1000 / 10 ** fraction.length));
}

/** Minutes east of Greenwich. */
function offsetOf(zone: string): number {
  if (zone === "Z") return 0;
  const [hours = 0, minutes = 0] = zone.slice(1).split(":").map(Number);
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}
