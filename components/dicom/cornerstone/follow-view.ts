import { Enums } from "@cornerstonejs/core";
import { renderingEngine } from "./engine.ts";

const EVENTS = [Enums.Events.CAMERA_MODIFIED, Enums.Events.VOI_MODIFIED, Enums.Events.STACK_NEW_IMAGE];

/** Hears of every change of what an element shows, its size included. The answer ends it. */
export function followView(element: HTMLDivElement, look: () => void): () => void {
  for (const name of EVENTS) element.addEventListener(name, look);
  const size = new ResizeObserver(() => {
    renderingEngine().resize(true, true);
    look();
  });
  size.observe(element);
  return () => {
    size.disconnect();
    for (const name of EVENTS) element.removeEventListener(name, look);
  };
}
