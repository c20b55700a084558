import { annotation, type Types } from "@cornerstonejs/tools";

export interface AnnotationHistory {
  /** Remembers what stands now as a step. */
  readonly note: () => void;
  /** The same, once a drag has come to rest. */
  readonly noteSoon: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

const REST = 400;
const STEPS_AT_MOST = 100;

/** Steps back and forth through the states of all annotations that `list` gives. */
export function createHistory(list: () => readonly Types.Annotation[]): AnnotationHistory {
  let steps: (readonly Types.Annotation[])[] = [[]];
  let place = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const note = () => {
    clearTimeout(timer);
    timer = undefined;
    const now = list().map(copyOf);
    if (JSON.stringify(now) === JSON.stringify(steps[place])) return;
    steps = [...steps.slice(0, place + 1), now].slice(-STEPS_AT_MOST);
    place = steps.length - 1;
  };
  const go = (by: 1 | -1) => {
    if (timer !== undefined) note();
    const step = steps[place + by];
    if (!step) return;
    place += by;
    restore(list(), step);
  };
  return {
    note,
    noteSoon: () => {
      clearTimeout(timer);
      timer = setTimeout(note, REST);
    },
    undo: () => go(-1),
    redo: () => go(1),
  };
}

function restore(now: readonly Types.Annotation[], step: readonly Types.Annotation[]): void {
  const wanted = new Set(step.map(({ annotationUID }) => annotationUID));
  for (const { annotationUID } of now) {
    if (annotationUID !== undefined && !wanted.has(annotationUID)) annotation.state.removeAnnotation(annotationUID);
  }
  for (const kept of step) {
    const standing = now.find(({ annotationUID }) => annotationUID === kept.annotationUID);
    const { data } = copyOf(kept);
    if (standing) Object.assign(standing.data, data, { cachedStats: {} });
    else
      annotation.state.addAnnotation(
        { ...copyOf(kept), data: { ...data, cachedStats: {} } },
        kept.metadata?.FrameOfReferenceUID ?? "",
      );
    const again = standing ?? annotation.state.getAnnotation(kept.annotationUID ?? "");
    if (again) again.invalidated = true;
  }
}

/** Points and words without the engine's own objects and results. */
function copyOf({ annotationUID, metadata, data }: Types.Annotation): Types.Annotation {
  const copy: Types.Annotation = { data: plain(data, new Set(["cachedStats", "spline"])) as Types.AnnotationData };
  if (annotationUID !== undefined) copy.annotationUID = annotationUID;
  if (metadata) copy.metadata = plain(metadata, new Set(["enabledElement"])) as Types.AnnotationMetadata;
  return { ...copy, highlighted: false, isLocked: false, isVisible: true, invalidated: true };
}

function plain(value: unknown, left: ReadonlySet<string>): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Float32Array);
  if (Array.isArray(value)) return value.map((part) => plain(part, left));
  if (typeof value !== "object" || value === null) return typeof value === "function" ? undefined : value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) =>
      left.has(key) || typeof part === "function" ? [] : [[key, plain(part, left)]],
    ),
  );
}
