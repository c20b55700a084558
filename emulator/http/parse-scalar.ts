/** Proto3 JSON scalars (protobuf.dev/programming-guides/json). Each returns the canonical JSON value, or undefined when `value` is none. */

export function parseInt32(value: unknown): number | undefined {
  const number = typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) && Math.abs(number) <= 2 ** 31 ? number | 0 : undefined;
}

const INT64_LIMIT = 2n ** 63n;

/** Always a string in JSON; a number is read when it is exact. */
export function parseInt64(value: unknown): string | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) ? String(value) : undefined;
  if (typeof value !== "string" || !/^-?\d{1,19}$/.test(value)) return undefined;
  const exact = BigInt(value);
  return exact >= -INT64_LIMIT && exact < INT64_LIMIT ? String(exact) : undefined;
}

/** Standard or URL-safe base64, padded or not; canonical is standard with padding. */
export function parseBytes(value: unknown): string | undefined {
  if (typeof value !== "string" || !/^[\w+/-]*={0,2}$/.test(value)) return undefined;
  const digits = value.replaceAll("=", "").replaceAll("-", "+").replaceAll("_", "/");
  if (digits.length % 4 === 1) return undefined;
  return Buffer.from(digits, "base64").toString("base64");
}

const LONGEST_SECONDS = 315_576_000_000;

/** `"86400s"`, `"1.5s"`; canonical without trailing zero groups. */
export function parseDuration(value: unknown): string | undefined {
  const parts = typeof value === "string" ? /^(-?)(\d{1,12})(?:\.(\d{1,9}))?s$/.exec(value) : undefined;
  if (!parts || Number(parts[2]) > LONGEST_SECONDS) return undefined;
  const [, sign = "", seconds = "0", fraction = ""] = parts;
  return `${sign}${Number(seconds)}${fractionGroups(fraction)}s`;
}

/** RFC 3339 with an offset or `Z`, up to nanoseconds; canonical in UTC without trailing zero groups. */
export function parseTimestamp(value: unknown): string | undefined {
  const parts =
    typeof value === "string"
      ? /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/i.exec(value)
      : undefined;
  if (!parts) return undefined;
  const [, local = "", fraction = "", zone = ""] = parts;
  const time = new Date(`${local}${zone}`.toUpperCase());
  const asWritten = new Date(`${local}Z`.toUpperCase());
  if (Number.isNaN(time.getTime()) || Number.isNaN(asWritten.getTime())) return undefined;
  // JavaScript rolls 30 February over to March.
  if (asWritten.toISOString().slice(0, 19) !== local.toUpperCase()) return undefined;
  return `${time.toISOString().slice(0, 19)}${fractionGroups(fraction)}Z`;
}

/** Milliseconds since 1970, with a microsecond fraction, as the service prints a time. */
export function formatTimestamp(milliseconds: number): string {
  const whole = Math.floor(milliseconds);
  const microseconds = Math.min(999, Math.round((milliseconds - whole) * 1000));
  const date = new Date(whole).toISOString();
  return `${date.slice(0, 19)}${fractionGroups(date.slice(20, 23) + String(microseconds).padStart(3, "0"))}Z`;
}

/** `120000` → `.120`: three, six or nine digits, or nothing. */
function fractionGroups(digits: string): string {
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "";
  return `.${significant.padEnd(Math.ceil(significant.length / 3) * 3, "0")}`;
}
