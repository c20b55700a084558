"use client";

import Alert from "@mui/material/Alert";
import type { ReactNode } from "react";
import { JsonViewer } from "#components/fhir/json/json-viewer.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import type { Layer } from "#lib/fhir/annotation.ts";
import type { JsonDocument } from "#lib/fhir/json-document.ts";
import type { ReferenceTarget } from "#lib/fhir/reference-target.ts";
import type { ResourceAddress } from "#lib/queries/fhir-resource.ts";
import { DeletedResource } from "./history/deleted-resource.tsx";
import { useResourceLayers } from "./layers/use-resource-layers.tsx";
import { ReferenceTargetLine } from "./reference-target-line.tsx";
import { isDeleted, ResourceProblem } from "./resource-problem.tsx";
import { ResourceTitle } from "./resource-title.tsx";
import { useOpenedResource } from "./use-opened-resource.ts";

export interface ResourceReaderProps {
  readonly address: ResourceAddress;
  readonly layers: readonly Layer[];
  readonly onLayers: (layers: readonly Layer[]) => void;
  /** The version that the changes layer compares with; undefined for the one before. */
  readonly against: string | undefined;
  /** Undefined where the choice is not offered. */
  readonly onAgainst: ((version: string) => void) | undefined;
  /** Id of the search that led here, for the search match layer. */
  readonly search: string | undefined;
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
  const { address } = props;
  const opened = useOpenedResource(address);
  switch (opened.state) {
    case "pending":
      return <LoadingLines what={`${address.type} as JSON`} lines={16} lineHeight={20} />;
    case "failed":
      return isDeleted(opened.error) && address.version === undefined ? (
        <DeletedResource address={address} render={(last) => <ResourceReader {...props} address={last} />} />
      ) : (
        <ResourceProblem address={address} error={opened.error} onRetry={opened.retry} />
      );
    case "unreadable":
      return <Unreadable problem={opened.problem} />;
    case "opened":
      return (
        <Reader
          key={opened.etag ?? opened.document.text.length}
          {...props}
          document={opened.document}
          etag={opened.etag}
        />
      );
  }
}

interface ReaderProps extends ResourceReaderProps {
  readonly document: JsonDocument;
  readonly etag: string | undefined;
}

function Reader({ document, etag, ...props }: ReaderProps) {
  const { address, heading, children } = props;
  const own = useResourceLayers(props, document);
  return (
    <>
      <JsonViewer
        document={document}
        label={`JSON of ${address.type}`}
        title={
          <ResourceTitle address={address} document={document} heading={heading}>
            {children}
          </ResourceTitle>
        }
        etag={etag}
        store={address.store}
        layers={props.layers}
        onLayers={props.onLayers}
        offered={own.offered}
        extras={own.extras}
        controls={own.controls}
        renderNoteActions={own.renderNoteActions}
        onNote={own.onNote}
        initialPointer={props.initialPointer}
        onPointer={props.onPointer}
        onOpenReference={props.onOpenReference}
        renderTarget={(target, isInDocument) => (
          <ReferenceTargetLine store={address.store} target={target} isInDocument={isInDocument} />
        )}
        isPrimary={props.isPrimary}
      />
      {own.dialog}
    </>
  );
}

/** The answer of the API cannot be shown at all. */
export function Unreadable({ problem }: { readonly problem: string }) {
  return (
    <Alert severity="error" variant="outlined" sx={{ m: 3 }}>
      The API answered with something that is no JSON. {problem}
    </Alert>
  );
}
