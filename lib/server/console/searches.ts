import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { savedSearchInputSchema, type SavedSearch } from "#lib/contract/console/searches.ts";
import { parseResourceName } from "#lib/contract/resource-name.ts";
import { problem } from "#lib/server/problems.ts";
import { searches } from "#lib/server/schema.ts";
import { createSeal, type Seal } from "#lib/server/seal.ts";
import type { Runtime } from "#lib/server/runtime.ts";
import { consoleQuestion } from "./console-question.ts";
import { mayOnStore } from "./store-permission.ts";

const SEARCH = "healthcare.fhirStores.searchResources";

export const keepSearch = consoleQuestion(
  {
    method: "POST",
    path: "searches",
    input: savedSearchInputSchema,
    permissions: [SEARCH],
    resource: ({ store }) => store,
  },
  async ({ input, session, runtime }) => {
    const name = parseResourceName(input.store);
    if (name?.kind !== "store" || name.storeKind !== "fhirStores") {
      throw problem("INVALID_ARGUMENT", "store: must be the name of a FHIR store.");
    }
    const id = randomBytes(24).toString("base64url");
    await runtime.database.state.insert(searches).values({
      id,
      store: input.store,
      type: input.type,
      sealedQuery: queryBox(runtime).seal(input.query),
      issuer: session.issuer,
      subject: session.subject,
      createdAt: new Date(),
    });
    return { body: { id } };
  },
);

/** Whoever may search the store may open a search on it; to everybody else it does not exist. */
export const openSearch = consoleQuestion(
  { method: "GET", path: "searches/{id}", input: z.object({ id: z.string().max(64) }), permissions: [SEARCH] },
  async ({ input, session, runtime }) => {
    const [row] = await runtime.database.state.select().from(searches).where(eq(searches.id, input.id));
    if (!row || !(await mayOnStore(runtime, session, { store: row.store, permission: SEARCH }))) throw noSuchSearch();
    const query = queryBox(runtime).unseal(row.sealedQuery);
    if (query === undefined) throw noSuchSearch();
    const body: SavedSearch = {
      id: row.id,
      store: row.store,
      type: row.type,
      query,
      createdAt: row.createdAt.toISOString(),
    };
    return { body };
  },
);

function queryBox(runtime: Runtime): Seal {
  return createSeal(runtime.config.secret, "saved-searches");
}

function noSuchSearch(): Error {
  return problem("NOT_FOUND", "There is no such saved search, or you may not search its store.");
}
