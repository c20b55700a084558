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

function reasonOf(status: number, bucket: string): string {
  if (status === 401 || status === 403)
    return `Cloud Storage lets the console write nothing into ${bucket}: it needs storage.objects.create there, and a sign-in with the scope devstorage.read_write (OIDC_SCOPE). Or put the list there yourself and name it.`;
  if (status === 404) return `Cloud Storage has no bucket ${bucket}.`;
  return `Cloud Storage answered ${status} while the list was written into ${bucket}.`;
}
