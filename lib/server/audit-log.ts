import type { AuditEntry } from "./audit-chain.ts";
import type { Database } from "./database.ts";

export interface AuditLog {
  /** Resolves when the record cannot be lost by this process dying; rejects otherwise, and then nothing may be answered with data. */
  append(entry: AuditEntry): Promise<void>;
  /** Resolves when every record appended so far is in the table, for whoever reads it. */
  settle(): Promise<void>;
  /** Brings everything into the table and writes a last checkpoint. */
  close(): Promise<void>;
}

export interface AuditPlace {
  readonly database: Database;
  /** For checkpoints and the journal. */
  readonly dataDir: string;
  /** Signs the checkpoints. */
  readonly auditKey: string;
}
