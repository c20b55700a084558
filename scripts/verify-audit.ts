/**
 * `npm run audit:verify`: checks the audit log's hash chain and signed checkpoints, and names the first record that is not as written.
 * Reads the console's own settings (DATA_DIR, DATABASE_URL, AUDIT_KEY). The embedded database has one user: stop the console first.
 */
import { openAuditLog } from "#lib/server/audit.ts";
import { verifyAudit } from "#lib/server/audit-verify.ts";
import { readAuditPlace } from "#lib/server/config.ts";
import { openDatabase } from "#lib/server/database.ts";

try {
  const place = readAuditPlace();
  const database = await openDatabase(place);
  // Brings in what a killed console left in its journal.
  await (await openAuditLog({ ...place, database })).close();
  const started = performance.now();
  const verdict = await verifyAudit({ ...place, database });
  await database.close();
  if (verdict.state === "broken") {
    console.error(`The audit log is broken at record ${verdict.seq}: ${verdict.why}.`);
    process.exit(1);
  }
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `The audit log is whole: ${verdict.records} records checked in ${seconds.toFixed(1)} s; the last ${verdict.unsigned} are newer than the last signed checkpoint.`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
}
