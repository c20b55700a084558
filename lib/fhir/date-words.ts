/** A stretch of time in words, as a search value. */
export interface DateWords {
  readonly words: string;
  readonly prefix: string;
  /** FHIR date. */
  readonly value: string;
}

/**
 * Words for date values, reckoned from a day.
 * @param today `2026-11-25`, in the person's time zone
 */
export function dateWords(today: string): readonly DateWords[] {
  const [year = "", month = ""] = today.split("-");
  return [
    { words: "today", prefix: "", value: today },
    { words: "yesterday", prefix: "", value: daysBefore(today, 1) },
    { words: "last 7 days", prefix: "ge", value: daysBefore(today, 7) },
    { words: "last 30 days", prefix: "ge", value: daysBefore(today, 30) },
    { words: "last 12 months", prefix: "ge", value: `${Number(year) - 1}${today.slice(4)}`.replace(/02-29$/, "02-28") },
    { words: "this month", prefix: "", value: `${year}-${month}` },
    { words: "this year", prefix: "", value: year },
    { words: "last year", prefix: "", value: String(Number(year) - 1) },
    { words: "in the future", prefix: "gt", value: today },
    { words: "more than 10 years ago", prefix: "lt", value: String(Number(year) - 10) },
  ];
}

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}
