import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { methodById } from "#lib/contract/match-method.ts";
import { ProblemError } from "#lib/contract/problem.ts";
import type { RejectedPlace } from "#lib/deid/rejected-place.ts";
import { authorizeMethod } from "#lib/server/gateway/authorize.ts";
import { guardEnvironment } from "#lib/server/gateway/guard-environment.ts";
import { problem } from "#lib/server/problems.ts";
import { paramsOf } from "./dry-run/temporary-stores.ts";
import { actOnRecord, type Actor } from "./on-record.ts";
import { askJson } from "./read-stores.ts";

const STORES = "healthcare.projects.locations.datasets";
const WAIT_MS = 5 * 60_000;
const POLL_MS = 250;
const operationSchema = z.object({
  name: z.string().optional(),
  done: z.boolean().default(false),
  error: z.object({ message: z.string().default("") }).optional(),
});

/**
 * Takes a place out of the output for good, on record under Google's own methods: a resource with the versions before it, an instance, a series
 * or a study. One that is gone already is fine.
 * @param unlock value of x-console-unlock, for an output that is labelled production
 * @throws ProblemError when the person may not, or the API refuses
 */
export async function rejectPlace(actor: Actor, place: RejectedPlace, unlock: string | undefined): Promise<void> {
  const { runtime, session } = actor;
  for (const { id, params } of deletionsOf(place)) {
    const method = methodById(id);
    authorizeMethod(session, method);
    await guardEnvironment(runtime.labels, { method, params }, { resource: place.name, unlock });
    const answer = await actOnRecord(actor, { method: id, params, resource: place.name }).catch((error: unknown) => {
      if (error instanceof ProblemError && error.problem.status === 404) return "";
      throw error;
    });
    await finished(actor, answer);
  }
}

interface Deletion {
  readonly id: string;
  readonly params: Readonly<Record<string, string>>;
}

function deletionsOf(place: RejectedPlace): readonly Deletion[] {
  const store = place.name.split("/").slice(0, 8).join("/");
  if (place.kind === "resource") {
    const params = { ...paramsOf(store), type: place.type, id: place.id };
    // What was deleted can still be read as a former version, until those are purged.
    return [
      { id: `${STORES}.fhirStores.fhir.delete`, params },
      { id: `${STORES}.fhirStores.fhir.ResourcePurge`, params },
    ];
  }
  const { study, series, instance } = place;
  const all = { ...paramsOf(store), study, series, instance };
  const paths = { study: "studies", series: "studies.series", instance: "studies.series.instances" };
  return [{ id: `${STORES}.dicomStores.${paths[place.kind]}.delete`, params: all }];
}

/** Studies and series are deleted by an operation. */
async function finished(actor: Actor, answer: string): Promise<void> {
  const started = operationSchema.safeParse(answer === "" ? {} : JSON.parse(answer));
  const name = started.data?.name;
  if (name?.includes("/operations/") !== true) return;
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const { done, error } = operationSchema.parse(await askJson(actor, `/v1/${encodeURI(name)}`));
    if (error) throw problem("FAILED_PRECONDITION", `The API did not delete it: ${error.message}`);
    if (done) return;
    if (Date.now() > deadline)
      throw problem("DEADLINE_EXCEEDED", "The API still deletes it. Decide again when its operation has ended.");
    await wait(POLL_MS);
  }
}
