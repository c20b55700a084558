import { spawnSync } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { followChain, GENESIS, hashRecord, type AuditEntry, type AuditRecord } from "./audit-chain.ts";
import { checkpointFile } from "./audit-checkpoints.ts";
import type { AuditLog } from "./audit-log.ts";
import { chainEntries, readRecords } from "./audit-rows.ts";
import { verifyAudit } from "./audit-verify.ts";
import { openAuditLog } from "./audit.ts";
import { openDatabase, type Database } from "./database.ts";
import { newDataDir } from "./test-data-dir.ts";
import { TEST_DATABASES } from "./test-databases.ts";

const KEY = "k".repeat(40);
const entry = (requestId: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
  requestId,
  phase: "completed",
  issuer: "demo",
  subject: "demo-admin",
  name: 'Ana "the\\admin" {1,2}',
  roles: "admin",
  action: "healthcare.projects.locations.datasets.list",
  resource: "projects/p/locations/l/datasets",
  status: 200,
  reason: "",
  ...more,
});

describe("the chain", () => {
  const records = chainEntries(
    GENESIS,
    Array.from({ length: 40 }, (_, index) => entry(`r${index}`)),
    "2026-01-02T03:04:05.678Z",
  );
  const at = fc.nat({ max: records.length - 1 });
  const edits: fc.Arbitrary<(whole: readonly AuditRecord[]) => readonly AuditRecord[]> = fc.oneof(
    fc
      .tuple(
        at,
        fc.constantFrom("requestId", "subject", "name", "roles", "action", "resource", "issuer", "reason"),
        fc.string(),
      )
      .map(
        ([index, column, text]) =>
          (whole: readonly AuditRecord[]) =>
            whole.with(index, { ...change(whole, index), [column]: text }),
      ),
    fc.tuple(at, fc.nat(999)).map(
      ([index, status]) =>
        (whole: readonly AuditRecord[]) =>
          whole.with(index, { ...change(whole, index), status }),
    ),
    at.map((index) => (whole: readonly AuditRecord[]) => whole.toSpliced(index, 1)),
    fc.tuple(at, at).map(
      ([a, b]) =>
        (whole: readonly AuditRecord[]) =>
          whole.with(a, change(whole, b)).with(b, change(whole, a)),
    ),
    at.map((index) => (whole: readonly AuditRecord[]) => whole.toSpliced(index, 0, change(whole, index))),
  );
  const change = (whole: readonly AuditRecord[], index: number): AuditRecord => whole[index] ?? records[0] ?? fail();
  const fail = (): never => {
    throw new Error("no record");
  };

  it("holds as written", () => {
    expect(followChain(GENESIS, records)).toEqual({ head: { seq: 40, hash: records.at(-1)?.hash } });
  });

  it("spells a record without a reason as before reasons were kept", () => {
    const { hash, ...record } = records[0] ?? fail();
    expect(hash).toBe("3789744e5b3e5e523da85cd08261386f30740e763f2097d4cfca3ffa89ade4c3");
    expect(hashRecord(GENESIS.hash, { ...record, reason: "asked by the ward" })).not.toBe(hash);
  });

  it("breaks at or before any edit, removal, swap or insertion", () => {
    fc.assert(
      fc.property(edits, (edit) => {
        const edited = edit(records);
        const isSame = JSON.stringify(edited) === JSON.stringify(records);
        const isTailCut = edited.length < records.length && edited.every((record, index) => record === records[index]);
        expect("brokenAt" in followChain(GENESIS, edited)).toBe(!isSame && !isTailCut);
      }),
      { numRuns: 1000 },
    );
  });
});

