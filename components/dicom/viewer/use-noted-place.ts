import { useEffect, useEffectEvent, useRef } from "react";
import { textOf } from "#lib/dicom/attributes.ts";
import type { StackImage } from "#lib/dicom/image-stack.ts";
import { usualWindow, type GreyWindow } from "#lib/dicom/window.ts";
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
    const image = view.picture();
    if (!image || !shows(address, image)) return;
    const found = view.snapshot().window;
    const window = found && rounded(found);
    const usual = usualWindow(image.attributes);
    const isUsual = !window || (usual?.width === window.width && usual.centre === window.centre);
    note({
      // A plane is no picture of the series.
      ...(view.kind === "stack" ? { instance: image.instance, frame: image.frame } : {}),
      window: isUsual ? undefined : window,
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

/** A view that is being left for another series must not write its window over the new one's. */
function shows({ series }: ViewerAddress, { attributes }: StackImage): boolean {
  return series.every((uid) => uid === "") || series.includes(textOf(attributes, "0020000E") ?? "");
}

/** Whole numbers, but for the small ones of SUV. */
function rounded({ width, centre }: GreyWindow): GreyWindow {
  const digits = width < 50 ? 100 : 1;
  return { width: Math.round(width * digits) / digits, centre: Math.round(centre * digits) / digits };
}
