"use client";

import Box from "@mui/material/Box";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { PlacedAnnotation } from "#lib/fhir/annotation-index.ts";
import { AnnotationItem } from "./annotation-item.tsx";

export interface AnnotationListProps {
  readonly annotations: readonly PlacedAnnotation[];
  /** Ids of the annotations on the cursor. */
  readonly lit: ReadonlySet<string>;
  /** The annotation that keeps the focus ring and stays in sight. */
  readonly active: string | undefined;
  readonly placeOf: (annotation: PlacedAnnotation) => string;
  readonly onPick: (annotation: PlacedAnnotation) => void;
  readonly isCovered: (annotation: PlacedAnnotation) => boolean;
  /** What can be done with an annotation: open its target, change one's note. */
  readonly renderActions: (annotation: PlacedAnnotation) => ReactNode;
}

/** The remarks in document order; only those in sight are in the page. */
export function AnnotationList(props: AnnotationListProps) {
  const { annotations, lit, active, placeOf, onPick, isCovered, renderActions } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: annotations.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 104,
    getItemKey: (index) => annotations[index]?.id ?? index,
    overscan: 4,
  });
  const activeIndex = Math.max(
    annotations.findIndex(({ id }) => id === active),
    0,
  );
  useEffect(() => {
    if (active === undefined) return;
    const { startIndex, endIndex } = virtual.range ?? { startIndex: 0, endIndex: 0 };
    const isInSight = activeIndex > startIndex && activeIndex < endIndex;
    // To the middle, so that the neighbours that light up with it are in sight too.
    if (!isInSight) virtual.scrollToIndex(activeIndex, { align: "center" });
  }, [active, activeIndex, virtual]);
  if (annotations.length === 0) {
    return <EmptyState title="No annotations">The layers that are switched on have nothing to say here.</EmptyState>;
  }
  const rows = virtual.getVirtualItems();
  return (
    <Box ref={scroller} onKeyDown={(event) => handleKey(event, props)} sx={{ flex: 1, minHeight: 0, overflow: "auto" }}>
      <Box component="ul" sx={LIST} style={{ height: virtual.getTotalSize(), paddingTop: rows[0]?.start ?? 0 }}>
        {rows.map(({ index, key }) => {
          const annotation = annotations[index];
          if (!annotation) return null;
          return (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              aria-posinset={index + 1}
              aria-setsize={annotations.length}
            >
              <AnnotationItem
                annotation={annotation}
                place={placeOf(annotation)}
                isLit={lit.has(annotation.id)}
                isTabStop={
                  index === activeIndex || (!rows.some((row) => row.index === activeIndex) && index === rows[0]?.index)
                }
                isCovered={isCovered(annotation)}
                onPick={() => onPick(annotation)}
              >
                {renderActions(annotation)}
              </AnnotationItem>
            </li>
          );
        })}
      </Box>
    </Box>
  );
}

const LIST = { m: 0, p: 0, listStyle: "none", boxSizing: "border-box" } as const;

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 };

/** Arrow keys move the focus between items; the item that gets it is picked, as in a list of mails. */
function handleKey(event: KeyboardEvent<HTMLElement>, { annotations, onPick }: AnnotationListProps): void {
  const step = STEPS[event.key];
  if (step === undefined || !(event.target instanceof HTMLElement)) return;
  const item = event.target.closest<HTMLElement>("[data-index]");
  const target = Math.max(0, Math.min(annotations.length - 1, Number(item?.dataset["index"] ?? -1) + step));
  const annotation = annotations[target];
  if (!item || !annotation) return;
  event.preventDefault();
  const list = event.currentTarget;
  onPick(annotation);
  // The item may have to be scrolled into the page first.
  requestAnimationFrame(() => {
    list.querySelector<HTMLElement>(`[data-index="${target}"] [data-annotation]`)?.focus({ preventScroll: true });
  });
}
