import { Pool } from "pg";
import type { Connection } from "./connection.ts";
import { errorFields, log } from "./log.ts";

/** The type's number in PostgreSQL's catalogue (`pg_type.oid`). */
const BOOLEAN = 16;

/** Raw text, which Drizzle's columns parse; but truth values, which it takes as the driver gives them. */
const AS_TEXT = {
  getTypeParser: (oid: number) => (value: string | Buffer) => (oid === BOOLEAN ? String(value) === "t" : String(value)),
};

/** A pool of at most ten connections; ten seconds for a statement, five to get a connection. */
export function openPostgres(url: string): Connection {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5000,
    statement_timeout: 10_000,
    application_name: "careplane-console",
  });
  pool.on("error", (error) => {
    log.warn("database.connection-lost", errorFields(error));
  });
  return {
    query: async (sql, params) => {
      const result = await pool.query<unknown[]>({ text: sql, values: [...params], rowMode: "array", types: AS_TEXT });
      return result.rows;
    },
    runPrepared: async (name, sql, values) => {
      await pool.query({ name, text: sql, values: [...values] });
    },
    exclusive: async (work) => {
      const client = await pool.connect();
      try {
        const result = await work(async (sql, params) => {
          const answer = await client.query<unknown[]>({
            text: sql,
            values: [...params],
            rowMode: "array",
            types: AS_TEXT,
          });
          return answer.rows;
        });
        client.release();
        return result;
      } catch (error) {
        // The session may be inside a broken transaction: throw it away.
        client.release(true);
        throw error;
      }
    },
    close: () => pool.end(),
  };
}
