import type { PaletteName } from "#lib/dicom/palette.ts";
import type { ViewHandle } from "./view-handle.ts";

/** Cuts through a volume along the axes of the body. */
export type PlaneName = "axial" | "coronal" | "sagittal";

export const PLANE_NAMES: readonly PlaneName[] = ["axial", "coronal", "sagittal"];

/** The colour of a plane: of its mark, and of its line in the others. They are read on black in both themes. */
export const PLANE_COLOURS: Readonly<Record<PlaneName, string>> = {
  axial: "rgb(255, 120, 120)",
  coronal: "rgb(110, 220, 130)",
  sagittal: "rgb(255, 210, 80)",
};

/** Identity of a plane among the views on screen. */
export function planeViewId(name: PlaneName): string {
  return `plane-${name}`;
}

/** What is shown of the voxels that lie behind each other in a slab. */
export type SlabBlend = "max" | "min" | "mean";

export const SLAB_BLENDS: readonly SlabBlend[] = ["max", "min", "mean"];

export interface Slab {
  readonly blend: SlabBlend;
  /** Thickness; above 0. */
  readonly millimetres: number;
}

/** How the PET lies over the CT. */
export interface FusionLook {
  /** From 0 to 1. */
  readonly opacity: number;
  readonly palette: PaletteName;
  /** The value that takes the palette's last colour; SUV where the file tells what it takes. */
  readonly upper: number;
}

/** Three planes through one volume, with crosshairs where they meet. Knows nothing of the engine behind. */
export interface PlaneSet {
  readonly views: Readonly<Record<PlaneName, ViewHandle>>;
  /** Undefined for the thinnest cut. */
  readonly setSlab: (slab: Slab | undefined) => void;
  readonly setFusion: (look: FusionLook) => void;
  readonly showCrosshairs: (isShown: boolean) => void;
  readonly dispose: () => void;
}
