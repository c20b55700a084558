import { fileURLToPath } from "node:url";
import { readMigrationFiles } from "drizzle-orm/migrator";
import type { Connection, RunSql } from "./connection.ts";

const FOLDER = fileURLToPath(new URL("./migrations", import.meta.url));
/** Any number that only this program uses: replicas that start together migrate one after the other. */
const LOCK = 7_243_100_118;

/**
 * Applies the committed migrations (lib/server/migrations, written by drizzle-kit) that this database has not seen, all or none.
 * @throws when a newer version of Careplane has written the database
 */
export async function migrateDatabase(connection: Connection): Promise<void> {
  await connection.exclusive(async (run) => {
    await run("BEGIN", []);
    try {
      await applyMissing(run);
      await run("COMMIT", []);
    } catch (error) {
      await run("ROLLBACK", []);
      throw error;
    }
  });
}

async function applyMissing(run: RunSql): Promise<void> {
  await run(`SELECT pg_advisory_xact_lock(${LOCK})`, []);
  await run("CREATE TABLE IF NOT EXISTS migrations (hash text PRIMARY KEY, applied_at timestamptz NOT NULL)", []);
  const applied = new Set((await run("SELECT hash FROM migrations", [])).map(([hash]) => hash));
  const known = readMigrationFiles({ migrationsFolder: FOLDER });
  if ([...applied].some((hash) => !known.some((migration) => migration.hash === hash))) {
    throw new Error(
      "The console's database was written by another version of Careplane; use that version or another database.",
    );
  }
  for (const migration of known) {
    if (applied.has(migration.hash)) continue;
    for (const statement of migration.sql) await run(statement, []);
    await run("INSERT INTO migrations (hash, applied_at) VALUES ($1, now())", [migration.hash]);
  }
}
