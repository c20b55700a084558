import { Enums, StackViewport, VolumeViewport } from "@cornerstonejs/core";
import { renderingEngine } from "./engine.ts";

const EVENTS = [Enums.Events.CAMERA_MODIFIED, Enums.Events.VOI_MODIFIED, Enums.Events.STACK_NEW_IMAGE];

/** Hears of every change of what an element shows, its size included. The answer ends it. */
export function followView(element: HTMLDivElement, look: () => void): () => void {
  for (const name of EVENTS) element.addEventListener(name, look);
  const size = new ResizeObserver(() => {
    resizeViews();
    look();
  });
  size.observe(element);
  return () => {
    size.disconnect();
    for (const name of EVENTS) element.removeEventListener(name, look);
  };
}

/**
 * A picture that filled its place fills the new one too; one that somebody has zoomed keeps its zoom. The engine passes over a change of
 * size while a frame is still to be painted: it is told again in the next one.
 */
function resizeViews(tries = 5): void {
  const engine = renderingEngine();
  const fitted = engine.getViewports().flatMap(movable).filter(isFitted);
  engine.resize(true, true);
  for (const viewport of fitted) {
    if (isFitted(viewport)) continue;
    viewport.setZoom(1);
    viewport.render();
  }
  if (tries > 0 && engine.getViewports().flatMap(movable).some(isLate))
    requestAnimationFrame(() => resizeViews(tries - 1));
}

/** Whether the canvas has not yet the size of its place. */
function isLate({ canvas, element }: StackViewport | VolumeViewport): boolean {
  return Math.abs(canvas.width - element.clientWidth * devicePixelRatio) > 1;
}

function movable(viewport: unknown): (StackViewport | VolumeViewport)[] {
  return viewport instanceof StackViewport || viewport instanceof VolumeViewport ? [viewport] : [];
}

function isFitted(viewport: StackViewport | VolumeViewport): boolean {
  return Math.abs(viewport.getZoom() - 1) < 1e-3;
}
