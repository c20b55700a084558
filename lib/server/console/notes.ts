import { randomBytes } from "node:crypto";
import { and, asc, eq } from "drizzle-orm";
import { noteChangeSchema, noteInputSchema, notesInputSchema, type Note } from "#lib/contract/console/notes.ts";
import { parseResourceName } from "#lib/contract/resource-name.ts";
import { problem } from "#lib/server/problems.ts";
import type { Runtime } from "#lib/server/runtime.ts";
import { resourceNotes } from "#lib/server/schema.ts";
import { createSeal, type Seal } from "#lib/server/seal.ts";
import type { Session } from "#lib/server/sessions.ts";
import { consoleQuestion } from "./console-question.ts";
import { mayOnStore } from "./store-permission.ts";

/** Who may read a resource may read and write notes on it: a note changes nothing in the store. */
const READ = "healthcare.fhirResources.get";

export const listNotes = consoleQuestion(
  {
    method: "GET",
    path: "notes",
    input: notesInputSchema,
    permissions: [READ],
    resource: ({ store, resource }) => (resource === undefined ? store : `${store}/fhir/${resource}`),
  },
  async ({ input, session, runtime }) => {
    await requireStore(runtime, session, input.store);
    const rows = await runtime.database.state
      .select()
      .from(resourceNotes)
      .where(
        and(
          eq(resourceNotes.store, input.store),
          ...(input.resource === undefined ? [] : [eq(resourceNotes.resource, input.resource)]),
        ),
      )
      .orderBy(asc(resourceNotes.writtenAt));
    const box = noteBox(runtime);
    return { body: { notes: rows.flatMap((row) => openNote(row, box, session)) } };
  },
);

export const writeNote = consoleQuestion(
  {
    method: "POST",
    path: "notes",
    input: noteInputSchema,
    permissions: [READ],
    resource: ({ store, resource }) => `${store}/fhir/${resource}`,
  },
  async ({ input, session, runtime }) => {
    await requireStore(runtime, session, input.store);
    await runtime.database.state.insert(resourceNotes).values({
      id: randomBytes(16).toString("base64url"),
      store: input.store,
      resource: input.resource,
      sealedNote: noteBox(runtime).seal(JSON.stringify({ pointer: input.pointer, text: input.text })),
      issuer: session.issuer,
      subject: session.subject,
      author: session.name,
      writtenAt: new Date(),
    });
    return {};
  },
);

/** Only its author changes or withdraws a note; to everybody else it does not exist here. */
export const changeNote = consoleQuestion(
  { method: "PUT", path: "notes/{id}", input: noteChangeSchema, permissions: [READ] },
  async ({ input, session, runtime }) => {
    const { state } = runtime.database;
    const own = and(
      eq(resourceNotes.id, input.id),
      eq(resourceNotes.issuer, session.issuer),
      eq(resourceNotes.subject, session.subject),
    );
    const [row] = await state.select().from(resourceNotes).where(own);
    const [note] = row ? openNote(row, noteBox(runtime), session) : [];
    if (!note) throw problem("NOT_FOUND", "You have written no such note.");
    if (input.text === "") await state.delete(resourceNotes).where(own);
    else {
      const sealedNote = noteBox(runtime).seal(JSON.stringify({ pointer: note.pointer, text: input.text }));
      await state.update(resourceNotes).set({ sealedNote, writtenAt: new Date() }).where(own);
    }
    return {};
  },
);

const sealedSchema = noteInputSchema.pick({ pointer: true, text: true });

/** Nothing when it was sealed with another secret. */
function openNote(row: typeof resourceNotes.$inferSelect, box: Seal, session: Session): Note[] {
  const text = box.unseal(row.sealedNote);
  if (text === undefined) return [];
  const { id, resource, author, writtenAt } = row;
  const isOwn = row.issuer === session.issuer && row.subject === session.subject;
  return [{ id, resource, author, isOwn, writtenAt: writtenAt.toISOString(), ...sealedSchema.parse(JSON.parse(text)) }];
}

function noteBox(runtime: Runtime): Seal {
  return createSeal(runtime.config.secret, "resource-notes");
}

async function requireStore(runtime: Runtime, session: Session, store: string): Promise<void> {
  const name = parseResourceName(store);
  if (name?.kind !== "store" || name.storeKind !== "fhirStores")
    throw problem("INVALID_ARGUMENT", "store: must be the name of a FHIR store.");
  if (!(await mayOnStore(runtime, session, { store, permission: READ })))
    throw problem("PERMISSION_DENIED", "You may not read this store.", { permission: READ });
}
