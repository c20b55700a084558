import { GoogleError } from "#emulator/http/errors.ts";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { isPattern, parseBucketUri } from "#emulator/store/bucket-uri.ts";

const PATH = /^\/storage\/v1\/b\/([^/]+)\/o\/([^/]+)$/;

/**
 * `GET /storage/v1/b/{bucket}/o/{object}?alt=media` (cloud.google.com/storage/docs/json_api/v1/objects/get): the bytes of an object, its name
 * percent-encoded. Undefined when the request is another one.
 */
export function getObject(
  method: string,
  path: string,
  request: Pick<EmulatorRequest, "query">,
  context: Pick<Context, "buckets">,
): Promise<Reply> | undefined {
  const [, bucket, object] = PATH.exec(path) ?? [];
  return method === "GET" && bucket !== undefined && object !== undefined
    ? read(`gs://${decode(bucket)}/${decode(object)}`, request, context)
    : undefined;
}

async function read(
  uri: string,
  { query }: Pick<EmulatorRequest, "query">,
  { buckets }: Pick<Context, "buckets">,
): Promise<Reply> {
  if (query.get("alt") !== "media")
    throw new GoogleError("UNIMPLEMENTED", "The emulator of Cloud Storage answers alt=media only.");
  if (isPattern(parseBucketUri(uri).object)) throw new GoogleError("INVALID_ARGUMENT", "An object has no wildcards.");
  const [object] = await buckets.match(uri);
  if (!object) throw new GoogleError("NOT_FOUND", "No such object.");
  return {
    status: 200,
    headers: { "content-type": "text/plain", "content-length": String(object.sizeBytes) },
    body: await buckets.createReadStream(uri),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
