/** So many days of a patient are a pattern that no shift leaves by chance. */
const PATTERN = 3;
const SAME_SHARE = 0.8;

/** The calendar days of each patient: what was moved no longer lies on the same days as anybody in the source. */
export class PatientDays {
  readonly #days = new Map<string, Set<string>>();

  add(patient: string, days: Iterable<string>): void {
    const known = this.#days.get(patient) ?? new Set();
    for (const day of days) known.add(day);
    this.#days.set(patient, known);
  }

  get patients(): number {
    return this.#days.size;
  }

  /** Patients of the output whose days are those of somebody in the source. */
  unmoved(output: PatientDays): readonly string[] {
    const byDay = new Map<string, string[]>();
    for (const [patient, days] of this.#days)
      for (const day of days) byDay.set(day, [...(byDay.get(day) ?? []), patient]);
    const found: string[] = [];
    const few: [patient: string, isThere: boolean][] = [];
    for (const [patient, days] of output.#days) {
      if (days.size >= PATTERN) {
        if (mostShared(days, byDay) >= days.size * SAME_SHARE) found.push(patient);
      } else if (days.size > 0) few.push([patient, [...days].every((day) => byDay.has(day))]);
    }
    return [...found, ...manyOfFew(few, chance(byDay.keys()))];
  }
}

function mostShared(days: ReadonlySet<string>, byDay: ReadonlyMap<string, readonly string[]>): number {
  const shared = new Map<string, number>();
  for (const day of days)
    for (const patient of byDay.get(day) ?? []) shared.set(patient, (shared.get(patient) ?? 0) + 1);
  return Math.max(0, ...shared.values());
}

/** One or two days may coincide by chance; when they do for most patients, they have not moved. */
function manyOfFew(few: readonly (readonly [patient: string, isThere: boolean])[], byChance: number): string[] {
  const there = few.filter(([, isThere]) => isThere).map(([patient]) => patient);
  return there.length > 0 && there.length >= few.length * Math.min(1, Math.max(0.5, 3 * byChance)) ? there : [];
}

/** How likely a day between the first and the last is one of them. */
function chance(days: Iterable<string>): number {
  const times = [...days].map((day) => Date.parse(day)).filter((time) => !Number.isNaN(time));
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const time of times) [first, last] = [Math.min(first, time), Math.max(last, time)];
  const span = (last - first) / 86_400_000 + 1;
  return times.length < 2 ? 0 : times.length / span;
}
