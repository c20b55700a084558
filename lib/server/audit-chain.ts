import { createHmac, hash, timingSafeEqual } from "node:crypto";
import { z } from "zod";

export interface AuditEntry {
  readonly requestId: string;
  readonly phase: "announced" | "completed";
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly roles: string;
  readonly action: string;
  readonly resource: string;
  readonly status: number;
  /** Why, in the person's own words (x-console-reason); empty when none was given. */
  readonly reason: string;
}

export interface AuditRecord extends AuditEntry {
  /** 1, 2, 3 … without a gap. */
  readonly seq: number;
  /** ISO 8601, UTC, milliseconds. */
  readonly recordedAt: string;
  readonly hash: string;
}

export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/** Before the first record. */
export const GENESIS: ChainHead = { seq: 0, hash: "0".repeat(64) };

/**
 * SHA-256 over the previous record's hash and this record's columns in one fixed spelling. A record without a reason is spelled
 * as it was before reasons were kept, so that older chains stay whole; the length of the list tells the two apart.
 */
export function hashRecord(previousHash: string, record: Omit<AuditRecord, "hash">): string {
  const canonical = JSON.stringify([
    record.seq,
    record.recordedAt,
    record.requestId,
    record.phase,
    record.issuer,
    record.subject,
    record.name,
    record.roles,
    record.action,
    record.resource,
    record.status,
    ...(record.reason === "" ? [] : [record.reason]),
  ]);
  return hash("sha256", `${previousHash}\n${canonical}`, "hex");
}

/**
 * Checks that `records` continue the chain after `head`.
 * @returns the new head, or the first record that is missing or was changed
 */
export function followChain(
  head: ChainHead,
  records: Iterable<AuditRecord>,
): { readonly head: ChainHead } | { readonly brokenAt: number } {
  let last = head;
  for (const record of records) {
    const isNext = record.seq === last.seq + 1 && record.hash === hashRecord(last.hash, record);
    if (!isNext) return { brokenAt: last.seq + 1 };
    last = { seq: record.seq, hash: record.hash };
  }
  return { head: last };
}

/** A signed statement that the chain had reached `seq`; kept outside the database, so that a cut tail or an old backup shows. */
export const checkpointSchema = z.object({
  seq: z.number().int().positive(),
  hash: z.string(),
  at: z.string(),
  signature: z.string(),
});
export type Checkpoint = z.infer<typeof checkpointSchema>;

export function signCheckpoint(key: string, head: ChainHead, at: string): Checkpoint {
  return { ...head, at, signature: checkpointSignature(key, { ...head, at }) };
}

export function isCheckpointGenuine(key: string, checkpoint: Checkpoint): boolean {
  const expected = Buffer.from(checkpointSignature(key, checkpoint));
  const actual = Buffer.from(checkpoint.signature);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

function checkpointSignature(key: string, { seq, hash: head, at }: Omit<Checkpoint, "signature">): string {
  return createHmac("sha256", key).update(`${seq}\n${head}\n${at}`).digest("base64url");
}
