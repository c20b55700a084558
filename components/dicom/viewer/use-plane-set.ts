import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { StackImage } from "#lib/dicom/image-stack.ts";
import type { SeriesAddress } from "#lib/queries/dicom-study.ts";
import { planesCode } from "./engine-code.ts";
import { PLANE_NAMES, type FusionLook, type PlaneName, type PlaneSet, type Slab } from "./plane-set.ts";
import type { ViewHandle } from "./view-handle.ts";

/** A series whose pictures fill a block. */
export interface Volume {
  readonly series: SeriesAddress;
  readonly images: readonly StackImage[];
}

export interface PlaneSetWish {
  readonly base: Volume;
  readonly overlay: Volume | undefined;
  readonly slab: Slab | undefined;
  readonly fusion: FusionLook;
  readonly hasCrosshairs: boolean;
  /** Hears of the views when they stand, and of undefined when they are taken down. */
  readonly onHandle: (view: number, handle: ViewHandle | undefined) => void;
}

/** Opens the planes of a volume in the elements that `place` is given, and keeps them as they are wished. */
export function usePlaneSet(wish: PlaneSetWish) {
  const { base, overlay, slab, fusion, hasCrosshairs } = wish;
  const elements = useRef<Partial<Record<PlaneName, HTMLDivElement>>>({});
  const [planes, setPlanes] = useState<PlaneSet | undefined>();
  const tell = useEffectEvent((set: PlaneSet | undefined) => {
    setPlanes(set);
    for (const [view, name] of PLANE_NAMES.entries()) wish.onHandle(view, set?.views[name]);
  });
  const start = useEffectEvent(() => ({ slab, fusion }));
  useEffect(() => {
    let isGone = false;
    let opened: PlaneSet | undefined;
    const open = async () => {
      const { openPlaneSet } = await planesCode();
      const { axial, coronal, sagittal } = elements.current;
      if (isGone || !axial || !coronal || !sagittal) return;
      opened = openPlaneSet({ axial, coronal, sagittal }, { base, overlay, ...start() });
      tell(opened);
    };
    void open();
    return () => {
      isGone = true;
      opened?.dispose();
      tell(undefined);
    };
  }, [base, overlay]);
  useEffect(() => planes?.setSlab(slab), [planes, slab]);
  useEffect(() => planes?.setFusion(fusion), [planes, fusion]);
  useEffect(() => planes?.showCrosshairs(hasCrosshairs), [planes, hasCrosshairs]);
  const place = (name: PlaneName) => (element: HTMLDivElement | null) => {
    if (element) elements.current[name] = element;
    else delete elements.current[name];
  };
  return { planes, place };
}
