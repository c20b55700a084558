import { getShouldUseCPURendering, type Types, type VolumeViewport } from "@cornerstonejs/core";
import {
  PLANE_NAMES,
  type FusionLook,
  type PlaneName,
  type PlaneSet,
  type Slab,
} from "#components/dicom/viewer/plane-set.ts";
import { OPENING, type ViewSnapshot } from "#components/dicom/viewer/view-handle.ts";
import { createViewStore, type ViewStore } from "#components/dicom/viewer/view-store.ts";
import { renderingEngine } from "./engine.ts";
import { pictureProblem } from "./frame-loader.ts";
import { openPlane, type Plane, type PlaneGroup } from "./plane-view.ts";
import { setSlab, startWindow } from "./plane-acts.ts";
import { applyFusion } from "./fusion-look.ts";
import { makeVolume, releaseVolume, uploadVolume, volumeIdOf, type VolumeSource } from "./volumes.ts";

export interface PlaneSetOptions {
  /** The volume that windows and slices concern. */
  readonly base: VolumeSource;
  /** Laid over it. */
  readonly overlay: VolumeSource | undefined;
  readonly slab: Slab | undefined;
  readonly fusion: FusionLook;
}

type Elements = Readonly<Record<PlaneName, HTMLDivElement>>;

/** Cuts axial, coronal and sagittal planes through a volume, as soon as all its pictures are there. */
export function openPlaneSet(elements: Elements, options: PlaneSetOptions): PlaneSet {
  const { base, overlay } = options;
  // Whether there is WebGL, and what loads pictures, is known from here on.
  renderingEngine();
  const state = { isGone: false, slab: options.slab, fusion: options.fusion, hasCrosshairs: true };
  const volumeIds = [base, ...(overlay ? [overlay] : [])].map(volumeIdOf);
  const stores = byPlane(() => createViewStore<ViewSnapshot>({ ...OPENING, index: 0, count: countOf(options) }));
  const planes: Readonly<Record<PlaneName, Plane>> = byPlane((name) =>
    openPlane(name, { element: elements[name], base, store: stores[name], group }),
  );
  let leaveTools: (() => void) | undefined;
  const viewports = () => PLANE_NAMES.flatMap((name) => planes[name].viewport() ?? []);
  const dress = () => {
    for (const viewport of viewports()) {
      setSlab(viewport, state.slab);
      if (overlay) applyFusion(viewport, volumeIdOf(overlay), state.fusion);
      viewport.render();
    }
  };

  /** What one plane does to all. */
  function group(): PlaneGroup {
    return { planes: PLANE_NAMES.map((name) => planes[name]), dress, retry: () => void start() };
  }

  const start = async () => {
    change(stores, { status: "opening", loaded: 0 });
    try {
      await loadVolumes(options, stores, () => state.isGone);
      if (state.isGone) return;
      await show(planes, options, volumeIds);
      if (state.isGone) return;
      dress();
      change(stores, { status: "ready", isWaiting: false });
      for (const name of PLANE_NAMES) planes[name].look();
      leaveTools ??= await startTools(viewports(), state);
    } catch (error) {
      if (!state.isGone) change(stores, { status: pictureProblem(error), isWaiting: false });
    }
  };

  if (getShouldUseCPURendering()) change(stores, { status: { kind: "noWebGl" }, isWaiting: false });
  else void start();
  return {
    views: byPlane((name) => planes[name].handle),
    setSlab: (slab) => {
      state.slab = slab;
      dress();
    },
    setFusion: (look) => {
      state.fusion = look;
      dress();
    },
    showCrosshairs: (isShown) => {
      state.hasCrosshairs = isShown;
      void crosshairs(isShown);
    },
    dispose: () => {
      state.isGone = true;
      leaveTools?.();
      for (const name of PLANE_NAMES) planes[name].close();
      for (const volumeId of volumeIds) releaseVolume(volumeId);
    },
  };
}

function byPlane<T>(make: (name: PlaneName) => T): Record<PlaneName, T> {
  return { axial: make("axial"), coronal: make("coronal"), sagittal: make("sagittal") };
}

function change(stores: Readonly<Record<PlaneName, ViewStore<ViewSnapshot>>>, part: Partial<ViewSnapshot>): void {
  for (const name of PLANE_NAMES) stores[name].change(part);
}

function countOf({ base, overlay }: PlaneSetOptions): number {
  return base.images.length + (overlay?.images.length ?? 0);
}

async function loadVolumes(
  options: PlaneSetOptions,
  stores: Readonly<Record<PlaneName, ViewStore<ViewSnapshot>>>,
  isGone: () => boolean,
): Promise<void> {
  let loaded = 0;
  const tell = () => {
    loaded += 1;
    if (!isGone()) change(stores, { loaded, count: countOf(options) });
  };
  await makeVolume(options.base, tell, isGone);
  if (options.overlay) await makeVolume(options.overlay, tell, isGone);
}

async function show(planes: Readonly<Record<PlaneName, Plane>>, { base }: PlaneSetOptions, volumeIds: string[]) {
  for (const name of PLANE_NAMES) {
    const viewport = planes[name].enable();
    await viewport.setVolumes(volumeIds.map((volumeId): Types.IVolumeInput => ({ volumeId })));
    startWindow(viewport, base);
  }
  for (const volumeId of volumeIds) uploadVolume(volumeId);
}

interface Standing {
  readonly isGone: boolean;
  readonly hasCrosshairs: boolean;
}

/** The tools' code comes after the first picture. */
async function startTools(viewports: readonly VolumeViewport[], state: Standing): Promise<(() => void) | undefined> {
  const { joinPlaneTools, showCrosshairs } = await import("./plane-tools.ts");
  if (state.isGone) return undefined;
  showCrosshairs(state.hasCrosshairs);
  return joinPlaneTools(viewports.map(({ id }) => id));
}

async function crosshairs(isShown: boolean): Promise<void> {
  const { showCrosshairs } = await import("./plane-tools.ts");
  showCrosshairs(isShown);
}
