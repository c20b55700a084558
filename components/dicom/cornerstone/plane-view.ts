import { Enums, type Types, type VolumeViewport } from "@cornerstonejs/core";
import { planeViewId, type PlaneName } from "#components/dicom/viewer/plane-set.ts";
import type { ViewHandle, ViewSnapshot } from "#components/dicom/viewer/view-handle.ts";
import type { ViewStore } from "#components/dicom/viewer/view-store.ts";
import { cameraActs } from "./camera-acts.ts";
import { enableView, renderingEngine } from "./engine.ts";
import { followView } from "./follow-view.ts";
import { moveBy, startWindow } from "./plane-acts.ts";
import { readPlaneLook } from "./plane-look.ts";
import { volumeIdOf, type VolumeSource } from "./volumes.ts";
import { rangeOf } from "./window-range.ts";

/** The planes through one volume, for what they share. */
export interface PlaneGroup {
  readonly planes: readonly Plane[];
  /** Puts slab and overlay on again. */
  readonly dress: () => void;
  readonly retry: () => void;
}

export interface PlaneOptions {
  readonly element: HTMLDivElement;
  readonly base: VolumeSource;
  readonly store: ViewStore<ViewSnapshot>;
  readonly group: () => PlaneGroup;
}

/** One plane: it exists before its viewport, which stands once the volume is there. */
export interface Plane {
  readonly handle: ViewHandle;
  readonly viewport: () => VolumeViewport | undefined;
  readonly enable: () => VolumeViewport;
  readonly look: () => void;
  readonly close: () => void;
}

const ORIENTATION = {
  axial: Enums.OrientationAxis.AXIAL,
  coronal: Enums.OrientationAxis.CORONAL,
  sagittal: Enums.OrientationAxis.SAGITTAL,
} as const satisfies Record<PlaneName, Enums.OrientationAxis>;

/** Prepares a plane in an element. */
export function openPlane(name: PlaneName, { element, base, store, group }: PlaneOptions): Plane {
  const viewportId = planeViewId(name);
  const volumeId = volumeIdOf(base);
  let viewport: VolumeViewport | undefined;
  let forget: (() => void) | undefined;
  const look = () => {
    if (viewport && store.snapshot().status === "ready") store.change(readPlaneLook(viewport, base));
  };
  const shareWindow = (event: Event) => {
    const { volumeId: changed, range } = (event as CustomEvent<Types.EventTypes.VoiModifiedEventDetail>).detail;
    if (changed === volumeId) setWindow(group(), volumeId, range, viewport);
  };
  return {
    viewport: () => viewport,
    enable: () => {
      if (viewport) return viewport;
      const defaultOptions = { orientation: ORIENTATION[name] };
      enableView({ viewportId, type: Enums.ViewportType.ORTHOGRAPHIC, element, defaultOptions });
      viewport = renderingEngine().getViewport(viewportId) as VolumeViewport;
      forget = followView(element, look);
      element.addEventListener(Enums.Events.VOI_MODIFIED, shareWindow);
      return viewport;
    },
    look,
    close: () => {
      forget?.();
      element.removeEventListener(Enums.Events.VOI_MODIFIED, shareWindow);
      if (viewport) renderingEngine().disableElement(viewportId);
      viewport = undefined;
    },
    handle: planeHandle(() => viewport, { element, base, store, group }, look),
  };
}

function planeHandle(
  viewport: () => VolumeViewport | undefined,
  { base, store, group }: PlaneOptions,
  look: () => void,
): ViewHandle {
  const volumeId = volumeIdOf(base);
  const middle = base.images[base.images.length >> 1];
  const move = (act: (acts: ReturnType<typeof cameraActs>) => void) => {
    const found = viewport();
    if (found) act(cameraActs(found, look));
  };
  return {
    kind: "plane",
    images: [],
    picture: () => middle,
    subscribe: store.subscribe,
    snapshot: store.snapshot,
    goTo: (index) => {
      const found = viewport();
      const slices = index - store.snapshot().index;
      if (found && slices !== 0) moveBy(found, volumeId, slices);
    },
    setWindow: (window) => setWindow(group(), volumeId, rangeOf(window, middle?.attributes ?? {}), undefined),
    zoomBy: (factor) => move((acts) => acts.zoomBy(factor)),
    panBy: (x, y) => move((acts) => acts.panBy(x, y)),
    rotateBy: (degrees) => move((acts) => acts.rotateBy(degrees)),
    flip: (axis) => move((acts) => acts.flip(axis)),
    invert: () => {
      const isInverted = !store.snapshot().isInverted;
      each(group(), (one) => one.setProperties({ invert: isInverted }, volumeId, true));
    },
    reset: () => {
      each(group(), (one) => {
        one.setProperties({ invert: false }, volumeId, true);
        one.setCamera({ flipHorizontal: false, flipVertical: false });
        one.resetCamera();
        startWindow(one, base);
      });
      group().dress();
    },
    retry: () => group().retry(),
    dispose: () => undefined,
  };
}

function setWindow(
  group: PlaneGroup,
  volumeId: string,
  voiRange: { readonly lower: number; readonly upper: number },
  source: VolumeViewport | undefined,
): void {
  each(group, (viewport) => {
    if (viewport !== source) viewport.setProperties({ voiRange }, volumeId, true);
  });
}

function each({ planes }: PlaneGroup, act: (viewport: VolumeViewport) => void): void {
  for (const plane of planes) {
    const viewport = plane.viewport();
    if (!viewport) continue;
    act(viewport);
    viewport.render();
    plane.look();
  }
}
