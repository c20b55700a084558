"use client";

import { useMemo, useState, type ReactNode } from "react";
import { LAYERS, type Annotation, type Layer } from "#lib/fhir/annotation.ts";
import type { PlacedAnnotation } from "#lib/fhir/annotation-index.ts";
import type { JsonDocument } from "#lib/fhir/json-document.ts";
import type { ResourceAddress } from "#lib/queries/fhir-resource.ts";
import { ChangesControl, useChangesLayer } from "./changes-layer.tsx";
import { useDanglingLayer } from "./dangling-layer.ts";
import { useMatchLayer } from "./match-layer.ts";
import { NoteActions, NoteDialog, type NoteDraft } from "./note-dialog.tsx";
import { useNotesLayer } from "./notes-layer.ts";
import { ValidationControl, useValidationLayer } from "./validation-layer.tsx";

export interface ResourceLayersOptions {
  readonly address: ResourceAddress;
  readonly layers: readonly Layer[];
  /** The version that the changes layer compares with; undefined for the one before. */
  readonly against: string | undefined;
  /** Undefined where the choice is not offered. */
  readonly onAgainst: ((version: string) => void) | undefined;
  /** Id of the search that led here. */
  readonly search: string | undefined;
}

export interface ResourceLayers {
  readonly offered: readonly Layer[];
  readonly extras: readonly Annotation[];
  readonly controls: ReactNode;
  readonly renderNoteActions: (annotation: PlacedAnnotation) => ReactNode;
  readonly onNote: (pointer: string, place: string) => void;
  /** The window for a note, while it is open. */
  readonly dialog: ReactNode;
}

/** The layers that need more than the document: another version, the store's other resources, its own validation, the search, people's notes. */
export function useResourceLayers(options: ResourceLayersOptions, document: JsonDocument): ResourceLayers {
  const { address, layers, against, onAgainst, search } = options;
  const [draft, setDraft] = useState<NoteDraft | undefined>();
  const changes = useChangesLayer({ address, document, against, isOn: layers.includes("changes") });
  const validation = useValidationLayer(address, document);
  const notes = useNotesLayer(address);
  const match = useMatchLayer(address, document, search);
  const dangling = useDanglingLayer(address.store, document, layers.includes("references"));
  const extras = useMemo(
    () => [...dangling, ...changes.annotations, ...validation.annotations, ...notes.annotations, ...match],
    [dangling, changes.annotations, validation.annotations, notes.annotations, match],
  );
  const offered = useMemo(
    () => LAYERS.filter((layer) => layer !== "deidentification" && (layer !== "match" || search !== undefined)),
    [search],
  );
  return {
    offered,
    extras,
    controls: (
      <>
        {layers.includes("changes") ? <ChangesControl layer={changes} onAgainst={onAgainst} /> : null}
        {layers.includes("validation") ? <ValidationControl layer={validation} /> : null}
      </>
    ),
    renderNoteActions: ({ id }) => {
      const note = notes.byAnnotation.get(id);
      return note ? <NoteActions note={note} onEdit={() => setDraft({ kind: "change", note })} /> : null;
    },
    onNote: (pointer, place) => setDraft({ kind: "new", pointer, place }),
    dialog: draft ? <NoteDialog address={address} draft={draft} onClose={() => setDraft(undefined)} /> : null,
  };
}
