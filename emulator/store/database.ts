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
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names its columns, as with all()
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
  /** Called after any work was rolled back: what was read from the database during it must be forgotten. */
  onRollback(listener: () => void): void;
  close(): void;
}

/** Why a data folder cannot be used; `message` says what to do about it. */
export class DataFolderError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "DataFolderError";
  }
}

/**
 * Opens or creates the file, locks it for this process and brings its schema to the newest version. The lock is SQLite's own
 * (`locking_mode=EXCLUSIVE`), so the operating system drops it when the process dies, however it dies.
 * Throws DataFolderError when the folder cannot be written, belongs to a running emulator, or was written by a newer version.
 */
export function openDatabase(file: string, migrations: readonly string[]): Database {
  let connection: DatabaseSync | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true });
    connection = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: LOCK_WAIT_MILLISECONDS });
    connection.exec(
      "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=8000; PRAGMA cache_size=-32768; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=1073741824; BEGIN IMMEDIATE; COMMIT;",
    );
    migrate(connection, migrations);
    return new SqliteDatabase(connection);
  } catch (error) {
    connection?.close();
    throw folderError(dirname(file), error);
  }
}

/** A process that is just closing gets this long to let go of the folder. */
const LOCK_WAIT_MILLISECONDS = 2000;

/** SQLite primary result codes (sqlite.org/rescode.html) and errno names with what a person can do about them. */
const FOLDER_PROBLEMS: Readonly<Record<string, string>> = {
  5: "is in use by another emulator. Stop that one, or give this one another folder.",
  8: "cannot be written. Change its owner or permissions, or use another folder.",
  11: "holds a damaged database. Restore it from a backup, or use another folder.",
  13: "is on a full disk. Make room, then start again.",
  14: "cannot be written. Change its owner or permissions, or use another folder.",
  26: "holds a file that is not the emulator's database. Use another folder.",
  ENOSPC: "is on a full disk. Make room, then start again.",
  EACCES: "cannot be written. Change its owner or permissions, or use another folder.",
  EPERM: "cannot be written. Change its owner or permissions, or use another folder.",
  EROFS: "is on a read-only disk. Use another folder.",
  EEXIST: "is a file, not a folder. Use another path.",
  ENOTDIR: "lies below a file, not a folder. Use another path.",
};

function folderError(folder: string, error: unknown): unknown {
  if (error instanceof DataFolderError || !(error instanceof Error)) return error;
  const primary = "errcode" in error && typeof error.errcode === "number" ? error.errcode & 0xff : undefined;
  const advice = FOLDER_PROBLEMS[String(primary ?? ("code" in error ? error.code : ""))];
  return advice ? new DataFolderError(`The data folder ${folder} ${advice}`, error) : error;
}

const MAX_STATEMENTS = 2000;

class SqliteDatabase implements Database {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #rollbackListeners: (() => void)[] = [];
  #queue: PendingWrite[] = [];
  #scheduled = false;

  constructor(connection: DatabaseSync) {
    this.#connection = connection;
  }

  all<T extends Row>(sql: string, ...values: SQLInputValue[]): T[] {
    return this.#prepare(sql).all(...values) as T[];
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names its columns, as with all()
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

  onRollback(listener: () => void): void {
    this.#rollbackListeners.push(listener);
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
    this.#prepare("BEGIN IMMEDIATE").run();
    try {
      for (const write of batch) {
        this.#prepare("SAVEPOINT work").run();
        try {
          write.run();
          this.#prepare("RELEASE work").run();
          done.push(write);
        } catch (error) {
          // A full disk or a broken file makes SQLite end the whole transaction by itself: then nothing of the batch is left to keep.
          if (!this.#connection.isTransaction) throw error;
          this.#connection.exec("ROLLBACK TO work; RELEASE work");
          this.#announceRollback();
          write.fail(error);
        }
      }
      this.#prepare("COMMIT").run();
    } catch (error) {
      if (this.#connection.isTransaction) this.#connection.exec("ROLLBACK");
      this.#announceRollback();
      throw error;
    }
    return done;
  }

  #announceRollback(): void {
    for (const listener of this.#rollbackListeners) listener();
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#connection.prepare(sql);
      // Searches make statements of many shapes; the oldest leaves so that they do not pile up.
      if (this.#statements.size >= MAX_STATEMENTS) this.#statements.delete(this.#statements.keys().next().value ?? "");
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** Applies the migrations the file has not seen; each is one step of `PRAGMA user_version`. */
function migrate(connection: DatabaseSync, migrations: readonly string[]): void {
  const row = connection.prepare("PRAGMA user_version").get() as { user_version: number };
  if (row.user_version > migrations.length) {
    throw new DataFolderError(
      `The data folder was written by a newer version (schema ${row.user_version}, this one knows ${migrations.length}). Use that version, or another folder.`,
    );
  }
  for (const [index, sql] of migrations.entries()) {
    if (index < row.user_version) continue;
    connection.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version=${index + 1}; COMMIT`);
  }
}
