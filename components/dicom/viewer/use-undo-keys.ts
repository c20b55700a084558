import { useEffect } from "react";
import type { MeasurementBook } from "./measurement.ts";

/** Ctrl Z and Ctrl Y for what has been drawn; in fields they keep their own sense. */
export function useUndoKeys(book: MeasurementBook | undefined): void {
  useEffect(() => {
    if (!book) return undefined;
    const listen = (event: KeyboardEvent) => {
      const isField = event.target instanceof HTMLElement && /^(?:INPUT|TEXTAREA)$/.test(event.target.tagName);
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isField) return;
      const key = event.key.toLowerCase();
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      if (key === "y" || event.shiftKey) book.redo();
      else book.undo();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [book]);
}
