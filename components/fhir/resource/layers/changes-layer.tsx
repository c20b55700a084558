"use client";

import Box from "@mui/material/Box";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useId, useMemo } from "react";
import { problemOf } from "#components/ui/explain-problem.ts";
import { formatMoment } from "#components/ui/moment.ts";
import { token } from "#components/ui/tokens.ts";
import { annotateChanges } from "#lib/fhir/annotate-changes.ts";
import type { Annotation } from "#lib/fhir/annotation.ts";
import type { JsonDocument } from "#lib/fhir/json-document.ts";
import { parseJson } from "#lib/fhir/lossless-json.ts";
import { fhirResourceQueries, type ResourceAddress, type ResourceVersion } from "#lib/queries/fhir-resource.ts";

export interface ChangesLayer {
  readonly annotations: readonly Annotation[];
  /** Versions to compare with, newest first; the one on screen is not among them. */
  readonly others: readonly ResourceVersion[];
  readonly against: ResourceVersion | undefined;
  readonly isPending: boolean;
  readonly error: unknown;
}

export interface ChangesLayerOptions {
  readonly address: ResourceAddress;
  readonly document: JsonDocument;
  /** Version to compare with; undefined for the one before. */
  readonly against: string | undefined;
  readonly isOn: boolean;
}

const NOTHING: readonly Annotation[] = [];

/** What is different from another version. Asks for nothing until it is switched on. */
export function useChangesLayer({ address, document, against, isOn }: ChangesLayerOptions): ChangesLayer {
  const history = useInfiniteQuery({ ...fhirResourceQueries.history(address), enabled: isOn });
  const shown = ownVersion(document);
  const readable = (history.data?.pages ?? []).flatMap((page) => page.versions).filter(({ isDeletion }) => !isDeletion);
  const other = otherVersion(readable, shown, against);
  const isAsked = isOn && other !== undefined && other.versionId !== shown;
  const text = useQuery({ ...fhirResourceQueries.read({ ...address, version: other?.versionId }), enabled: isAsked });
  const annotations = useAnnotatedChanges(document, isAsked ? text.data?.text : undefined, other);
  return {
    annotations,
    others: readable.filter(({ versionId }) => versionId !== shown),
    against: other,
    isPending: history.isPending || (isAsked && text.isPending),
    error: history.error ?? text.error ?? undefined,
  };
}

/** The one that was asked for, else the one before. */
function otherVersion(
  readable: readonly ResourceVersion[],
  shown: string | undefined,
  against: string | undefined,
): ResourceVersion | undefined {
  const at = readable.findIndex(({ versionId }) => versionId === shown);
  return readable.find(({ versionId }) => versionId === against) ?? readable[at + 1];
}

function useAnnotatedChanges(
  document: JsonDocument,
  before: string | undefined,
  other: ResourceVersion | undefined,
): readonly Annotation[] {
  const name = other === undefined ? "" : `the version of ${formatMoment(other.at)}`;
  return useMemo(
    () => (before === undefined ? NOTHING : annotateChanges(parseJson(before), parseJson(document.text), name)),
    [before, document, name],
  );
}

function ownVersion(document: JsonDocument): string | undefined {
  const node = document.nodeAt(["meta", "versionId"]);
  return node === undefined ? undefined : document.stringOf(node);
}

export interface ChangesControlProps {
  readonly layer: ChangesLayer;
  readonly onAgainst: ((version: string) => void) | undefined;
}

/** Chooses the version that the changes layer compares with. */
export function ChangesControl({ layer, onAgainst }: ChangesControlProps) {
  const id = useId();
  if (layer.error !== undefined) {
    return <Box sx={LINE}>The other version could not be read. {problemOf(layer.error).message}</Box>;
  }
  if (!layer.isPending && layer.others.length === 0)
    return <Box sx={LINE}>There is no other version to compare with.</Box>;
  if (layer.others.length === 0) return <Box sx={LINE}>Reading the versions…</Box>;
  return (
    <Box sx={LINE}>
      <label htmlFor={id}>Changes since</label>
      <Box
        component="select"
        id={id}
        value={layer.against?.versionId ?? ""}
        disabled={onAgainst === undefined}
        onChange={(event) => onAgainst?.(event.target.value)}
        sx={SELECT}
      >
        {layer.against === undefined ? <option value="">no earlier version</option> : null}
        {layer.others.map(({ versionId, at }) => (
          <option key={versionId} value={versionId}>
            {formatMoment(at)}
          </option>
        ))}
      </Box>
    </Box>
  );
}

const LINE = {
  display: "flex",
  gap: 2,
  alignItems: "center",
  px: 3,
  py: "5px",
  fontSize: 12,
  color: token.dim,
  borderBottom: `1px solid ${token.line}`,
} as const;

const SELECT = {
  font: "inherit",
  color: token.ink,
  bgcolor: token.panel,
  border: `1px solid ${token.control}`,
  borderRadius: "5px",
  minHeight: 24,
  minWidth: 0,
} as const;
