const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const WRITTEN = /^(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2})(\d{2})?(\d{2})?(?:\.\d+)?)?)?)?([+-]\d{4})?$/;

/** `19680704` of a date type as "4 Jul 1968", to the precision that is written; undefined for other types and for what is no time. */
export function readableTime(type: string, raw: string): string | undefined {
  if (!/^(DT|DTM|TS)$/.test(type)) return undefined;
  const match = WRITTEN.exec(raw);
  if (!match) return undefined;
  const [, year = "", month, day, hour, minute = "00", second, zone] = match;
  const monthName = month === undefined ? undefined : MONTHS[Number(month) - 1];
  if (month !== undefined && monthName === undefined) return undefined;
  const date = [day === undefined ? undefined : String(Number(day)), monthName, year]
    .filter((part) => part !== undefined)
    .join(" ");
  if (hour === undefined) return date;
  const time = `${hour}:${minute}${second === undefined ? "" : `:${second}`}`;
  return `${date}, ${time}${zone === undefined ? "" : ` ${zone}`}`;
}
