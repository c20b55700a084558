import { useSyncExternalStore } from "react";
import type { ViewHandle, ViewSnapshot } from "./view-handle.ts";

/** What a view shows now, followed; undefined while there is no view. */
export function useSnapshot(handle: ViewHandle | undefined): ViewSnapshot | undefined {
  return useViewPart(handle, (view) => view);
}

/** A part of what a view shows: what depends on it is not painted again for each picture. `part` must give plain values or kept objects. */
export function useViewPart<T>(handle: ViewHandle | undefined, part: (view: ViewSnapshot) => T): T | undefined {
  return useSyncExternalStore(
    handle?.subscribe ?? nothingChanges,
    () => handle && part(handle.snapshot()),
    () => undefined,
  );
}

function nothingChanges(): () => void {
  return () => undefined;
}
