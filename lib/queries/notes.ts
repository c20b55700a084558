import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { noteListSchema, type NoteInput } from "#lib/contract/console/notes.ts";
import { askConsole } from "./gateway.ts";

const nothing = z.unknown();
const JSON_BODY = { "content-type": "application/json" } as const;

/** Notes of stewards on FHIR resources. */
export const noteQueries = {
  /** Of one resource (`Observation/hb-2041`), or of a whole store. */
  of: (store: string, resource?: string) =>
    queryOptions({
      queryKey: ["notes", store, resource ?? ""],
      queryFn: ({ signal }) =>
        askConsole(
          `notes?${new URLSearchParams({ store, ...(resource === undefined ? {} : { resource }) }).toString()}`,
          noteListSchema,
          { signal },
        ).then(({ notes }) => notes),
      staleTime: 60_000,
    }),
};

export async function writeNote(note: NoteInput): Promise<void> {
  await askConsole("notes", nothing, { method: "POST", headers: JSON_BODY, body: JSON.stringify(note) });
}

/** An empty text withdraws the note. */
export async function changeNote(id: string, text: string): Promise<void> {
  await askConsole(`notes/${id}`, nothing, { method: "PUT", headers: JSON_BODY, body: JSON.stringify({ text }) });
}
