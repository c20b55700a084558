import { hash, randomBytes } from "node:crypto";
import { and, desc, eq, isNotNull, isNull, lt } from "drizzle-orm";
import { isRole, type Role } from "#lib/contract/roles.ts";
import type { Config } from "./config.ts";
import type { Database } from "./database.ts";
import { DEMO_ISSUER } from "./demo-people.ts";
import { errorFields, log } from "./log.ts";
import { sessions } from "./schema.ts";

/** Without a request for so long a session ends. */
export const IDLE_MS = 8 * 60 * 60 * 1000;
/** However busy, a session ends after so long. */
export const ABSOLUTE_MS = 12 * 60 * 60 * 1000;
/** How long another replica's sign-out may go unnoticed. */
const TRUST_ROW_MS = 1000;
const NOTE_SEEN_EVERY_MS = 60_000;
const MAX_CACHED = 10_000;

/** A signed-in person. A user is issuer + subject, never an e-mail address. */
export interface Session {
  readonly idHash: string;
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  /** Empty: signed in, but nobody gave this person a role; every permission is then missing. */
  readonly roles: readonly Role[];
}

export interface Person {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly email: string | undefined;
  readonly claimedRoles: readonly Role[];
}

export interface Sessions {
  /** Starts a session and returns its secret id, 256 random bits, for the cookie alone. */
  start(person: Person, sealedTokens: string | undefined): Promise<string>;
  /** The live session of an id, or undefined. Rejects when the database does not answer: the caller then refuses. */
  read(id: string): Promise<Session | undefined>;
  /** A live session of a person that holds tokens of theirs: for work that goes on behind an answer. */
  ofPerson(issuer: string, subject: string): Promise<Session | undefined>;
  /** Ends a session for good: from here on its cookie opens nothing. */
  end(id: string): Promise<void>;
}

type Row = typeof sessions.$inferSelect;
interface Cached {
  readonly row: Row;
  readonly readAt: number;
}

/** @param now milliseconds since 1970; tests move it */
export function createSessions(place: { database: Database; config: Config; now?: () => number }): Sessions {
  const { database, config, now = Date.now } = place;
  const rows = new Map<string, Cached>();
  const loading = new Map<string, Promise<Row | undefined>>();
  const issuer = config.signIn.mode === "demo" ? DEMO_ISSUER : config.signIn.issuer;

  const load = (idHash: string): Promise<Row | undefined> => {
    const running = loading.get(idHash);
    if (running) return running;
    const started = readRow(database, idHash)
      .then((row) => {
        // Ended while this was on its way: end() has removed it from `loading`, and the row must not come back.
        if (row && loading.get(idHash) === started) keep(rows, idHash, { row, readAt: now() });
        return row;
      })
      .finally(() => {
        if (loading.get(idHash) === started) loading.delete(idHash);
      });
    loading.set(idHash, started);
    return started;
  };

  return {
    start: async (person, sealedTokens) => {
      const id = randomBytes(32).toString("base64url");
      const at = new Date(now());
      await removeExpired(database, now());
      await database.state.insert(sessions).values({
        idHash: hashId(id),
        issuer: person.issuer,
        subject: person.subject,
        name: person.name,
        email: person.email ?? null,
        claimedRoles: person.claimedRoles,
        createdAt: at,
        seenAt: at,
        sealedTokens: sealedTokens ?? null,
      });
      return id;
    },
    read: async (id) => {
      const idHash = hashId(id);
      const cached = rows.get(idHash);
      const row = cached && now() - cached.readAt < TRUST_ROW_MS ? cached.row : await load(idHash);
      if (!row || row.endedAt || row.issuer !== issuer || !isWithinLimits(row, now())) return undefined;
      if (now() - row.seenAt.getTime() > NOTE_SEEN_EVERY_MS) noteSeen({ database, rows }, row, now());
      return toSession(row, config);
    },
    ofPerson: async (issuerOf, subject) => {
      const theirs = and(
        eq(sessions.issuer, issuerOf),
        eq(sessions.subject, subject),
        isNull(sessions.endedAt),
        isNotNull(sessions.sealedTokens),
      );
      const found = await database.state.select().from(sessions).where(theirs).orderBy(desc(sessions.seenAt)).limit(1);
      const live = found.find((row) => row.issuer === issuer && isWithinLimits(row, now()));
      return live && toSession(live, config);
    },
    end: async (id) => {
      const idHash = hashId(id);
      await database.state
        .update(sessions)
        .set({ endedAt: new Date(now()), sealedTokens: null })
        .where(and(eq(sessions.idHash, idHash), isNull(sessions.endedAt)));
      rows.delete(idHash);
      loading.delete(idHash);
    },
  };
}

function hashId(id: string): string {
  return hash("sha256", id, "base64url");
}

async function readRow(database: Database, idHash: string): Promise<Row | undefined> {
  const [row] = await database.state.select().from(sessions).where(eq(sessions.idHash, idHash));
  return row;
}

function keep(rows: Map<string, Cached>, idHash: string, cached: Cached): void {
  if (rows.size >= MAX_CACHED) rows.clear();
  rows.set(idHash, cached);
}

function isWithinLimits(row: Row, now: number): boolean {
  return now - row.createdAt.getTime() < ABSOLUTE_MS && now - row.seenAt.getTime() < IDLE_MS;
}

function noteSeen(place: { database: Database; rows: Map<string, Cached> }, row: Row, now: number): void {
  const seenAt = new Date(now);
  place.rows.set(row.idHash, { row: { ...row, seenAt }, readAt: now });
  place.database.state
    .update(sessions)
    .set({ seenAt })
    .where(and(eq(sessions.idHash, row.idHash), isNull(sessions.endedAt)))
    .catch((error: unknown) => {
      log.warn("session.not-noted", errorFields(error));
    });
}

async function removeExpired(database: Database, now: number): Promise<void> {
  await database.state.delete(sessions).where(lt(sessions.createdAt, new Date(now - ABSOLUTE_MS)));
}

/** Roles are read anew each time: from the configuration by subject or verified address, and from the claim at sign-in. */
function toSession(row: Row, config: Config): Session {
  const configured = [
    config.roles[row.subject],
    row.email === null ? undefined : config.roles[row.email.toLowerCase()],
  ];
  const roles = new Set([...row.claimedRoles, ...configured.flatMap((names) => names ?? [])].filter(isRole));
  return { idHash: row.idHash, issuer: row.issuer, subject: row.subject, name: row.name, roles: [...roles] };
}
