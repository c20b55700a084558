import { randomBytes } from "node:crypto";
import {
  deidScopeInputSchema,
  deidScopeListInputSchema,
  type DeidScopeList,
} from "#lib/contract/console/deid-scope.ts";
import { writeObject } from "#lib/server/cloud-storage.ts";
import { deidMethod } from "#lib/server/deid/deid-method.ts";
import { scopeOfSearch } from "#lib/server/deid/scope-of-search.ts";
import { authorizeMethod } from "#lib/server/gateway/authorize.ts";
import { problem } from "#lib/server/problems.ts";
import { consoleQuestion, type Asked } from "./console-question.ts";
import { readSearch } from "./searches.ts";

export const askDeidScope = consoleQuestion(
  {
    method: "POST",
    path: "deid-scope",
    input: deidScopeInputSchema,
    permissions: [],
    resource: ({ source }) => source,
  },
  async (asked) => ({ body: await found(asked) }),
);

/** The list goes where the person says, under a name that tells nothing. */
export const writeDeidScope = consoleQuestion(
  {
    method: "POST",
    path: "deid-scope/list",
    input: deidScopeListInputSchema,
    permissions: [],
    resource: ({ source }) => source,
  },
  async (asked) => {
    const { studies } = await found(asked);
    if (studies.length === 0)
      throw problem("INVALID_ARGUMENT", "source: only DICOM stores take a list from Cloud Storage.");
    const [bucket = "", ...folder] = asked.input.folder.replace(/^gs:\/\/|\/+$/g, "").split("/");
    const name = [...folder, `careplane-studies-${randomBytes(12).toString("hex")}.txt`].join("/");
    const text = studies.map((uid) => `/studies/${uid}\n`).join("");
    await writeObject(asked.runtime, asked.session, { bucket, name, text });
    return { body: { uri: `gs://${bucket}/${name}`, studies: studies.length } };
  },
);

/** For those who may de-identify the store and open the search. */
async function found({
  input,
  session,
  runtime,
}: Asked<{ readonly source: string; readonly search: string }>): Promise<DeidScopeList> {
  authorizeMethod(session, deidMethod(input.source).method);
  const search = await readSearch(runtime, session, input.search);
  if (search.store !== input.source) throw problem("INVALID_ARGUMENT", "search: it is one of another store.");
  return scopeOfSearch({ runtime, session }, search);
}
