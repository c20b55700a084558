import { GoogleError, json } from "#emulator/http/errors.ts";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { parseBucketUri } from "#emulator/store/bucket-uri.ts";

const PATH = /^\/upload\/storage\/v1\/b\/([^/]+)\/o$/;
const LARGEST_BYTES = 64 * 1024 * 1024;

/**
 * `POST /upload/storage/v1/b/{bucket}/o?uploadType=media&name=`: what of Cloud Storage's JSON API
 * (cloud.google.com/storage/docs/json_api/v1/objects/insert) a client of the Healthcare API needs to hand over a list or a configuration.
 * Undefined when the request is another one.
 */
export function insertObject(
  method: string,
  path: string,
  request: Pick<EmulatorRequest, "query" | "headers" | "readBody">,
  context: Pick<Context, "buckets">,
): Promise<Reply> | undefined {
  const bucket = PATH.exec(path)?.[1];
  return method === "POST" && bucket !== undefined ? write(decode(bucket), request, context) : undefined;
}

async function write(
  bucket: string,
  { query, headers, readBody }: Pick<EmulatorRequest, "query" | "headers" | "readBody">,
  { buckets }: Pick<Context, "buckets">,
): Promise<Reply> {
  if (query.get("uploadType") !== "media")
    throw new GoogleError("UNIMPLEMENTED", "The emulator of Cloud Storage takes uploadType=media only.");
  const name = query.get("name") ?? "";
  if (name === "") throw new GoogleError("INVALID_ARGUMENT", "Required parameter: name");
  const uri = `gs://${bucket}/${name}`;
  parseBucketUri(uri);
  const bytes = await readBody(LARGEST_BYTES);
  const upload = await buckets.createWriteStream(uri);
  await new Promise<void>((resolve, reject) => {
    upload.once("error", reject).once("finish", resolve);
    upload.end(bytes);
  });
  return json({
    kind: "storage#object",
    bucket,
    name,
    size: String(bytes.length),
    contentType: headers["content-type"] ?? "application/octet-stream",
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
