import { useCallback, useMemo, useState } from "react";
import type { ViewHandle } from "./view-handle.ts";

type Handles = Readonly<Record<number, ViewHandle | undefined>>;

/** The handles of the views that stand, by place. */
export function useHandles(count: number) {
  const [handles, setHandles] = useState<Handles>({});
  const setHandle = useCallback(
    (view: number, handle: ViewHandle | undefined) => setHandles((all) => ({ ...all, [view]: handle })),
    [],
  );
  const all = useMemo(() => Array.from({ length: count }, (_, view) => handles[view]), [handles, count]);
  return { handles, all, setHandle };
}
