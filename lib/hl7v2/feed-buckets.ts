/** How many messages of each type were sent in a stretch of time. */
export interface FeedBucket {
  /** Milliseconds since 1970: from included, until not. */
  readonly from: number;
  readonly until: number;
  readonly counts: Readonly<Record<string, number>>;
}

export interface FeedBuckets {
  readonly buckets: readonly FeedBucket[];
  /** Width of a bucket in milliseconds. */
  readonly step: number;
  /** Message types, most frequent first; the rare ones are one under `OTHER_TYPES`. */
  readonly types: readonly string[];
  /** Messages without a send time stand in no bucket. */
  readonly untimed: number;
}

export const OTHER_TYPES = "other types";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  28 * DAY,
];
const YEAR = 364 * DAY;
const MOST_BUCKETS = 72;
const SHOWN_TYPES = 6;

/**
 * Counts messages over time in at most 72 even steps.
 * @param offset milliseconds that clocks are ahead of UTC where the messages are from: steps of a day begin at midnight there
 */
export function feedBuckets(
  messages: readonly { readonly sendTime: string; readonly messageType: string }[],
  offset: number,
): FeedBuckets {
  const timed = messages.flatMap(({ sendTime, messageType }) => {
    const at = Date.parse(sendTime);
    return Number.isNaN(at) ? [] : [{ at, type: messageType || "no type" }];
  });
  const untimed = messages.length - timed.length;
  const first = timed.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const last = timed.reduce((most, { at }) => Math.max(most, at), Number.NEGATIVE_INFINITY);
  if (timed.length === 0) return { buckets: [], step: DAY, types: [], untimed };
  const step = stepFor(last - first);
  const start = Math.floor((first + offset) / step) * step - offset;
  const types = shownTypes(timed);
  const counts = Array.from({ length: Math.floor((last - start) / step) + 1 }, (): Record<string, number> => ({}));
  for (const { at, type } of timed) {
    const bucket = counts[Math.floor((at - start) / step)];
    const name = types.includes(type) ? type : OTHER_TYPES;
    if (bucket) bucket[name] = (bucket[name] ?? 0) + 1;
  }
  const buckets = counts.map((each, index) => ({
    from: start + index * step,
    until: start + (index + 1) * step,
    counts: each,
  }));
  return { buckets, step, types, untimed };
}

function stepFor(range: number): number {
  return STEPS.find((step) => range / step < MOST_BUCKETS - 1) ?? Math.ceil(range / YEAR / (MOST_BUCKETS - 1)) * YEAR;
}

function shownTypes(timed: readonly { readonly type: string }[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { type } of timed) counts.set(type, (counts.get(type) ?? 0) + 1);
  const names = [...counts.keys()].toSorted(
    (a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || a.localeCompare(b),
  );
  return names.length > SHOWN_TYPES ? [...names.slice(0, SHOWN_TYPES - 1), OTHER_TYPES] : names;
}

/** The condition that keeps what was sent from one moment (included) until another (not), milliseconds since 1970. */
export function sentBetween(from: number, until: number): string {
  const text = (time: number) => new Date(time).toISOString().replace(".000Z", "Z");
  return `send_time >= "${text(from)}" AND send_time < "${text(until)}"`;
}
