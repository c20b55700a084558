import { eventTarget } from "@cornerstonejs/core";
import { annotation, Enums, utilities, type Types } from "@cornerstonejs/tools";
import type { Measurement, MeasurementBook, MeasuredFigure } from "#components/dicom/viewer/measurement.ts";
import { textOf } from "#lib/dicom/attributes.ts";
import { annotationFigures } from "./annotation-figures.ts";
import { createHistory } from "./annotation-history.ts";
import { renderingEngine } from "./engine.ts";
import { imageOf } from "./image-ids.ts";
import { askNoteBy, measureToolOf } from "./tools.ts";

const { Events } = Enums;
const CHANGES = [
  Events.ANNOTATION_ADDED,
  Events.ANNOTATION_COMPLETED,
  Events.ANNOTATION_MODIFIED,
  Events.ANNOTATION_REMOVED,
];

let book: MeasurementBook | undefined;

/** The measurements of this page; there is one book for all views. */
export function measurementBook(): MeasurementBook {
  book ??= openBook();
  return book;
}

function openBook(): MeasurementBook {
  const listeners = new Set<() => void>();
  /** Figures of pictures that are off screen now: Cornerstone forgets them when a change is taken back. */
  const figures = new Map<string, readonly MeasuredFigure[]>();
  let known: readonly Measurement[] = [];
  const refresh = () => {
    const next = measured().flatMap((found) => readMeasurement(found, figures) ?? []);
    if (JSON.stringify(next) === JSON.stringify(known)) return;
    known = next;
    for (const listener of listeners) listener();
  };
  const history = createHistory(measured);
  for (const name of CHANGES) eventTarget.addEventListener(name, refresh);
  // Some tools work out their figures while they are painted, and tell nobody. The event is one of the view's element, and does not bubble.
  document.addEventListener(Events.ANNOTATION_RENDERED, refresh, { capture: true });
  eventTarget.addEventListener(Events.ANNOTATION_COMPLETED, history.note);
  eventTarget.addEventListener(Events.ANNOTATION_MODIFIED, history.noteSoon);
  const then = (act: () => void) => {
    act();
    repaint();
    refresh();
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    list: () => known,
    rename: (id, label) =>
      then(() => {
        const found = annotation.state.getAnnotation(id);
        if (!found) return;
        found.data.label = label;
        history.note();
      }),
    remove: (id) =>
      then(() => {
        annotation.state.removeAnnotation(id);
        history.note();
      }),
    undo: () => then(history.undo),
    redo: () => then(history.redo),
    select: (id) => then(() => annotation.selection.setAnnotationSelected(id, true, false)),
    onAskNote: askNoteBy,
  };
}

function measured(): Types.Annotation[] {
  return annotation.state
    .getAllAnnotations()
    .filter(({ metadata }: Types.Annotation) => measureToolOf(metadata?.toolName ?? "") !== undefined);
}

function readMeasurement(
  found: Types.Annotation,
  figures: Map<string, readonly MeasuredFigure[]>,
): Measurement | undefined {
  const tool = measureToolOf(found.metadata?.toolName ?? "");
  const id = found.annotationUID;
  if (!tool || id === undefined) return undefined;
  const now = annotationFigures(tool, found);
  if (now.length > 0) figures.set(id, now);
  return {
    id,
    tool,
    label: labelOf(found.data),
    figures: figures.get(id) ?? [],
    points: pointsOf(found),
    isClosed: found.data.contour?.closed === true || tool === "ellipse" || tool === "rectangle",
    ...placeOf(found),
  };
}

/** An arrow keeps its words apart from its label. */
function labelOf({ label, ...data }: Types.AnnotationData): string {
  return String(label || data["text"] || "");
}

function placeOf({ metadata }: Types.Annotation): Pick<Measurement, "series" | "instance" | "frame"> {
  const image = imageOf(metadata?.referencedImageId ?? "");
  if (!image) return { series: "", instance: "", frame: 1 };
  return { series: textOf(image.attributes, "0020000E") ?? "", instance: image.instance, frame: image.frame };
}

/** Cornerstone gives a rectangle's corners row by row; others go round. */
function pointsOf({ data, metadata }: Types.Annotation): Measurement["points"] {
  const points = data.contour?.polyline ?? data.handles?.points ?? [];
  const plain = points.map(([x, y, z]): Measurement["points"][number] => [x, y, z]);
  const [a, b, c, d] = plain;
  return measureToolOf(metadata?.toolName ?? "") === "rectangle" && a && b && c && d ? [a, b, d, c] : plain;
}

function repaint(): void {
  utilities.triggerAnnotationRenderForViewportIds(
    renderingEngine()
      .getViewports()
      .map(({ id }) => id),
  );
}
