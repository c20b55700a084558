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
  const views = engine.getViewports().flatMap(movable);
  const fitted = new Set(views.filter(isFitted));
  engine.resize(true, true);
  fitted.forEach(fitAgain);
  const late = views.filter(isLate);
  if (late.length > 0) requestAnimationFrame(() => late.forEach((viewport) => adapt(viewport, fitted.has(viewport))));
}

type Movable = StackViewport | VolumeViewport;

/**
 * The engine passes over a change of size while a frame is still to be painted. That frame then gives the canvas its new size, but nobody
 * has told the camera: the picture would stand there too large or too small until the next change of size. It does not tell whether it has
 * passed over, so the camera is told in any case.
 */
function adapt(viewport: Movable, wasFitted: boolean): void {
  if (viewport.isDisabled) return;
  const before = viewport.getCamera();
  // A stack that was opened meanwhile has just been fitted, to the former size.
  const mustFit = wasFitted || isFitted(viewport);
  viewport.resetCameraForResize();
  viewport.setCamera(before);
  if (mustFit) fitAgain(viewport);
  viewport.render();
}

function fitAgain(viewport: Movable): void {
  if (isFitted(viewport)) return;
  viewport.setZoom(1);
  viewport.render();
}

/** Whether the canvas has not yet the size of its place. */
function isLate({ canvas, element }: Movable): boolean {
  const { clientWidth, clientHeight } = element;
  return [canvas.width - clientWidth * devicePixelRatio, canvas.height - clientHeight * devicePixelRatio].some(
    (difference) => Math.abs(difference) > 1,
  );
}

function movable(viewport: unknown): Movable[] {
  return viewport instanceof StackViewport || viewport instanceof VolumeViewport ? [viewport] : [];
}

function isFitted(viewport: Movable): boolean {
  return Math.abs(viewport.getZoom() - 1) < 1e-3;
}
