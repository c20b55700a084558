import { useEffect, useEffectEvent, useRef } from "react";
import { fileWindows } from "#lib/dicom/window.ts";
import type { ViewHandle } from "./view-handle.ts";
import type { ViewerAddress } from "./viewer-address.ts";

/** Written once a hand has come to rest: browsers count how often an address changes. */
const REST = 600;

/** Keeps picture and window of the active view in the address, and takes the window from it when the view opens. */
export function useNotedPlace(
  active: ViewHandle | undefined,
  address: ViewerAddress,
  note: (changes: Partial<ViewerAddress>) => void,
): void {
  const begun = useRef<ViewHandle | undefined>(undefined);
  const write = useEffectEvent((view: ViewHandle) => {
    const { index, window } = view.snapshot();
    const image = view.images[index];
    if (!image) return;
    const usual = fileWindows(image.attributes)[0];
    const isUsual =
      !window || (usual?.width === Math.round(window.width) && usual.centre === Math.round(window.centre));
    note({
      instance: image.instance,
      frame: image.frame,
      window: isUsual ? undefined : { width: Math.round(window.width), centre: Math.round(window.centre) },
    });
  });
  const begin = useEffectEvent((view: ViewHandle) => {
    if (begun.current === view || view.snapshot().status !== "ready") return;
    begun.current = view;
    if (address.window) view.setWindow(address.window);
  });
  useEffect(() => {
    if (!active) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = () => {
      begin(active);
      clearTimeout(timer);
      timer = setTimeout(() => write(active), REST);
    };
    const forget = active.subscribe(later);
    return () => {
      clearTimeout(timer);
      forget();
    };
  }, [active]);
}
