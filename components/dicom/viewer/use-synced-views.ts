import { useEffect } from "react";
import { samePlace } from "#lib/dicom/same-place.ts";
import type { ViewHandle } from "./view-handle.ts";

/** While it is on, the other views follow the active one to the same place of the body. */
export function useSyncedViews(
  isOn: boolean,
  active: ViewHandle | undefined,
  others: readonly (ViewHandle | undefined)[],
): void {
  useEffect(() => {
    if (!isOn || !active) return undefined;
    const follow = () => {
      const image = active.kind === "stack" ? active.picture() : undefined;
      if (!image) return;
      for (const other of others) {
        const place = other && other !== active ? samePlace(image, other.images) : undefined;
        if (place !== undefined) other?.goTo(place);
      }
    };
    follow();
    return active.subscribe(follow);
  }, [isOn, active, others]);
}
