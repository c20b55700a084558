"use client";

import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useMemo, type ReactNode } from "react";
import { formatCount, formatPlural } from "#components/ui/quantity.ts";
import { problemOf } from "#components/ui/explain-problem.ts";
import { token } from "#components/ui/tokens.ts";
import type { PlacedAnnotation, Scope } from "#lib/fhir/annotation-index.ts";
import type { Layer } from "#lib/fhir/annotation.ts";
import type { ReferenceTarget } from "#lib/fhir/reference-target.ts";
import { AnnotationList } from "./annotation-list.tsx";
import { LayerChips } from "./layer-chips.tsx";
import { ReferenceActions } from "./reference-actions.tsx";
import type { Annotations } from "./use-annotations.ts";

export interface AnnotationPanelProps {
  /** What the viewer shows: tells this card from the one of a viewer beside. */
  readonly label: string;
  readonly annotations: Annotations;
  /** Entries that are annotated one at a time; 0 when the whole document is. */
  readonly entryCount: number;
  readonly layers: readonly Layer[];
  readonly onLayers: (layers: readonly Layer[]) => void;
  readonly lit: readonly PlacedAnnotation[];
  /** Id of the picked annotation. */
  readonly picked: string | undefined;
  readonly scope: Scope;
  readonly placeOf: (node: number) => string;
  readonly onPick: (annotation: PlacedAnnotation) => void;
  readonly onOpen: (node: number, target: ReferenceTarget) => void;
  readonly isInDocument: (node: number, target: ReferenceTarget) => boolean;
  readonly renderTarget: (target: ReferenceTarget, isInDocument: boolean) => ReactNode;
}

/** The right card: how many remarks, which layers, and the remarks. */
export function AnnotationPanel(props: AnnotationPanelProps) {
  const { annotations, layers, onLayers, lit, picked, placeOf, onPick, onOpen, isInDocument, renderTarget } = props;
  const { listed, counts, problem } = annotations;
  const litIds = useMemo(() => new Set(picked === undefined ? lit.map(({ id }) => id) : [picked]), [lit, picked]);
  return (
    <Box component="section" aria-label={`Annotations, ${props.label}`} sx={CARD}>
      <Box sx={HEAD}>
        <Typography variant="h3" component="h2" sx={{ color: token.ink }}>
          Annotations
        </Typography>
        <Box component="span" sx={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>
          {countText(listed)}
        </Box>
        <EntryNote {...props} />
      </Box>
      <LayerChips layers={layers} counts={counts} onChange={onLayers} />
      {problem === undefined ? null : (
        <Box role="status" sx={{ px: 3, py: 2, color: token.warn, borderBottom: `1px solid ${token.line}` }}>
          The FHIR definitions could not be loaded, so meanings are missing. {problemOf(problem).message}
        </Box>
      )}
      <AnnotationList
        annotations={listed}
        lit={litIds}
        active={picked ?? lit[0]?.id}
        placeOf={(annotation) => placeOf(annotation.node)}
        onPick={onPick}
        renderReference={(annotation) =>
          annotation.reference ? (
            <ReferenceActions
              target={annotation.reference}
              isInDocument={isInDocument(annotation.node, annotation.reference)}
              onOpen={(target) => onOpen(annotation.node, target)}
              renderTarget={renderTarget}
            />
          ) : null
        }
      />
    </Box>
  );
}

function countText(listed: readonly PlacedAnnotation[]): string {
  const paths = new Set(listed.map(({ node }) => node)).size;
  return `${formatCount(listed.length)} on ${formatPlural(paths, "path")}`;
}

/** In a large bundle the list follows the cursor from entry to entry. */
function EntryNote({ entryCount, scope }: AnnotationPanelProps) {
  if (entryCount === 0) return null;
  const words =
    scope.entry === undefined
      ? "the bundle itself"
      : `entry ${formatCount(scope.entry + 1)} of ${formatCount(entryCount)}`;
  return (
    <Box
      component="span"
      title="In a bundle of this size, annotations follow the cursor from entry to entry."
      sx={{ ml: "auto", whiteSpace: "nowrap" }}
    >
      {words}
    </Box>
  );
}

const CARD = {
  display: "flex",
  flexDirection: "column",
  minWidth: 0,
  minHeight: 0,
  bgcolor: token.panel,
  border: `1px solid ${token.line}`,
  borderRadius: "10px",
  boxShadow: token.shadow,
  overflow: "hidden",
} as const;

const HEAD = {
  display: "flex",
  gap: 2,
  alignItems: "center",
  minHeight: 38,
  px: 3,
  borderBottom: `1px solid ${token.line}`,
  color: token.dim,
  fontSize: 12,
} as const;
