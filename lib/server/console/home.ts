import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { recentInputSchema, type Home } from "#lib/contract/console/recents.ts";
import { parseResourceName } from "#lib/contract/resource-name.ts";
import { problem } from "#lib/server/problems.ts";
import { recents } from "#lib/server/schema.ts";
import { consoleQuestion } from "./console-question.ts";

const SHOWN = 12;

export const askHome = consoleQuestion(
  { method: "GET", path: "home", input: z.object({}), permissions: ["healthcare.datasets.list"] },
  async ({ session, runtime: { config, database } }) => {
    const opened = await database.state
      .select({ name: recents.name, openedAt: recents.openedAt })
      .from(recents)
      .where(and(eq(recents.issuer, session.issuer), eq(recents.subject, session.subject)))
      .orderBy(desc(recents.openedAt))
      .limit(SHOWN);
    const body: Home = {
      projects: [...config.projects],
      recents: opened.map(({ name, openedAt }) => ({ name, openedAt: openedAt.toISOString() })),
    };
    return { body };
  },
);

/** Datasets and stores only: a FHIR resource's name would put a patient into the list. */
export const rememberRecent = consoleQuestion(
  {
    method: "POST",
    path: "recents",
    input: recentInputSchema,
    permissions: ["healthcare.datasets.get"],
    resource: ({ name }) => name,
  },
  async ({ input, session, runtime: { database } }) => {
    const kind = parseResourceName(input.name)?.kind;
    if (kind !== "dataset" && kind !== "store")
      throw problem("INVALID_ARGUMENT", "name: must be a dataset or a store.");
    const openedAt = new Date();
    await database.state
      .insert(recents)
      .values({ issuer: session.issuer, subject: session.subject, name: input.name, openedAt })
      .onConflictDoUpdate({ target: [recents.issuer, recents.subject, recents.name], set: { openedAt } });
    return {};
  },
);
