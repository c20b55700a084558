import { useSyncExternalStore } from "react";
import type { ViewHandle, ViewSnapshot } from "./view-handle.ts";

/** What a view shows now, followed; undefined while there is no view. */
export function useSnapshot(handle: ViewHandle | undefined): ViewSnapshot | undefined {
  return useSyncExternalStore(
    handle?.subscribe ?? nothingChanges,
    () => handle?.snapshot(),
    () => undefined,
  );
}

function nothingChanges(): () => void {
  return () => undefined;
}