describe.each(TEST_DATABASES)("the audit log on $kind", ({ kind, newUrl }) => {
  let database: Database;
  let audit: AuditLog;
  let dataDir: string;
  const place = () => ({ database, dataDir, auditKey: KEY });

  beforeAll(async () => {
    dataDir = await newDataDir();
    database = await openDatabase({ databaseUrl: await newUrl(), dataDir });
    audit = await openAuditLog(place());
    await Promise.all(Array.from({ length: 1500 }, (_, index) => audit.append(entry(`many-${index}`))));
    await audit.settle();
  });
  afterAll(() => database.close());

  it("keeps every record, in one chain", async () => {
    const rows = await readRecords(database, 0, 2000);
    expect(new Set(rows.map(({ requestId }) => requestId)).size).toBe(1500);
    expect(rows[7]).toMatchObject(entry(rows[7]?.requestId ?? ""));
    expect(await verifyAudit(place())).toMatchObject({ state: "whole", records: 1500 });
  });

  it("refuses UPDATE, DELETE and TRUNCATE", async () => {
    for (const sql of ["UPDATE audit_records SET name = 'x'", "DELETE FROM audit_records", "TRUNCATE audit_records"]) {
      await expect(database.connection.query(sql, [])).rejects.toThrow(/append-only/);
    }
  });

  it("shows a changed row, a cut tail and a forged checkpoint even to whoever owns the database", async () => {
    await audit.close();
    const run = (sql: string) => database.connection.query(sql, []);
    const original = (await run("SELECT name FROM audit_records WHERE seq = 700"))[0]?.[0];
    await run("ALTER TABLE audit_records DISABLE TRIGGER ALL");
    await run("UPDATE audit_records SET name = 'somebody else' WHERE seq = 700");
    expect(await verifyAudit(place())).toMatchObject({ state: "broken", seq: 700 });
    await database.connection.query("UPDATE audit_records SET name = $1 WHERE seq = 700", [original]);
    expect(await verifyAudit(place())).toMatchObject({ state: "whole" });

    const checkpoints = readFileSync(checkpointFile(dataDir), "utf8");
    writeFileSync(checkpointFile(dataDir), checkpoints.replace(/"seq":1500/, '"seq":1400'));
    expect(await verifyAudit(place())).toMatchObject({
      state: "broken",
      why: expect.stringContaining("not signed") as string,
    });
    writeFileSync(checkpointFile(dataDir), checkpoints);

    await run("DELETE FROM audit_records WHERE seq > 1490");
    expect(await verifyAudit(place())).toMatchObject({ state: "broken", seq: 1491 });
  });

  it(`${kind === "postgres" ? "rejects at once" : "rejects soon"} when the table takes nothing`, async () => {
    await database.connection.query("ALTER TABLE audit_records ADD CONSTRAINT refuse CHECK (status <> 418)", []);
    const failing = await openAuditLog(place());
    const first = failing.append(entry("refused", { status: 418 }));
    if (kind === "postgres") await expect(first).rejects.toThrow();
    else {
      // It is safe in the journal, but the table is broken: whatever comes after must not pass unnoticed.
      await first;
      await failing.settle();
      await expect(failing.append(entry("after"))).rejects.toThrow(/takes no records/);
    }
    await database.connection.query("ALTER TABLE audit_records DROP CONSTRAINT refuse", []);
    await failing.settle();
    await failing.append(entry("again"));
    await failing.close();
  });
});

describe("the journal of the embedded database", () => {
  it("brings in what a killed process left, and drops a half-written line", async () => {
    const dataDir = await newDataDir();
    const script = `
      import { openAuditLog } from "#lib/server/audit.ts";
      import { openDatabase } from "#lib/server/database.ts";
      const database = await openDatabase({ databaseUrl: undefined, dataDir: ${JSON.stringify(dataDir)} });
      const audit = await openAuditLog({ database, dataDir: ${JSON.stringify(dataDir)}, auditKey: ${JSON.stringify(KEY)} });
      await audit.append(${JSON.stringify(entry("first"))});
      await audit.settle();
      for (let index = 0; index < 300; index += 1) await audit.append({ ...${JSON.stringify(entry("x"))}, requestId: "r" + index });
      process.kill(process.pid, "SIGKILL");`;
    expect(spawnSync(process.execPath, ["--input-type=module", "-e", script], { stdio: "ignore" }).signal).toBe(
      "SIGKILL",
    );
    appendFileSync(join(dataDir, "audit-journal-b.jsonl"), '{"seq":302,"half');

    const database = await openDatabase({ databaseUrl: undefined, dataDir });
    const audit = await openAuditLog({ database, dataDir, auditKey: KEY });
    await audit.append(entry("after"));
    await audit.close();
    const rows = await readRecords(database, 0, 1000);
    expect(rows.map(({ requestId }) => requestId)).toEqual([
      "first",
      ...Array.from({ length: 300 }, (_, index) => `r${index}`),
      "after",
    ]);
    expect(await verifyAudit({ database, dataDir, auditKey: KEY })).toMatchObject({
      state: "whole",
      records: 302,
      unsigned: 0,
    });
    await database.close();
  });
});
