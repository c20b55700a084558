import { desc, eq, max } from "drizzle-orm";
import { z } from "zod";
import { deidConfigInputSchema, type SavedDeidConfig } from "#lib/contract/console/deid-configs.ts";
import { readDeidentifyConfig } from "#lib/deid/check-config.ts";
import { droppedKeys } from "#lib/deid/config-keys.ts";
import { problem } from "#lib/server/problems.ts";
import type { Runtime } from "#lib/server/runtime.ts";
import { deidConfigs } from "#lib/server/schema.ts";
import { consoleQuestion } from "./console-question.ts";

const WRITE = ["healthcare.datasets.deidentify"];
const MOST = 500;
const TRIES = 5;

export const listDeidConfigs = consoleQuestion(
  { method: "GET", path: "deid-configs", input: z.object({}), permissions: WRITE },
  async ({ runtime }) => ({ body: { configs: await allConfigs(runtime) } }),
);

/** A new version of its name. Whoever saves at the same time gets the next number. */
export const saveDeidConfig = consoleQuestion(
  { method: "POST", path: "deid-configs", input: deidConfigInputSchema, permissions: WRITE },
  async ({ input, session, runtime }) => {
    const config = JSON.stringify(droppedKeys(checked(input.config)), undefined, 2);
    const { state } = runtime.database;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const [last] = await state
        .select({ version: max(deidConfigs.version) })
        .from(deidConfigs)
        .where(eq(deidConfigs.name, input.name));
      const row = {
        name: input.name,
        version: (last?.version ?? 0) + 1,
        config,
        savedBy: session.name,
        savedAt: new Date(),
      };
      const saved = await state
        .insert(deidConfigs)
        .values(row)
        .onConflictDoNothing()
        .returning({ version: deidConfigs.version });
      if (saved.length > 0) return { body: { configs: await allConfigs(runtime) } };
    }
    throw problem("ABORTED", "Others save under this name at this moment. Try again.");
  },
);

/** @throws ProblemError when it is no configuration; tags are the API's to judge */
function checked(text: string): unknown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw problem("INVALID_ARGUMENT", "config: not JSON.");
  }
  const read = readDeidentifyConfig(json, () => true);
  if ("violations" in read) throw problem("INVALID_ARGUMENT", read.violations[0].description);
  return json;
}

async function allConfigs({ database }: Runtime): Promise<SavedDeidConfig[]> {
  const rows = await database.state.select().from(deidConfigs).orderBy(desc(deidConfigs.savedAt)).limit(MOST);
  return rows.map((row) => ({ ...row, savedAt: row.savedAt.toISOString() }));
}
