/** A `gs://` uri that names nothing on purpose or by mistake; `message` says why, for the person who wrote it. */
export class BucketError extends Error {
  readonly status: "INVALID_ARGUMENT" | "NOT_FOUND" | "FAILED_PRECONDITION";
  constructor(status: BucketError["status"], message: string) {
    super(message);
    this.name = "BucketError";
    this.status = status;
  }
}

export interface BucketUri {
  readonly bucket: string;
  /** Object name, or a pattern when it holds `*` or `?`. Empty for the whole bucket. */
  readonly object: string;
}

/** cloud.google.com/storage/docs/buckets#naming; never `.` or `..` alone, so a bucket is always one folder below the root. */
const BUCKET_NAME = /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/;
const LONGEST_OBJECT_BYTES = 1024;

/** Reads `gs://bucket[/object]`. Throws BucketError for anything that Cloud Storage, or a folder on a disk, could not hold safely. */
export function parseBucketUri(uri: string): BucketUri {
  const shown = JSON.stringify(uri.slice(0, 200));
  const parts = /^gs:\/\/([^/]*)(?:\/(.*))?$/s.exec(uri);
  if (!parts) throw new BucketError("INVALID_ARGUMENT", `Invalid URI ${shown}: expected gs://bucket/object.`);
  const [, bucket = "", object = ""] = parts;
  if (!BUCKET_NAME.test(bucket) || bucket.includes(".."))
    throw new BucketError("INVALID_ARGUMENT", `Invalid URI ${shown}: ${JSON.stringify(bucket)} is not a bucket name.`);
  if (Buffer.byteLength(object) > LONGEST_OBJECT_BYTES)
    throw new BucketError("INVALID_ARGUMENT", `Invalid URI ${shown}: the object name is longer than 1024 bytes.`);
  const segments = object === "" ? [] : object.replace(/\/$/, "").split("/");
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what is refused here
  if (segments.some((segment) => segment === "" || /^\.{1,2}$|[\u0000-\u001f\u007f\\]/.test(segment)))
    throw new BucketError("INVALID_ARGUMENT", `Invalid URI ${shown}: an object name may not hold such a path.`);
  return { bucket, object };
}

/** True when `object` holds a wildcard. */
export function isPattern(object: string): boolean {
  return /[*?]/.test(object);
}

/**
 * True when an object name fits a pattern: `*` any characters but `/`, `**` any characters, `?` one character but `/`.
 * Follows all alternatives side by side, so no pattern can make it slow (at most pattern × name steps).
 */
export function fitsPattern(pattern: string, object: string): boolean {
  const tokens = pattern.match(/\*\*|[\s\S]/gu) ?? [];
  let alive = skipStars(tokens, new Set([0]));
  for (const character of object) {
    const next = new Set<number>();
    for (const state of alive) {
      const token = tokens[state];
      if (token === "**" || (token === "*" && character !== "/")) next.add(state);
      else if (token === character || (token === "?" && character !== "/")) next.add(state + 1);
    }
    alive = skipStars(tokens, next);
  }
  return alive.has(tokens.length);
}

/** A star may stand for nothing: whoever waits at one also waits behind it. */
function skipStars(tokens: readonly string[], states: Set<number>): Set<number> {
  for (const state of states) {
    if (tokens[state] === "*" || tokens[state] === "**") states.add(state + 1);
  }
  return states;
}
