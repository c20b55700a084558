import { and, eq, type SQL } from "drizzle-orm";
import { draftInputSchema, type Draft } from "#lib/contract/console/drafts.ts";
import { parseResourceName } from "#lib/contract/resource-name.ts";
import { problem } from "#lib/server/problems.ts";
import type { Runtime } from "#lib/server/runtime.ts";
import { drafts } from "#lib/server/schema.ts";
import { createSeal, type Seal } from "#lib/server/seal.ts";
import type { Session } from "#lib/server/sessions.ts";
import { consoleQuestion } from "./console-question.ts";

/** Whoever may write messages may keep one half-written. */
const WRITE = "healthcare.hl7V2Messages.create";

export const readDraft = consoleQuestion(
  {
    method: "GET",
    path: "drafts",
    input: draftInputSchema.pick({ store: true }),
    permissions: [WRITE],
    resource: ({ store }) => store,
  },
  async ({ input, session, runtime }) => {
    const [row] = await runtime.database.state.select().from(drafts).where(draftOf(session, input.store));
    const text = row && draftBox(runtime).unseal(row.sealedText);
    const body: Draft = row && text !== undefined ? { text, savedAt: row.savedAt.toISOString() } : { text: "" };
    return { body };
  },
);

export const keepDraft = consoleQuestion(
  { method: "PUT", path: "drafts", input: draftInputSchema, permissions: [WRITE], resource: ({ store }) => store },
  async ({ input, session, runtime }) => {
    const name = parseResourceName(input.store);
    if (name?.kind !== "store" || name.storeKind !== "hl7V2Stores")
      throw problem("INVALID_ARGUMENT", "store: must be the name of an HL7v2 store.");
    const { state } = runtime.database;
    if (input.text === "") {
      await state.delete(drafts).where(draftOf(session, input.store));
      return {};
    }
    const kept = { sealedText: draftBox(runtime).seal(input.text), savedAt: new Date() };
    await state
      .insert(drafts)
      .values({ issuer: session.issuer, subject: session.subject, store: input.store, ...kept })
      .onConflictDoUpdate({ target: [drafts.issuer, drafts.subject, drafts.store], set: kept });
    return {};
  },
);

function draftOf(session: Session, store: string): SQL | undefined {
  return and(eq(drafts.issuer, session.issuer), eq(drafts.subject, session.subject), eq(drafts.store, store));
}

function draftBox(runtime: Runtime): Seal {
  return createSeal(runtime.config.secret, "message-drafts");
}
