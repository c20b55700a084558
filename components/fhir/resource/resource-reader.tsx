"use client";

import Alert from "@mui/material/Alert";
import { useQuery } from "@tanstack/react-query";
import { useMemo, type ReactNode } from "react";
import { JsonViewer } from "#components/fhir/json/json-viewer.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import type { Layer } from "#lib/fhir/annotation.ts";
import { createJsonDocument, type JsonDocument } from "#lib/fhir/json-document.ts";
import { JsonSyntaxError } from "#lib/fhir/lossless-json.ts";
import type { ReferenceTarget } from "#lib/fhir/reference-target.ts";
import { fhirResourceQueries, type ResourceAddress } from "#lib/queries/fhir-resource.ts";
import { ReferenceTargetLine } from "./reference-target-line.tsx";
import { ResourceProblem } from "./resource-problem.tsx";
import { ResourceTitle } from "./resource-title.tsx";

export interface ResourceReaderProps {
  readonly address: ResourceAddress;
  readonly layers: readonly Layer[];
  readonly onLayers: (layers: readonly Layer[]) => void;
  readonly initialPointer: string;
  readonly onPointer: (pointer: string) => void;
  readonly onOpenReference: (target: ReferenceTarget) => void;
  readonly isPrimary: boolean;
  /** The page's own heading, or a lesser one in a panel beside. */
  readonly heading: "h1" | "h2";
  /** More in the head, after the title. */
  readonly children?: ReactNode;
}

/** Fetches one resource as text and shows it in the annotated viewer. */
export function ResourceReader(props: ResourceReaderProps) {
  const { address, heading, children } = props;
  const query = useQuery(fhirResourceQueries.read(address));
  const text = query.data?.text;
  const opened = useMemo(() => (text === undefined ? undefined : openDocument(text)), [text]);
  if (query.isPending || opened === undefined) {
    if (query.isError)
      return <ResourceProblem address={address} error={query.error} onRetry={() => void query.refetch()} />;
    return <LoadingLines what={`${address.type} as JSON`} lines={16} lineHeight={20} />;
  }
  if (!opened.document) return <Unreadable problem={opened.problem} />;
  return (
    <JsonViewer
      key={query.data?.etag ?? opened.document.text.length}
      document={opened.document}
      label={`JSON of ${address.type}`}
      title={
        <ResourceTitle address={address} document={opened.document} heading={heading}>
          {children}
        </ResourceTitle>
      }
      etag={query.data?.etag}
      store={address.store}
      layers={props.layers}
      onLayers={props.onLayers}
      initialPointer={props.initialPointer}
      onPointer={props.onPointer}
      onOpenReference={props.onOpenReference}
      renderTarget={(target, isInDocument) => (
        <ReferenceTargetLine store={address.store} target={target} isInDocument={isInDocument} />
      )}
      isPrimary={props.isPrimary}
    />
  );
}

type Opened = { readonly document: JsonDocument } | { readonly document: undefined; readonly problem: string };

function openDocument(text: string): Opened {
  try {
    return { document: createJsonDocument(text) };
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return { document: undefined, problem: error.message };
  }
}

function Unreadable({ problem }: { readonly problem: string }) {
  return (
    <Alert severity="error" variant="outlined" sx={{ m: 3 }}>
      The API answered with something that is no JSON. {problem}
    </Alert>
  );
}
