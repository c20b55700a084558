import {
  cache,
  getConfiguration,
  init as initCore,
  metaData,
  registerImageLoader,
  RenderingEngine,
} from "@cornerstonejs/core";
import { init as initLoader } from "@cornerstonejs/dicom-image-loader";
import { loadFrame, PictureError } from "./frame-loader.ts";
import { describeImage } from "./image-metadata.ts";

const ENGINE = "careplane";
const MEMORY_AT_MOST = 1_500_000_000;
/** Asked before the loader's own metadata provider. */
const FIRST = 10_000;

let engine: RenderingEngine | undefined;

/** The engine's cache rejects once more for each picture that fails, to nobody: views and prefetch have heard of it. */
function quieten(event: PromiseRejectionEvent): void {
  if (event.reason instanceof PictureError) event.preventDefault();
}

type ViewInput = Parameters<RenderingEngine["enableElement"]>[0];

/**
 * Stands a viewport in an element. Cornerstone lets the element take the focus and then calls off every key that is pressed in it,
 * the console's own among them; without a tab index a click gives the focus to the cell around it.
 */
export function enableView(input: ViewInput): void {
  renderingEngine().enableElement(input);
  input.element.removeAttribute("tabindex");
}

/** The one rendering engine of the page: started by the first view that needs it. */
export function renderingEngine(): RenderingEngine {
  if (engine && !engine.hasBeenDestroyed) return engine;
  // One WebGL context paints all views in turn; browsers allow few, and each costs memory and start-up time.
  initCore({ ...getConfiguration(), rendering: { ...getConfiguration().rendering, webGlContextCount: 1 } });
  initLoader({ useLegacyMetadataProvider: true });
  registerImageLoader("wadors", loadFrame);
  metaData.addProvider(describeImage, FIRST);
  window.addEventListener("unhandledrejection", quieten);
  cache.setMaxCacheSize(MEMORY_AT_MOST);
  engine = new RenderingEngine(ENGINE);
  return engine;
}
