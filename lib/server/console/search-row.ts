import type { SavedSearch } from "#lib/contract/console/searches.ts";
import type { Runtime } from "#lib/server/runtime.ts";
import type { searches } from "#lib/server/schema.ts";
import { createSeal, type Seal } from "#lib/server/seal.ts";
import type { Session } from "#lib/server/sessions.ts";

export type SearchRow = typeof searches.$inferSelect;

/** A kept search as this person sees it; undefined when it was sealed with another secret. */
export function toSavedSearch(runtime: Runtime, session: Session, row: SearchRow): SavedSearch | undefined {
  const query = queryBox(runtime).unseal(row.sealedQuery);
  const name = row.sealedName === null ? "" : nameBox(runtime).unseal(row.sealedName);
  if (query === undefined || name === undefined) return undefined;
  return {
    id: row.id,
    store: row.store,
    type: row.type,
    query,
    name,
    sharedWith: [...row.sharedWith],
    isOwn: row.issuer === session.issuer && row.subject === session.subject,
    ownerName: row.ownerName,
    createdAt: row.createdAt.toISOString(),
    usedAt: row.usedAt.toISOString(),
    ...(row.lastCount === null || row.countedAt === null
      ? {}
      : { lastCount: { total: row.lastCount, isExact: row.isCountExact, at: row.countedAt.toISOString() } }),
  };
}

export function queryBox(runtime: Runtime): Seal {
  return createSeal(runtime.config.secret, "saved-searches");
}

export function nameBox(runtime: Runtime): Seal {
  return createSeal(runtime.config.secret, "saved-search-names");
}
