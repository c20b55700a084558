"use client";

import Box from "@mui/material/Box";
import { useCallback, useId, useMemo, useReducer, useRef, type ReactNode } from "react";
import { useIdentityMask } from "#components/ui/identity-mask.tsx";
import { useKeyboardMap } from "#components/ui/keyboard-map.tsx";
import { token } from "#components/ui/tokens.ts";
import type { PlacedAnnotation } from "#lib/fhir/annotation-index.ts";
import type { Annotation, Layer } from "#lib/fhir/annotation.ts";
import type { JsonDocument } from "#lib/fhir/json-document.ts";
import { foldLines } from "#lib/fhir/json-folds.ts";
import { fhirPathOf, formatPointer, parsePointer } from "#lib/fhir/json-path.ts";
import { findInDocument, type ReferenceTarget } from "#lib/fhir/reference-target.ts";
import { AnnotationPanel } from "./annotation-panel.tsx";
import { FhirPathBar } from "./fhirpath-bar.tsx";
import { FindBar } from "./find-bar.tsx";
import { JsonLines } from "./json-lines.tsx";
import { initialView, reduceView, type JsonViewAction, type JsonViewState } from "./json-view-state.ts";
import { highlightedNodes, marksOf } from "./line-marks.ts";
import { ReferenceHover, useHoveredReference } from "./reference-hover.tsx";
import { StatusBar } from "./status-bar.tsx";
import { useAnnotations } from "./use-annotations.ts";
import { useCopyNotice } from "#components/ui/use-copy-notice.ts";
import { useFhirPath } from "./use-fhirpath.ts";
import { useFind } from "./use-find.ts";
import { useSurvey } from "./use-survey.ts";
import { useReportedPath } from "./use-reported-path.ts";
import { useViewerKeys, VIEWER_KEY_MAP } from "./viewer-keys.ts";
import { ViewerHead } from "./viewer-head.tsx";

export interface JsonViewerProps {
  readonly document: JsonDocument;
  /** Names the lines for screen readers: "JSON of Observation/hb-2041". */
  readonly label: string;
  /** What stands at the left of the head: name, version, time. */
  readonly title: ReactNode;
  readonly etag: string | undefined;
  /** Resource name of the FHIR store. */
  readonly store: string;
  readonly layers: readonly Layer[];
  readonly onLayers: (layers: readonly Layer[]) => void;
  /** Layers that can be switched here. */
  readonly offered: readonly Layer[];
  /** Remarks that come from elsewhere, such as another version or people; the same array while they stay the same. */
  readonly extras: readonly Annotation[];
  /** Controls under the switches of the layers. */
  readonly controls?: ReactNode;
  readonly renderNoteActions?: (annotation: PlacedAnnotation) => ReactNode;
  /** Asks for a note on an element; undefined where none are kept. */
  readonly onNote?: (pointer: string, place: string) => void;
  /** JSON Pointer where the cursor stands at first. */
  readonly initialPointer: string;
  readonly onPointer: (pointer: string) => void;
  /** Opens a reference that leads out of this document. */
  readonly onOpenReference: (target: ReferenceTarget) => void;
  /** One line about the target of a reference annotation. */
  readonly renderTarget: (target: ReferenceTarget, isInDocument: boolean) => ReactNode;
  /** Takes keys while nothing on the page has the focus. */
  readonly isPrimary: boolean;
}

