/** Commit times as the service prints them (contract section 8.3). A version is the microsecond of its commit since 1970. */

/** `MTY4MzA2MDQzOTI5NjIxMDAwMA`: base64 without padding of the decimal nanoseconds. */
export function versionIdOf(micros: number): string {
  return Buffer.from(`${micros}000`, "latin1").toString("base64").replace(/=+$/, "");
}

/** The inverse; undefined for text that this server never gives out. */
export function microsOfVersionId(versionId: string): number | undefined {
  const digits = Buffer.from(versionId, "base64").toString("latin1");
  if (!/^\d{4,19}$/.test(digits) || !digits.endsWith("000")) return undefined;
  const micros = Number(digits.slice(0, -3));
  return versionIdOf(micros) === versionId ? micros : undefined;
}

/** `2023-05-02T20:47:19.296210+00:00` */
export function lastUpdatedOf(micros: number): string {
  const milliseconds = Math.floor(micros / 1000);
  const rest = String(micros - milliseconds * 1000).padStart(3, "0");
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${rest}+00:00`;
}

/** `W/"versionId"` */
export function etagOf(micros: number): string {
  return `W/"${versionIdOf(micros)}"`;
}

/** The HTTP date, whole seconds. */
export function httpDateOf(micros: number): string {
  return new Date(micros / 1000).toUTCString();
}
