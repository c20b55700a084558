"use client";

import Box from "@mui/material/Box";
import { useMemo, useState, type ReactNode } from "react";
import type { Annotation, Layer } from "#lib/fhir/annotation.ts";
import { createJsonDocument } from "#lib/fhir/json-document.ts";
import { JsonViewer } from "./json-viewer.tsx";

export interface SampleReaderProps {
  readonly text: string;
  /** Names it for screen readers. */
  readonly label: string;
  readonly title: ReactNode;
  /** Resource name of the FHIR store. */
  readonly store: string;
  /** Remarks on what became of it. */
  readonly extras: readonly Annotation[];
  /** JSON Pointer where the cursor stands at first. */
  readonly pointer: string;
}

const OFFERED: readonly Layer[] = ["meaning", "identifiers", "deidentification"];

/** A resource that stands in no store any more, in the annotation viewer: remarks and lines under one cursor. */
export function SampleReader({ text, label, title, store, extras, pointer }: SampleReaderProps) {
  const document = useMemo(() => createJsonDocument(text), [text]);
  const [layers, setLayers] = useState<readonly Layer[]>(["deidentification"]);
  return (
    <Box sx={{ display: "flex", minHeight: 0, minWidth: 0, height: "100%", containerType: "inline-size" }}>
      <JsonViewer
        document={document}
        label={label}
        title={title}
        etag={undefined}
        store={store}
        layers={layers}
        onLayers={setLayers}
        offered={OFFERED}
        extras={extras}
        initialPointer={pointer}
        onPointer={nothing}
        onOpenReference={nothing}
        renderTarget={nothingToShow}
        isPrimary={false}
      />
    </Box>
  );
}

/** A sample leads nowhere: its references point at pseudonyms. */
function nothing(): void {}

function nothingToShow(): null {
  return null;
}
