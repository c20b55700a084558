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

/** A picture that filled its place fills the new one too; one that somebody has zoomed keeps its zoom. */
function resizeViews(): void {
  const engine = renderingEngine();
  const views = engine
    .getViewports()
    .flatMap(movable)
    .map((viewport) => ({ viewport, wasFitted: isFitted(viewport) }));
  engine.resize(true, true);
  for (const view of views.filter(({ viewport }) => !isLate(viewport))) fitAgain(view);
  const late = views.filter(({ viewport }) => isLate(viewport));
  if (late.length > 0) requestAnimationFrame(() => late.forEach(adapt));
}

interface ResizedView {
  readonly viewport: StackViewport | VolumeViewport;
  readonly wasFitted: boolean;
}

/**
 * The engine passes over a change of size while a frame is still to be painted. That frame then gives the canvas its new size, but nobody
 * has told the camera: the picture would stand there too large or too small until the next change of size.
 */
function adapt(view: ResizedView): void {
  const { viewport } = view;
  if (viewport.isDisabled) return;
  const before = viewport.getCamera();
  viewport.resetCameraForResize();
  viewport.setCamera(before);
  fitAgain(view);
  viewport.render();
}

function fitAgain({ viewport, wasFitted }: ResizedView): void {
  if (!wasFitted || isFitted(viewport)) return;
  viewport.setZoom(1);
  viewport.render();
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
