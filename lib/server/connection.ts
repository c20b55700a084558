/** Runs one statement with $1, $2 … parameters; rows come as arrays in column order, dates as text. */
export type RunSql = (sql: string, params: readonly unknown[]) => Promise<unknown[][]>;

/** What PGlite and PostgreSQL have in common here. */
export interface Connection {
  readonly query: RunSql;
  /** Runs a statement that stays prepared under its name; parameters and array literals in text form. */
  runPrepared(name: string, sql: string, values: readonly string[]): Promise<void>;
  /** Runs `work` on one session, so that BEGIN and COMMIT belong together. */
  exclusive<T>(work: (run: RunSql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
