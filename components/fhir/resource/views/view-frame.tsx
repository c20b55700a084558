"use client";

import Box from "@mui/material/Box";
import { useMemo, type ReactNode } from "react";
import { useDefinitions } from "#components/fhir/json/use-definitions.ts";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { token } from "#components/ui/tokens.ts";
import { AnnotationIndex, typesIn } from "#lib/fhir/annotation-index.ts";
import type { Definitions } from "#lib/fhir/definitions.ts";
import { createDefinitions } from "#lib/fhir/definitions.ts";
import type { JsonDocument } from "#lib/fhir/json-document.ts";
import { isJsonObject, parseJson, type JsonObject } from "#lib/fhir/lossless-json.ts";
import type { ResourceAddress } from "#lib/queries/fhir-resource.ts";
import { DeletedResource } from "../history/deleted-resource.tsx";
import { isDeleted, ResourceProblem } from "../resource-problem.tsx";
import { Unreadable } from "../resource-reader.tsx";
import { ResourceTitle } from "../resource-title.tsx";
import { useOpenedResource } from "../use-opened-resource.ts";

/** A resource with all that a view of it needs. */
export interface ViewedResource {
  readonly address: ResourceAddress;
  readonly document: JsonDocument;
  readonly resource: JsonObject;
  readonly definitions: Definitions;
  /** Knows which values identify a person. */
  readonly index: AnnotationIndex;
}

export interface ViewFrameProps {
  readonly address: ResourceAddress;
  readonly render: (viewed: ViewedResource) => ReactNode;
}

/** The card around a view: loads the resource and its definitions, and shows why when it cannot. */
export function ViewFrame({ address, render }: ViewFrameProps) {
  const opened = useOpenedResource(address);
  switch (opened.state) {
    case "pending":
      return <LoadingLines what={address.type} lines={12} />;
    case "failed":
      return isDeleted(opened.error) && address.version === undefined ? (
        <DeletedResource address={address} render={(last) => <ViewFrame address={last} render={render} />} />
      ) : (
        <ResourceProblem address={address} error={opened.error} onRetry={opened.retry} />
      );
    case "unreadable":
      return <Unreadable problem={opened.problem} />;
    case "opened":
      return <Viewed address={address} document={opened.document} render={render} />;
  }
}

const NONE = createDefinitions({ resourceTypes: [], types: {}, codes: {} });

function Viewed({ address, document, render }: ViewFrameProps & { readonly document: JsonDocument }) {
  const index = useMemo(() => new AnnotationIndex(document, { definitions: NONE }), [document]);
  const types = useMemo(
    () => typesIn(document, { node: 0, type: address.type, entry: undefined }, false),
    [document, address],
  );
  const { definitions, problem } = useDefinitions(types);
  const resource = useMemo(() => parseJson(document.text), [document]);
  if (!isJsonObject(resource)) return <Unreadable problem="It is no resource." />;
  return (
    <Box component="section" aria-label={`${address.type} in words`} sx={CARD}>
      <Box sx={HEAD}>
        <ResourceTitle address={address} document={document} heading="h1" />
      </Box>
      {problem === undefined ? null : <QueryProblem error={problem} />}
      {definitions ? (
        render({ address, document, resource, definitions, index })
      ) : (
        <LoadingLines what="the definitions" />
      )}
    </Box>
  );
}

const CARD = {
  flex: 1,
  minHeight: 0,
  minWidth: 0,
  display: "flex",
  flexDirection: "column",
  bgcolor: token.panel,
  border: `1px solid ${token.line}`,
  borderRadius: "10px",
  boxShadow: token.shadow,
  overflow: "hidden",
} as const;

const HEAD = {
  display: "flex",
  alignItems: "center",
  minHeight: 38,
  px: 3,
  borderBottom: `1px solid ${token.line}`,
  color: token.dim,
  fontSize: 12,
} as const;
