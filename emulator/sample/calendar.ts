/** The hospital's own clock: one fixed offset all year, so that a date of the sample never depends on the machine's time zone. */
const OFFSET_HOURS = -6;
const OFFSET = "-06:00";

export const DAY = 86_400_000;
export const HOUR = 3_600_000;
export const MINUTE = 60_000;
/** Mean length of a Gregorian year. */
export const YEAR = 365.2425 * DAY;

/** Noon of the hospital's clock on `YYYY-MM-DD`, in milliseconds since 1970. Throws on anything else. */
export function noonOf(date: string): number {
  const time = Date.parse(`${date}T12:00:00${OFFSET}`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(time)) throw new Error(`Not a date (YYYY-MM-DD): ${date}`);
  return time;
}

/** FHIR `date` on the hospital's clock. */
export function fhirDate(time: number): string {
  return local(time).slice(0, 10);
}

/** FHIR `dateTime` and `instant` on the hospital's clock, to the second. */
export function fhirDateTime(time: number): string {
  return `${local(time).slice(0, 19)}${OFFSET}`;
}

/** The same day at another hour, e.g. 9.5 for half past nine. */
export function atHour(time: number, hour: number): number {
  const midnight = Math.floor((time + OFFSET_HOURS * HOUR) / DAY) * DAY - OFFSET_HOURS * HOUR;
  return midnight + Math.round(hour * 60) * MINUTE;
}

/** Completed years between a birth date and a moment. */
export function ageAt(birthDate: string, time: number): number {
  const today = fhirDate(time);
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** For letters: "14 March 2026". */
export function longDate(time: number): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(time + OFFSET_HOURS * HOUR);
}

function local(time: number): string {
  return new Date(time + OFFSET_HOURS * HOUR).toISOString();
}
