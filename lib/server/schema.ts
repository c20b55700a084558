import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { Decision } from "#lib/contract/console/deid-review.ts";
import type { DeidDryRunResult } from "#lib/contract/console/deid-dry-run-result.ts";
import type { DeidDryRunProgress } from "#lib/contract/console/deid-dry-runs.ts";
import type { DeidScanProgress } from "#lib/contract/console/deid-runs.ts";
import type { Environment } from "#lib/contract/console/environments.ts";
import type { Role } from "#lib/contract/roles.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** One row a sign-in. The cookie holds the random id, this table its hash: a copy of the table opens nothing. */
export const sessions = pgTable(
  "sessions",
  {
    idHash: text("id_hash").primaryKey(),
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    name: text("name").notNull(),
    /** Verified address, for CONSOLE_ROLES; null when the provider has not verified one. */
    email: text("email"),
    /** Roles that the provider's claim gave at sign-in. */
    claimedRoles: jsonb("claimed_roles").$type<readonly Role[]>().notNull(),
    createdAt: moment("created_at").notNull(),
    seenAt: moment("seen_at").notNull(),
    endedAt: moment("ended_at"),
    /** The person's OAuth tokens, sealed (lib/server/seal.ts); null in other credential modes and after sign-out. */
    sealedTokens: text("sealed_tokens"),
    /** Until then one process renews the tokens and the others wait. */
    renewalUntil: moment("renewal_until"),
  },
  (table) => [index("sessions_by_person").on(table.issuer, table.subject)],
);

/** Append-only; triggers in the migrations refuse UPDATE, DELETE and TRUNCATE. Hash rule: lib/server/audit-chain.ts. */
export const auditRecords = pgTable("audit_records", {
  seq: bigint("seq", { mode: "number" }).primaryKey(),
  recordedAt: moment("recorded_at").notNull(),
  requestId: text("request_id").notNull(),
  /** `announced` before a write goes out, `completed` when its answer is about to leave the console. */
  phase: text("phase").$type<"announced" | "completed">().notNull(),
  issuer: text("issuer").notNull(),
  subject: text("subject").notNull(),
  name: text("name").notNull(),
  roles: text("roles").notNull(),
  /** Google's method id, or `console.<question>`. */
  action: text("action").notNull(),
  resource: text("resource").notNull(),
  /** HTTP status of the answer; 0 while announced. */
  status: integer("status").notNull(),
  /** Why, in the person's own words; empty when none was given. */
  reason: text("reason").notNull().default(""),
  hash: text("hash").notNull(),
});

/** Searches of FHIR and HL7v2 stores: every one that ran has a row, which is its address; those with a name are in people's lists. */
export const searches = pgTable(
  "searches",
  {
    id: text("id").primaryKey(),
    store: text("store").notNull(),
    type: text("type").notNull(),
    /** Sealed: a query may name a patient. */
    sealedQuery: text("sealed_query").notNull(),
    /** Keyed digest of the query: one person's same search has one row. Null in rows of before that. */
    digest: text("digest"),
    /** Sealed, as people put what they look for into it; null for a search that only ran. */
    sealedName: text("sealed_name"),
    /** Roles that see a named search in their lists; none keeps it to its owner. */
    sharedWith: jsonb("shared_with").$type<readonly Role[]>().notNull().default([]),
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    /** The owner as others see it. */
    ownerName: text("owner_name").notNull().default(""),
    createdAt: moment("created_at").notNull(),
    /** When its owner ran it last. */
    usedAt: moment("used_at").notNull().defaultNow(),
    /** How many it found when it was last run by anybody; null before, or when the server did not tell. */
    lastCount: integer("last_count"),
    isCountExact: boolean("is_count_exact").notNull().default(false),
    countedAt: moment("counted_at"),
  },
  (table) => [
    uniqueIndex("searches_by_text").on(table.issuer, table.subject, table.store, table.type, table.digest),
    index("searches_by_use").on(table.store, table.usedAt),
  ],
);

/** Notes of stewards on elements of FHIR resources. */
export const resourceNotes = pgTable(
  "resource_notes",
  {
    id: text("id").primaryKey(),
    store: text("store").notNull(),
    /** `Observation/hb-2041`. */
    resource: text("resource").notNull(),
    /** Sealed: where it is and what it says. */
    sealedNote: text("sealed_note").notNull(),
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    author: text("author").notNull(),
    writtenAt: moment("written_at").notNull(),
  },
  (table) => [index("notes_by_resource").on(table.store, table.resource)],
);

