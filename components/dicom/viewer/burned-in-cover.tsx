"use client";

import type { ScreenPoint, ViewSnapshot } from "./view-handle.ts";

/** Covers what lies outside the regions of an ultrasound picture: its banner, where names are burned in. */
export function BurnedInCover({ view }: { readonly view: Pick<ViewSnapshot, "outline" | "clearParts"> }) {
  return (
    <svg width="100%" height="100%" style={{ position: "absolute", inset: 0 }} aria-hidden="true" data-testid="cover">
      <path d={[view.outline, ...view.clearParts].map(pathOf).join("")} fill="#3a4654" fillRule="evenodd" />
    </svg>
  );
}

function pathOf(points: readonly ScreenPoint[]): string {
  return `M${points.map(([x, y]) => `${x} ${y}`).join("L")}Z`;
}
