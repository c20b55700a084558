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

/** What belongs to one set of planes while it is on screen. */
interface Standing {
  readonly options: PlaneSetOptions;
  readonly volumeIds: readonly string[];
  readonly overlayId: string | undefined;
  readonly stores: Readonly<Record<PlaneName, ViewStore<ViewSnapshot>>>;
  readonly planes: Readonly<Record<PlaneName, Plane>>;
  isGone: boolean;
  slab: Slab | undefined;
  fusion: FusionLook;
  hasCrosshairs: boolean;
  leaveTools: (() => void) | undefined;
}

/** Cuts axial, coronal and sagittal planes through a volume, as soon as all its pictures are there. */
export function openPlaneSet(elements: Elements, options: PlaneSetOptions): PlaneSet {
  // Whether there is WebGL, and what loads pictures, is known from here on.
  renderingEngine();
  const set = standUp(elements, options);
  if (getShouldUseCPURendering()) change(set, { status: { kind: "noWebGl" }, isWaiting: false });
  else void start(set);
  return {
    views: byPlane((name) => set.planes[name].handle),
    setSlab: (slab) => {
      set.slab = slab;
      dress(set);
    },
    setFusion: (look) => {
      set.fusion = look;
      dress(set);
    },
    showCrosshairs: (isShown) => {
      set.hasCrosshairs = isShown;
      void crosshairs(isShown);
    },
    dispose: () => {
      set.isGone = true;
      set.leaveTools?.();
      for (const name of PLANE_NAMES) set.planes[name].close();
      for (const volumeId of set.volumeIds) releaseVolume(volumeId);
    },
  };
}

function standUp(elements: Elements, options: PlaneSetOptions): Standing {
  const { base, overlay, slab, fusion } = options;
  const overlayId = overlay && volumeIdOf(overlay);
  const stores = byPlane(() => createViewStore<ViewSnapshot>({ ...OPENING, index: 0, count: countOf(options) }));
  const group = (): PlaneGroup => ({
    planes: PLANE_NAMES.map((name) => set.planes[name]),
    dress: () => dress(set),
    retry: () => void start(set),
  });
  const set: Standing = {
    options,
    volumeIds: [volumeIdOf(base), ...(overlayId === undefined ? [] : [overlayId])],
    overlayId,
    stores,
    planes: byPlane((name) => openPlane(name, { element: elements[name], base, store: stores[name], group })),
    isGone: false,
    slab,
    fusion,
    hasCrosshairs: true,
    leaveTools: undefined,
  };
  return set;
}

async function start(set: Standing): Promise<void> {
  change(set, { status: "opening", loaded: 0 });
  try {
    await loadVolumes(set);
    if (!set.isGone) await show(set);
    if (set.isGone) return;
    dress(set);
    change(set, { status: "ready", isWaiting: false });
    for (const name of PLANE_NAMES) set.planes[name].look();
    set.leaveTools ??= await startTools(set);
  } catch (error) {
    if (!set.isGone) change(set, { status: pictureProblem(error), isWaiting: false });
  }
}

function viewportsOf({ planes }: Standing): readonly VolumeViewport[] {
  return PLANE_NAMES.flatMap((name) => planes[name].viewport() ?? []);
}

/** Puts slab and overlay on all planes. */
function dress(set: Standing): void {
  for (const viewport of viewportsOf(set)) {
    setSlab(viewport, set.slab, set.overlayId);
    if (set.overlayId !== undefined) applyFusion(viewport, set.overlayId, set.fusion);
    viewport.render();
  }
}

function byPlane<T>(make: (name: PlaneName) => T): Record<PlaneName, T> {
  return { axial: make("axial"), coronal: make("coronal"), sagittal: make("sagittal") };
}

function change({ stores }: Standing, part: Partial<ViewSnapshot>): void {
  for (const name of PLANE_NAMES) stores[name].change(part);
}

function countOf({ base, overlay }: PlaneSetOptions): number {
  return base.images.length + (overlay?.images.length ?? 0);
}

async function loadVolumes(set: Standing): Promise<void> {
  const { base, overlay } = set.options;
  const isGone = () => set.isGone;
  let loaded = 0;
  const tell = () => {
    loaded += 1;
    if (!set.isGone) change(set, { loaded, count: countOf(set.options) });
  };
  await makeVolume(base, tell, isGone);
  if (overlay) await makeVolume(overlay, tell, isGone);
}

async function show(set: Standing): Promise<void> {
  for (const name of PLANE_NAMES) {
    if (set.isGone) return;
    const viewport = set.planes[name].enable();
    const inputs = set.volumeIds.map((volumeId): Types.IVolumeInput => ({ volumeId, actorUID: volumeId }));
    await viewport.setVolumes(inputs);
    if (!set.isGone) startWindow(viewport, set.options.base);
  }
  if (!set.isGone) for (const volumeId of set.volumeIds) uploadVolume(volumeId);
}

/** The tools' code comes after the first picture. */
async function startTools(set: Standing): Promise<(() => void) | undefined> {
  const { joinPlaneTools, showCrosshairs } = await import("./plane-tools.ts");
  if (set.isGone) return undefined;
  showCrosshairs(set.hasCrosshairs);
  return joinPlaneTools(viewportsOf(set).map(({ id }) => id));
}

async function crosshairs(isShown: boolean): Promise<void> {
  const { showCrosshairs } = await import("./plane-tools.ts");
  showCrosshairs(isShown);
}
