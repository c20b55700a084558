"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { formatMoment } from "#components/ui/moment.ts";
import type { Note } from "#lib/contract/console/notes.ts";
import type { Annotation } from "#lib/fhir/annotation.ts";
import { parsePointer } from "#lib/fhir/json-path.ts";
import type { ResourceAddress } from "#lib/queries/fhir-resource.ts";
import { noteQueries } from "#lib/queries/notes.ts";

export interface NotesLayer {
  readonly annotations: readonly Annotation[];
  readonly byAnnotation: ReadonlyMap<string, Note>;
}

/** The notes that people have written on this resource, each at its element. */
export function useNotesLayer({ store, type, id }: ResourceAddress): NotesLayer {
  const notes = useQuery(noteQueries.of(store, `${type}/${id}`)).data;
  return useMemo(() => {
    const annotations = (notes ?? []).map(describe);
    return { annotations, byAnnotation: new Map((notes ?? []).map((note) => [`notes:${note.id}`, note])) };
  }, [notes]);
}

/** A note may name somebody, so its words are quoted and covered with its element. */
function describe({ id, pointer, text, author, writtenAt }: Note): Annotation {
  return {
    id: `notes:${id}`,
    layer: "notes",
    path: (parsePointer(pointer) ?? []).map((step) => (/^\d+$/.test(step) ? Number(step) : step)),
    title: author,
    text: formatMoment(writtenAt),
    facts: [],
    severity: "info",
    quotes: [{ label: "", text }],
  };
}
