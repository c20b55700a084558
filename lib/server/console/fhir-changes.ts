import { and, desc, eq, gte, inArray, like, lt, or, type SQL } from "drizzle-orm";
import { fhirChangesInputSchema, type FhirChangeList } from "#lib/contract/console/fhir-changes.ts";
import { parseResourceName } from "#lib/contract/resource-name.ts";
import { problem } from "#lib/server/problems.ts";
import { auditRecords } from "#lib/server/schema.ts";
import { consoleQuestion } from "./console-question.ts";
import { mayOnStore } from "./store-permission.ts";

const READ = "healthcare.fhirResources.get";
const PREFIX = "healthcare.projects.locations.datasets.fhirStores.fhir.";
const WRITES = [
  "create",
  "update",
  "patch",
  "delete",
  "conditionalUpdate",
  "conditionalPatch",
  "conditionalDelete",
  "BinaryCreate",
  "BinaryUpdate",
  "ResourcePurge",
].map((word) => PREFIX + word);
const PAGE = 100;

/** The successful writes to a type or one resource that went through this console. What other programs wrote is not here. */
export const askFhirChanges = consoleQuestion(
  {
    method: "GET",
    path: "fhir-changes",
    input: fhirChangesInputSchema,
    permissions: [READ],
    resource: ({ store, type, id }) => `${store}/fhir/${type}${id === undefined ? "" : `/${id}`}`,
  },
  async ({ input, session, runtime }) => {
    const name = parseResourceName(input.store);
    if (name?.kind !== "store" || name.storeKind !== "fhirStores")
      throw problem("INVALID_ARGUMENT", "store: must be the name of a FHIR store.");
    if (!(await mayOnStore(runtime, session, { store: input.store, permission: READ })))
      throw problem("PERMISSION_DENIED", "You may not read this store.", { permission: READ });
    await runtime.audit.settle();
    const collection = `${input.store}/fhir/${input.type}`;
    const rows = await runtime.database.state
      .select()
      .from(auditRecords)
      .where(
        and(
          eq(auditRecords.phase, "completed"),
          inArray(auditRecords.action, WRITES),
          gte(auditRecords.status, 200),
          lt(auditRecords.status, 300),
          ...(input.before === undefined ? [] : [lt(auditRecords.seq, input.before)]),
          place(collection, input.id),
        ),
      )
      .orderBy(desc(auditRecords.seq))
      .limit(PAGE);
    const last = rows.length === PAGE ? rows.at(-1)?.seq : undefined;
    const body: FhirChangeList = {
      changes: rows.map(({ seq, recordedAt, name: who, reason, action, resource }) => ({
        seq,
        at: recordedAt.toISOString(),
        who,
        reason,
        action: action.slice(PREFIX.length),
        ...idOf(resource, collection),
      })),
      ...(last === undefined ? {} : { nextBefore: last }),
    };
    return { body };
  },
);

/** One resource and its operations (`$purge`), or everything of a type. */
function place(collection: string, id: string | undefined): SQL | undefined {
  const name = id === undefined ? collection : `${collection}/${id}`;
  return or(eq(auditRecords.resource, name), like(auditRecords.resource, `${escapeLike(name)}/%`));
}

/** Ids may hold `_`, which LIKE would take for any letter. */
function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

function idOf(resource: string, collection: string): { readonly id?: string } {
  const id = resource.slice(collection.length + 1).split("/")[0];
  return id === undefined || id === "" ? {} : { id };
}
