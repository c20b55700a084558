/** How the values of a column are spread over the rows: bars of the most frequent ones, or a histogram over time or numbers. */
export interface Distribution {
  readonly kind: "codes" | "dates" | "numbers" | "distinct";
  readonly bars: readonly DistributionBar[];
  /** Different values. */
  readonly distinct: number;
  /** Rows without a value. */
  readonly missing: number;
  /** Rows of values that have no bar. */
  readonly others: number;
}

export interface DistributionBar {
  readonly label: string;
  readonly count: number;
}

const CODES = 5;
const BINS = 10;
const DATE = /^\d{4}(?:-\d{2}(?:-\d{2}(?: \d{2}:\d{2})?)?)?(?: – .*)?$/;
/** Not the record numbers, which are names made of digits. */
const NUMBER = /^(?!\d{5,}$)[<>]?=?(-?\d+(?:\.\d+)?(?:e[-+]?\d+)?)(?: \S+)?$/i;

/** @param texts what the cells say, "" for none */
export function distributionOf(texts: readonly string[]): Distribution {
  const values = texts.filter((text) => text !== "");
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const facts = { distinct: counts.size, missing: texts.length - values.length, others: 0 };
  if (counts.size > 1 && values.every((value) => DATE.test(value)))
    return { kind: "dates", bars: histogram(values.map(yearsOf), yearLabel), ...facts };
  if (counts.size > CODES && values.every((value) => NUMBER.test(value)))
    return {
      kind: "numbers",
      bars: histogram(
        values.map((value) => Number(NUMBER.exec(value)?.[1])),
        numberLabel,
      ),
      ...facts,
    };
  // Names, ids: a bar for each would say nothing.
  if (counts.size > CODES && counts.size > values.length * 0.9) return { kind: "distinct", bars: [], ...facts };
  const bars = [...counts].map(([label, count]) => ({ label, count })).toSorted((a, b) => b.count - a.count);
  const shown = bars.slice(0, CODES);
  const others = bars.slice(CODES).reduce((sum, { count }) => sum + count, 0);
  return { kind: "codes", bars: shown, ...facts, others };
}

function histogram(numbers: readonly number[], label: (low: number, high: number) => string): DistributionBar[] {
  const low = numbers.reduce((least, number) => Math.min(least, number), Number.POSITIVE_INFINITY);
  const high = numbers.reduce((most, number) => Math.max(most, number), Number.NEGATIVE_INFINITY);
  const width = (high - low) / BINS || 1;
  const counts = Array.from({ length: BINS }, () => 0);
  for (const number of numbers) {
    const bin = Math.min(BINS - 1, Math.floor((number - low) / width));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count, bin) => ({ label: label(low + bin * width, low + (bin + 1) * width), count }));
}

/** `2020-07-02 10:20` as years since 0, with their fraction. */
function yearsOf(text: string): number {
  const [, year, month = "01", day = "01"] = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(text) ?? [];
  return Number(year) + (Number(month) - 1) / 12 + (Number(day) - 1) / 366;
}

function yearLabel(low: number, high: number): string {
  const words = (years: number): string => {
    const month = Math.min(12, Math.floor((years % 1) * 12) + 1);
    return `${Math.floor(years)}-${String(month).padStart(2, "0")}`;
  };
  return `${words(low)} – ${words(high)}`;
}

function numberLabel(low: number, high: number): string {
  const words = (number: number): string => String(Number(number.toPrecision(3)));
  return `${words(low)} – ${words(high)}`;
}