export const recents = pgTable(
  "recents",
  {
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    name: text("name").notNull(),
    openedAt: moment("opened_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.issuer, table.subject, table.name] })],
);

export const environments = pgTable("environments", {
  name: text("name").primaryKey(),
  environment: text("environment").$type<Environment>().notNull(),
  setBy: text("set_by").notNull(),
  setAt: moment("set_at").notNull(),
});

/** What a person is writing for a store and has not sent. Sealed: it is patient data. */
export const drafts = pgTable(
  "drafts",
  {
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    store: text("store").notNull(),
    sealedText: text("sealed_text").notNull(),
    savedAt: moment("saved_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.issuer, table.subject, table.store] })],
);

/** De-identifications that this console launched, with what proves how they went. */
export const deidRuns = pgTable(
  "deid_runs",
  {
    id: text("id").primaryKey(),
    operation: text("operation").notNull(),
    source: text("source").notNull(),
    destination: text("destination").notNull(),
    /** Google's method id. */
    method: text("method").notNull(),
    configName: text("config_name").notNull(),
    /** As sent, but keys are replaced by their SHA-256. */
    request: jsonb("request").$type<Readonly<Record<string, unknown>>>().notNull(),
    configSha256: text("config_sha256").notNull(),
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    name: text("name").notNull(),
    requestId: text("request_id").notNull(),
    launchedAt: moment("launched_at").notNull(),
    /** The passing dry run of the same configuration; null when there was none. */
    dryRun: text("dry_run"),
    /** The scan under way, or how the last one broke off. */
    scan: jsonb("scan").$type<DeidScanProgress>(),
    /** Canonical JSON, as text: its SHA-256 is in the audit chain. */
    evidence: text("evidence"),
    sealedAt: moment("sealed_at"),
    /** Who released the output, and when; null while it is not. */
    releasedBy: text("released_by"),
    releasedAt: moment("released_at"),
  },
  (table) => [index("deid_runs_by_operation").on(table.operation), index("deid_runs_by_source").on(table.source)],
);

/** Samples that were de-identified to see what a configuration does. Results hold no patient data. */
export const deidDryRuns = pgTable(
  "deid_dry_runs",
  {
    id: text("id").primaryKey(),
    source: text("source").notNull(),
    /** Names of the FHIR resources that the sample was restricted to, as canonical JSON. */
    selection: text("selection").notNull(),
    configSha256: text("config_sha256").notNull(),
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    name: text("name").notNull(),
    requestId: text("request_id").notNull(),
    startedAt: moment("started_at").notNull(),
    progress: jsonb("progress").$type<DeidDryRunProgress>().notNull(),
    result: jsonb("result").$type<DeidDryRunResult>(),
    /** Stores that have to be removed again. */
    temporary: jsonb("temporary").$type<readonly string[]>().notNull(),
    /** Which items were sampled and where something is left, sealed; null when it is over. */
    sealedSamples: text("sealed_samples"),
  },
  (table) => [index("deid_dry_runs_by_source").on(table.source, table.configSha256)],
);

/** What people decided about places in the output of a de-identification. */
export const deidDecisions = pgTable(
  "deid_decisions",
  {
    run: text("run").notNull(),
    item: text("item").notNull(),
    decision: text("decision").$type<Decision>().notNull(),
    /** Sealed: people may quote what they saw. */
    sealedReason: text("sealed_reason").notNull(),
    name: text("name").notNull(),
    decidedAt: moment("decided_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.run, table.item] })],
);

/** Configurations of de-identification under a name, every version of them. Without keys. */
export const deidConfigs = pgTable(
  "deid_configs",
  {
    name: text("name").notNull(),
    version: integer("version").notNull(),
    config: text("config").notNull(),
    savedBy: text("saved_by").notNull(),
    savedAt: moment("saved_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.name, table.version] })],
);

/** Things done once in the life of a database, such as labelling the sample hospital. */
export const milestones = pgTable("milestones", {
  name: text("name").primaryKey(),
  reachedAt: moment("reached_at").notNull(),
});
