import { Readable } from "node:stream";
import { codeForStatus } from "#lib/contract/problem.ts";
import { problem } from "./problems.ts";
import type { Runtime } from "./runtime.ts";
import type { Session } from "./sessions.ts";

/**
 * Writes a small object in the person's name: a media upload of the JSON API (cloud.google.com/storage/docs/json_api/v1/objects/insert).
 * @throws ProblemError with Cloud Storage's status
 */
export async function writeObject(
  { storage, credentials }: Runtime,
  session: Session,
  object: { readonly bucket: string; readonly name: string; readonly text: string },
): Promise<void> {
  const body = Buffer.from(object.text);
  const query = new URLSearchParams({ uploadType: "media", name: object.name });
  const answer = await storage.send({
    verb: "POST",
    target: `/upload/storage/v1/b/${encodeURIComponent(object.bucket)}/o?${query.toString()}`,
    headers: [...(await credentials(session)), "content-type", "text/plain", "content-length", String(body.length)],
    body: Readable.from([body]),
    caller: undefined,
  });
  const { status } = answer;
  await answer.text();
  if (status >= 200 && status < 300) return;
  throw problem(codeForStatus(status), reasonOf(status, object.bucket), { status, hop: "healthcare-api" });
}

/** Lists and configurations hold no more. */
const LARGEST_BYTES = 16 * 1024 * 1024;

/**
 * The text of a small object, read in the person's name (cloud.google.com/storage/docs/json_api/v1/objects/get).
 * @param uri `gs://bucket/object`
 * @throws ProblemError with Cloud Storage's status
 */
export async function readObject({ storage, credentials }: Runtime, session: Session, uri: string): Promise<string> {
  const [, bucket = "", name = ""] = /^gs:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  const answer = await storage.send({
    verb: "GET",
    target: `/storage/v1/b/${encodeURIComponent(bucket)}/o/${encodeURIComponent(name)}?alt=media`,
    headers: [...(await credentials(session)), "accept", "*/*"],
    body: undefined,
    caller: undefined,
  });
  const { status } = answer;
  const text = await answer.text();
  if (status !== 200)
    throw problem(codeForStatus(status), unreadReason(status, uri), { status, hop: "healthcare-api" });
  if (text.length > LARGEST_BYTES)
    throw problem("FAILED_PRECONDITION", `${uri} is larger than a list of studies can be read here.`);
  return text;
}

function unreadReason(status: number, uri: string): string {
  if (status === 401 || status === 403)
    return `Cloud Storage lets the console not read ${uri}: it needs storage.objects.get there, and a sign-in with the scope devstorage.read_write (OIDC_SCOPE).`;
  if (status === 404) return `Cloud Storage has no object ${uri}.`;
  return `Cloud Storage answered ${status} while ${uri} was read.`;
}

function reasonOf(status: number, bucket: string): string {
  if (status === 401 || status === 403)
    return `Cloud Storage lets the console write nothing into ${bucket}: it needs storage.objects.create there, and a sign-in with the scope devstorage.read_write (OIDC_SCOPE). Or put the list there yourself and name it.`;
  if (status === 404) return `Cloud Storage has no bucket ${bucket}.`;
  return `Cloud Storage answered ${status} while the list was written into ${bucket}.`;
}
