"use client";

import Box from "@mui/material/Box";
import type { KeyboardEvent, PointerEvent } from "react";
import { token } from "#components/ui/tokens.ts";

export const TREE_WIDTH = { min: 200, max: 560, initial: 272, step: 16 } as const;

export interface TreeResizerProps {
  /** Width of the tree in CSS pixels. */
  readonly width: number;
  readonly onResize: (width: number) => void;
}

/** The edge of the tree: drag it, or focus it and use the arrow keys; a double click restores the width. */
export function TreeResizer({ width, onResize }: TreeResizerProps) {
  const resize = (next: number) => onResize(Math.min(TREE_WIDTH.max, Math.max(TREE_WIDTH.min, Math.round(next))));
  const handleKey = (event: KeyboardEvent) => {
    const next = widthByKey(event.key, width);
    if (next === undefined) return;
    event.preventDefault();
    resize(next);
  };
  const handleMove = (event: PointerEvent<HTMLDivElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) resize(event.clientX);
  };
  return (
    <Box
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the resource tree"
      aria-valuenow={width}
      aria-valuemin={TREE_WIDTH.min}
      aria-valuemax={TREE_WIDTH.max}
      tabIndex={0}
      onKeyDown={handleKey}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={handleMove}
      onDoubleClick={() => resize(TREE_WIDTH.initial)}
      sx={EDGE}
    />
  );
}

function widthByKey(key: string, width: number): number | undefined {
  switch (key) {
    case "ArrowLeft":
      return width - TREE_WIDTH.step;
    case "ArrowRight":
      return width + TREE_WIDTH.step;
    case "Home":
      return TREE_WIDTH.min;
    case "End":
      return TREE_WIDTH.max;
    default:
      return undefined;
  }
}

const EDGE = {
  position: "absolute",
  top: 0,
  right: -3,
  width: 6,
  height: "100%",
  zIndex: 2,
  cursor: "col-resize",
  touchAction: "none",
  "&:hover, &:active, &:focus-visible": { bgcolor: token.accent, opacity: 0.5, outline: "none" },
} as const;
