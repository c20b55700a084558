"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useMemo, type ReactNode } from "react";
import { formatCount, formatPlural } from "#components/ui/quantity.ts";
import { problemOf } from "#components/ui/explain-problem.ts";
import { token } from "#components/ui/tokens.ts";
import type { PlacedAnnotation, Scope } from "#lib/fhir/annotation-index.ts";
import type { Layer } from "#lib/fhir/annotation.ts";
import type { ReferenceTarget } from "#lib/fhir/reference-target.ts";
import type { AnnotationSurvey } from "#lib/fhir/survey-annotations.ts";
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
  /** Figures of a large bundle as a whole, once they are there. */
  readonly survey: AnnotationSurvey | undefined;
  /** Goes to the next remark to check, in whatever entry. */
  readonly onNextWarning: () => void;
  readonly onOpen: (node: number, target: ReferenceTarget) => void;
  readonly isInDocument: (node: number, target: ReferenceTarget) => boolean;
  readonly renderTarget: (target: ReferenceTarget, isInDocument: boolean) => ReactNode;
  readonly isCovered: (annotation: PlacedAnnotation) => boolean;
  readonly offered: readonly Layer[];
  /** Controls of the layers that are on: which version to compare with, the store's own validation. */
  readonly controls: ReactNode;
  readonly renderNoteActions: ((annotation: PlacedAnnotation) => ReactNode) | undefined;
}

/** The right card: how many remarks, which layers, and the remarks. */
export function AnnotationPanel(props: AnnotationPanelProps) {
  const { annotations, layers, onLayers, lit, picked, placeOf, onPick, onOpen, isInDocument, renderTarget } = props;
  const { listed, counts, problem } = annotations;
  const { entryCount } = props;
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
      <LayerChips layers={layers} counts={counts} offered={props.offered} onChange={onLayers} />
      {props.controls}
      {entryCount > 0 ? <SurveyLine survey={props.survey} onNextWarning={props.onNextWarning} /> : null}
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
        isCovered={props.isCovered}
        renderActions={(annotation) =>
          annotation.reference ? (
            <ReferenceActions
              target={annotation.reference}
              isInDocument={isInDocument(annotation.node, annotation.reference)}
              onOpen={(target) => onOpen(annotation.node, target)}
              renderTarget={renderTarget}
            />
          ) : (
            props.renderNoteActions?.(annotation)
          )
        }
      />
    </Box>
  );
}

function countText(listed: readonly PlacedAnnotation[]): string {
  const paths = new Set(listed.map(({ node }) => node)).size;
  return `${formatCount(listed.length)} on ${formatPlural(paths, "path")}`;
}

interface SurveyLineProps {
  readonly survey: AnnotationSurvey | undefined;
  readonly onNextWarning: () => void;
}

/** The whole bundle in figures: the list below is about one entry. */
function SurveyLine({ survey, onNextWarning }: SurveyLineProps) {
  const total = survey ? Object.values(survey.counts).reduce((sum, count) => sum + count, 0) : 0;
  return (
    <Box role="status" sx={SURVEY}>
      <span>
        {survey
          ? `Whole bundle: ${formatPlural(total, "annotation")}, ${formatCount(survey.warnings.length)} to check`
          : "Reading the whole bundle…"}
      </span>
      {survey && survey.warnings.length > 0 ? (
        <Button variant="text" onClick={onNextWarning} sx={{ ml: "auto", py: 0 }}>
          Next to check
        </Button>
      ) : null}
    </Box>
  );
}

const SURVEY = {
  display: "flex",
  gap: 2,
  alignItems: "center",
  px: 3,
  py: "3px",
  minHeight: 30,
  fontSize: 12,
  color: token.dim,
  borderBottom: `1px solid ${token.line}`,
} as const;

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
