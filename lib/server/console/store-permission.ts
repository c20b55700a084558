import { Readable } from "node:stream";
import { z } from "zod";
import { problem } from "#lib/server/problems.ts";
import type { Runtime } from "#lib/server/runtime.ts";
import type { Session } from "#lib/server/sessions.ts";

const answerSchema = z.object({ permissions: z.array(z.string()).default([]) });

/**
 * Whether Google's IAM lets this person do something on one store. In credential mode `user` the API is asked with the person's own
 * token; in the other modes the console's roles, which hold for all stores, have answered already.
 * @throws ProblemError UNAVAILABLE when the API does not answer
 */
export async function mayOnStore(
  runtime: Runtime,
  session: Session,
  asked: { readonly store: string; readonly permission: string },
): Promise<boolean> {
  if (runtime.config.api.credentials !== "user") return true;
  const body = Buffer.from(JSON.stringify({ permissions: [asked.permission] }));
  const answer = await runtime.upstream.send({
    verb: "POST",
    target: `/v1/${encodeURI(asked.store)}:testIamPermissions`,
    headers: [
      ...(await runtime.credentials(session)),
      "content-type",
      "application/json",
      "content-length",
      String(body.length),
    ],
    body: Readable.from([body]),
    caller: undefined,
  });
  if (answer.status >= 500) {
    answer.destroy();
    throw problem("UNAVAILABLE", "The API did not tell whether you may search this store. Try again.", {
      hop: "healthcare-api",
    });
  }
  const told = answerSchema.safeParse(JSON.parse(await answer.text()));
  return answer.status === 200 && told.success && told.data.permissions.includes(asked.permission);
}
