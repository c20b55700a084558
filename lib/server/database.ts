import { join } from "node:path";
import { drizzle, type PgRemoteDatabase } from "drizzle-orm/pg-proxy";
import type { Connection } from "./connection.ts";
import { migrateDatabase } from "./migrate.ts";
import { openPglite } from "./pglite.ts";
import { openPostgres } from "./postgres.ts";
import * as schema from "./schema.ts";

export interface Database {
  readonly kind: "pglite" | "postgres";
  /** The console's state by Drizzle's schema. */
  readonly state: PgRemoteDatabase<typeof schema>;
  readonly connection: Connection;
  close(): Promise<void>;
}

/**
 * Opens the console's state and brings its schema to the newest version.
 * @param place a PostgreSQL url, or the data folder in which the embedded database lives
 * @throws when the database cannot be reached, is locked by another process or was written by a newer version
 */
export async function openDatabase(place: { databaseUrl: string | undefined; dataDir: string }): Promise<Database> {
  const connection = place.databaseUrl
    ? openPostgres(place.databaseUrl)
    : await openPglite(join(place.dataDir, "console"));
  try {
    await migrateDatabase(connection);
  } catch (error) {
    await connection.close();
    throw error;
  }
  const state = drizzle(async (sql, params: unknown[]) => ({ rows: await connection.query(sql, params) }), { schema });
  return {
    kind: place.databaseUrl ? "postgres" : "pglite",
    state,
    connection,
    close: () => connection.close(),
  };
}
