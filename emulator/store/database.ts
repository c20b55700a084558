import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";

export type Row = Record<string, string | number | bigint | Uint8Array | null>;

interface PendingWrite {
  run(): void;
  fail(error: unknown): void;
  settle(): void;
}

/**
 * The emulator's one SQLite file: WAL, `synchronous=FULL`, so what was acknowledged survives `kill -9`.
 * Reads run at once; writes that arrive together share one synced commit.
 */
export interface Database {
  /** All rows. Statements are prepared once per text. */
  all<T extends Row = Row>(sql: string, ...values: SQLInputValue[]): T[];
  /** The first row, or undefined. */
  get<T extends Row = Row>(sql: string, ...values: SQLInputValue[]): T | undefined;
  /** Rows one at a time, for exports that must not hold everything. Do not write while iterating. */
  iterate<T extends Row = Row>(sql: string, ...values: SQLInputValue[]): Iterable<T>;
  /** Changes rows; call inside write() only. Returns how many rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number;
  /**
   * Runs `work` in a transaction of its own (a savepoint inside the shared commit) and resolves after that commit is on disk.
   * `work` is synchronous; when it throws, its changes and only its are rolled back and the promise rejects with what it threw.
   */
  write<T>(work: () => T): Promise<T>;
  close(): void;
}

/** Opens or creates the file and brings its schema to the newest version. */
export function openDatabase(file: string, migrations: readonly string[]): Database {
  mkdirSync(dirname(file), { recursive: true });
  const connection = new DatabaseSync(file, { enableForeignKeyConstraints: true });
  connection.exec(
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-131072; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=1073741824;",
  );
  migrate(connection, migrations);
  return new SqliteDatabase(connection);
}

class SqliteDatabase implements Database {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #queue: PendingWrite[] = [];
  #scheduled = false;

  constructor(connection: DatabaseSync) {
    this.#connection = connection;
  }

  all<T extends Row>(sql: string, ...values: SQLInputValue[]): T[] {
    return this.#prepare(sql).all(...values) as T[];
  }

  get<T extends Row>(sql: string, ...values: SQLInputValue[]): T | undefined {
    return this.#prepare(sql).get(...values) as T | undefined;
  }

  iterate<T extends Row>(sql: string, ...values: SQLInputValue[]): Iterable<T> {
    // A statement of its own: a cached one would be reset by the next call with the same text.
    return this.#connection.prepare(sql).iterate(...values) as Iterable<T>;
  }

  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...values).changes);
  }

  write<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let result: T;
      this.#queue.push({
        run: () => {
          result = work();
        },
        settle: () => {
          resolve(result);
        },
        fail: reject,
      });
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => {
        this.#commitQueue();
      });
    });
  }

  close(): void {
    this.#commitQueue();
    this.#connection.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    this.#connection.close();
  }

  #commitQueue(): void {
    const batch = this.#queue;
    this.#queue = [];
    this.#scheduled = false;
    if (batch.length === 0) return;
    try {
      const done = this.#runInOneTransaction(batch);
      for (const write of done) write.settle();
    } catch (error) {
      for (const write of batch) write.fail(error);
    }
  }

  #runInOneTransaction(batch: readonly PendingWrite[]): PendingWrite[] {
    const done: PendingWrite[] = [];
    this.#connection.exec("BEGIN IMMEDIATE");
    try {
      for (const write of batch) {
        this.#connection.exec("SAVEPOINT work");
        try {
          write.run();
          this.#connection.exec("RELEASE work");
          done.push(write);
        } catch (error) {
          this.#connection.exec("ROLLBACK TO work; RELEASE work");
          write.fail(error);
        }
      }
      this.#connection.exec("COMMIT");
    } catch (error) {
      if (this.#connection.isTransaction) this.#connection.exec("ROLLBACK");
      throw error;
    }
    return done;
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** Applies the migrations the file has not seen; each is one step of `PRAGMA user_version`. */
function migrate(connection: DatabaseSync, migrations: readonly string[]): void {
  const row = connection.prepare("PRAGMA user_version").get() as { user_version: number };
  if (row.user_version > migrations.length) {
    throw new Error(
      `The data folder was written by a newer version (schema ${row.user_version}, this one knows ${migrations.length}). Use that version or another DATA_DIR.`,
    );
  }
  for (const [index, sql] of migrations.entries()) {
    if (index < row.user_version) continue;
    connection.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version=${index + 1}; COMMIT`);
  }
}
