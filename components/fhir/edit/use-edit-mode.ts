"use client";

import { usePathname, useSearchParams } from "next/navigation";
import type { EditMode } from "./mode-choice.tsx";

/** As text or as a form: it stands in the address (`edit=form`), so that a reload, a link and a look at another tab come back to it. */
export function useEditMode(): readonly [mode: EditMode, setMode: (mode: EditMode) => void] {
  const pathname = usePathname();
  const mode = useSearchParams().get("edit") === "form" ? "form" : "json";
  const setMode = (next: EditMode) => {
    const query = new URLSearchParams(window.location.search);
    if (next === "form") query.set("edit", next);
    else query.delete("edit");
    window.history.replaceState(null, "", `${pathname}?${query.toString()}`);
  };
  return [mode, setMode];
}