/** JSON on the left, its annotations on the right, one cursor for both. Design section 3, "The JSON annotation viewer". */
export function JsonViewer(props: JsonViewerProps) {
  const { document, store, layers, label } = props;
  useKeyboardMap(VIEWER_KEY_MAP);
  const id = useId();
  const area = useRef<HTMLDivElement>(null);
  const { masked } = useIdentityMask();
  const [state, act] = useReducer(
    (before: JsonViewState, action: JsonViewAction) => reduceView(document, before, action),
    props.initialPointer,
    (pointer) => initialView(document.nodeAtNames(parsePointer(pointer) ?? []) ?? 0),
  );
  const annotations = useAnnotations(document, {
    store,
    cursor: state.cursor,
    layers,
    extras: props.extras,
  });
  const { index, scope, listed, lit } = annotations;
  const view = useMemo(() => foldLines(document, state.folded), [document, state.folded]);
  const isHidden = useCallback((node: number) => masked && index.isIdentifying(node), [masked, index]);
  const find = useFind(document, { cursor: state.cursor, act, isHidden });
  const fhirPath = useFhirPath(document, act);
  const survey = useSurvey(index, store);
  const rootType = document.nodeAt(["resourceType"]);
  const placeOf = (node: number) =>
    fhirPathOf((rootType === undefined ? undefined : document.stringOf(rootType)) ?? "$this", document.pathOf(node));
  const copy = useCopyNotice();
  const focusLines = () => area.current?.querySelector<HTMLElement>('[role="tree"]')?.focus();
  const pick = (annotation: PlacedAnnotation) => act({ do: "pick", annotation: annotation.id, node: annotation.node });
  const { hovered, handlers } = useHoveredReference(document);
  const referenceAt = (node: number) => index.around(node, ["references"])[0];
  const isInDocument = (node: number, target: ReferenceTarget) => findInDocument(document, node, target) !== undefined;
  const under = hovered && referenceAt(hovered.node);
  const openTarget = (node: number, target: ReferenceTarget) => {
    const inside = findInDocument(document, node, target);
    if (inside === undefined) props.onOpenReference(target);
    else act({ do: "move", to: inside });
  };
  const copyValue = () => {
    if (masked && index.holdsIdentifying(state.cursor)) copy.refuse("Masked. Show identities to copy this.");
    else copy.copy(document.stringOf(state.cursor) ?? document.sourceOf(state.cursor), "Value copied");
  };
  const copyPath = () => copy.copy(placeOf(state.cursor), "Path copied");
  const hop = (by: 1 | -1) => {
    const next = nextAnnotation(listed, state, by);
    if (next) pick(next);
  };
  useReportedPath(formatPointer(document.pathOf(state.cursor)), props.onPointer);
  useViewerKeys(
    area,
    {
      onFind: find.open,
      onHop: hop,
      onFhirPath: fhirPath.open,
      onNote:
        props.onNote && (() => props.onNote?.(formatPointer(document.pathOf(state.cursor)), placeOf(state.cursor))),
      onCopyPath: copyPath,
      onCopyValue: copyValue,
      onFoldAll: () => act({ do: "fold-all" }),
      onUnfoldAll: () => act({ do: "unfold-all" }),
    },
    props.isPrimary,
  );
  return (
    <Box ref={area} sx={AREA}>
      <Box component="section" aria-label={label} sx={CARD}>
        <ViewerHead title={props.title} onFind={find.open} onFhirPath={fhirPath.open} onHop={hop} act={act} />
        {fhirPath.isOpen ? (
          <FhirPathBar
            control={fhirPath}
            isCovered={(node) => masked && (node === undefined || index.holdsIdentifying(node))}
            placeOf={placeOf}
            onClose={() => {
              fhirPath.close();
              focusLines();
            }}
          />
        ) : null}
        {find.isOpen ? (
          <FindBar
            find={find}
            isMasked={masked}
            onClose={() => {
              find.close();
              focusLines();
            }}
          />
        ) : null}
        <JsonLines
          id={id}
          label={label}
          document={document}
          view={view}
          state={state}
          act={act}
          marksOf={(node) => marksOf(index, layers, node, isHidden(node))}
          highlighted={highlightedNodes(listed, state.picked, fhirPath.nodes)}
          matchesByLine={find.byLine}
          currentMatch={find.current}
          onEnter={(node) => {
            const target = referenceAt(node);
            if (target?.reference) openTarget(target.node, target.reference);
          }}
          hover={handlers}
        />
        {hovered && under?.reference ? (
          <ReferenceHover anchor={hovered.anchor}>
            {props.renderTarget(under.reference, isInDocument(under.node, under.reference))}
          </ReferenceHover>
        ) : null}
        <StatusBar
          document={document}
          place={placeOf(state.cursor)}
          etag={masked ? undefined : props.etag}
          notice={copy.notice}
          onCopyPath={copyPath}
          onCopyValue={copyValue}
        />
      </Box>
      <AnnotationPanel
        label={label}
        annotations={annotations}
        entryCount={index.scopes.length - 1}
        layers={layers}
        onLayers={props.onLayers}
        lit={lit}
        picked={state.picked}
        scope={scope}
        placeOf={placeOf}
        onPick={pick}
        survey={survey}
        onNextWarning={() => {
          const next = survey?.warnings.find((node) => node > state.cursor) ?? survey?.warnings[0];
          if (next !== undefined) act({ do: "move", to: next });
        }}
        onOpen={openTarget}
        isInDocument={isInDocument}
        renderTarget={props.renderTarget}
        isCovered={({ node }) => masked && index.holdsIdentifying(node)}
        offered={props.offered}
        controls={props.controls}
        renderNoteActions={props.renderNoteActions}
      />
    </Box>
  );
}

/** From the picked annotation to its neighbour; without one, to the nearest from the cursor. Round the ends. */
function nextAnnotation(
  listed: readonly PlacedAnnotation[],
  { picked, cursor }: JsonViewState,
  by: 1 | -1,
): PlacedAnnotation | undefined {
  if (listed.length === 0) return undefined;
  const at = listed.findIndex(({ id }) => id === picked);
  if (at >= 0) return listed[(at + by + listed.length) % listed.length];
  return by === 1
    ? (listed.find(({ node }) => node >= cursor) ?? listed[0])
    : (listed.findLast(({ node }) => node <= cursor) ?? listed.at(-1));
}

const AREA = {
  flex: 1,
  minHeight: 0,
  minWidth: 0,
  display: "grid",
  gap: 3,
  gridTemplateColumns: "minmax(0, 1fr)",
  gridTemplateRows: "minmax(0, 3fr) minmax(0, 2fr)",
  "@container (min-width: 820px)": {
    gridTemplateColumns: "minmax(0, 1fr) minmax(300px, 34%)",
    gridTemplateRows: "minmax(0, 1fr)",
  },
} as const;

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
