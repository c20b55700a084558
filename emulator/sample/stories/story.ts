import type { Person } from "#emulator/sample/people.ts";
import type { Chart } from "#emulator/sample/record/chart.ts";

/** What happens to a patient: one file each, with its course in a table. */
export interface Story {
  /** Says in a few words what a reader of the record will find. */
  readonly title: string;
  /** How likely it is for this person relative to the other stories; 0 when it cannot be. */
  weight(person: Person): number;
  tell(chart: Chart): void;
}

const DAYS_PER_MONTH = 30.4;

/** Days before the end of the chart, a few days early or late as appointments are. */
export function monthsBefore(chart: Chart, months: number): number {
  return Math.max(0, Math.round(months * DAYS_PER_MONTH) + chart.random.int(-9, 9));
}
