"use client";

import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";

export interface KeySection {
  readonly title: string;
  /** Keys as printed, and what they do. */
  readonly keys: readonly (readonly [keys: readonly string[], does: string])[];
}

interface KeyboardMap {
  readonly sections: readonly KeySection[];
  readonly add: (section: KeySection) => () => void;
}

const MapContext = createContext<KeyboardMap>({ sections: [], add: () => () => undefined });

/** Collects the keys of whatever is on screen for the help window (`?`). */
export function KeyboardMapProvider({ children }: { readonly children: ReactNode }) {
  const [sections, setSections] = useState<readonly KeySection[]>([]);
  const map = useMemo(
    () => ({
      sections,
      add: (section: KeySection) => {
        setSections((all) => [...all, section]);
        return () => setSections((all) => all.filter((other) => other !== section));
      },
    }),
    [sections],
  );
  return <MapContext value={map}>{children}</MapContext>;
}

/** The sections of the page that is shown. */
export function useKeySections(): readonly KeySection[] {
  return useContext(MapContext).sections;
}

/** Adds the keys of a page to the help while it is on screen. `section` must be a constant of the module. */
export function useKeyboardMap(section: KeySection): void {
  const { add } = useContext(MapContext);
  const [addOnce] = useState(() => add);
  useEffect(() => addOnce(section), [addOnce, section]);
}
