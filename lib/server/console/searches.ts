import { randomBytes } from "node:crypto";
import { and, desc, eq, isNotNull, isNull, type SQL } from "drizzle-orm";
import { z } from "zod";
import {
  savedSearchInputSchema,
  searchCountSchema,
  searchLabelSchema,
  type SavedSearch,
} from "#lib/contract/console/searches.ts";
import { problem } from "#lib/server/problems.ts";
import type { Runtime } from "#lib/server/runtime.ts";
import { searches } from "#lib/server/schema.ts";
import { keyedDigest } from "#lib/server/seal.ts";
import type { Session } from "#lib/server/sessions.ts";
import { consoleQuestion } from "./console-question.ts";
import { requireSearch } from "./search-permission.ts";
import { nameBox, queryBox, toSavedSearch, type SearchRow } from "./search-row.ts";

/** Unnamed searches of a person that a list brings. */
const RECENT = 20;
const NAMED = 500;

const idSchema = z.object({ id: z.string().max(64) });
const storeSchema = savedSearchInputSchema.pick({ store: true });

export const keepSearch = consoleQuestion(
  { method: "POST", path: "searches", input: savedSearchInputSchema, permissions: [], resource: ({ store }) => store },
  async ({ input, session, runtime }) => {
    await requireSearch(runtime, session, input.store);
    const { store, type, query } = input;
    const usedAt = new Date();
    const [row] = await runtime.database.state
      .insert(searches)
      .values({
        id: randomBytes(24).toString("base64url"),
        store,
        type,
        sealedQuery: queryBox(runtime).seal(query),
        digest: keyedDigest(runtime.config.secret, "saved-search-digests", query),
        issuer: session.issuer,
        subject: session.subject,
        ownerName: session.name,
        createdAt: usedAt,
        usedAt,
      })
      .onConflictDoUpdate({
        target: [searches.issuer, searches.subject, searches.store, searches.type, searches.digest],
        set: { usedAt },
      })
      .returning();
    const kept = row && toSavedSearch(runtime, session, row);
    if (!kept) throw noSuchSearch();
    return { body: kept };
  },
);

export const listSearches = consoleQuestion(
  { method: "GET", path: "searches", input: storeSchema, permissions: [], resource: ({ store }) => store },
  async ({ input, session, runtime }) => {
    await requireSearch(runtime, session, input.store);
    const own = ownedBy(session);
    const at = (condition: SQL | undefined, limit: number): Promise<SearchRow[]> =>
      runtime.database.state
        .select()
        .from(searches)
        .where(and(eq(searches.store, input.store), condition))
        .orderBy(desc(searches.usedAt))
        .limit(limit);
    const recent = await at(and(own, isNull(searches.sealedName)), RECENT);
    const named = await at(isNotNull(searches.sealedName), NAMED);
    const rows = [...named.filter((row) => isSeenBy(row, session)), ...recent];
    return { body: { searches: rows.flatMap((row) => toSavedSearch(runtime, session, row) ?? []) } };
  },
);

export const openSearch = consoleQuestion(
  { method: "GET", path: "searches/{id}", input: idSchema, permissions: [] },
  async ({ input, session, runtime }) => ({ body: await readSearch(runtime, session, input.id) }),
);

export const labelSearch = consoleQuestion(
  { method: "PUT", path: "searches/{id}", input: idSchema.extend(searchLabelSchema.shape), permissions: [] },
  async ({ input, session, runtime }) => {
    const { isOwn } = await readSearch(runtime, session, input.id);
    if (!isOwn) throw notYours();
    const isNamed = input.name !== "";
    await runtime.database.state
      .update(searches)
      .set({
        sealedName: isNamed ? nameBox(runtime).seal(input.name) : null,
        sharedWith: isNamed ? [...new Set(input.sharedWith)] : [],
        ownerName: session.name,
      })
      .where(eq(searches.id, input.id));
    return { body: await readSearch(runtime, session, input.id) };
  },
);

export const countSearch = consoleQuestion(
  { method: "PUT", path: "searches/{id}/count", input: idSchema.extend(searchCountSchema.shape), permissions: [] },
  async ({ input, session, runtime }) => {
    await readSearch(runtime, session, input.id);
    await runtime.database.state
      .update(searches)
      .set({ lastCount: input.total, isCountExact: input.isExact, countedAt: new Date() })
      .where(eq(searches.id, input.id));
    return {};
  },
);

export const forgetSearch = consoleQuestion(
  { method: "DELETE", path: "searches/{id}", input: idSchema, permissions: [] },
  async ({ input, session, runtime }) => {
    const { isOwn } = await readSearch(runtime, session, input.id);
    if (!isOwn) throw notYours();
    await runtime.database.state.delete(searches).where(eq(searches.id, input.id));
    return {};
  },
);

/** Whoever may search the store may open a search on it by its id; to everybody else it does not exist. */
export async function readSearch(runtime: Runtime, session: Session, id: string): Promise<SavedSearch> {
  const [row] = await runtime.database.state.select().from(searches).where(eq(searches.id, id));
  if (!row) throw noSuchSearch();
  await requireSearch(runtime, session, row.store, noSuchSearch);
  const search = toSavedSearch(runtime, session, row);
  if (!search) throw noSuchSearch();
  return search;
}

function ownedBy(session: Session): SQL | undefined {
  return and(eq(searches.issuer, session.issuer), eq(searches.subject, session.subject));
}

function isSeenBy(row: SearchRow, session: Session): boolean {
  const isOwn = row.issuer === session.issuer && row.subject === session.subject;
  return isOwn || row.sharedWith.some((role) => session.roles.includes(role));
}

function noSuchSearch(): Error {
  return problem("NOT_FOUND", "There is no such saved search, or you may not search its store.");
}

function notYours(): Error {
  return problem("PERMISSION_DENIED", "Only the person who saved a search may rename, share or delete it.");
}
