import {
  cache,
  getConfiguration,
  init as initCore,
  metaData,
  registerImageLoader,
  RenderingEngine,
} from "@cornerstonejs/core";
import { init as initLoader } from "@cornerstonejs/dicom-image-loader";
import { loadFrame } from "./frame-loader.ts";
import { describeImage } from "./image-metadata.ts";

const ENGINE = "careplane";
const MEMORY_AT_MOST = 1_500_000_000;
/** Asked before the loader's own metadata provider. */
const FIRST = 10_000;

let engine: RenderingEngine | undefined;

/** The one rendering engine of the page: started by the first view that needs it. */
export function renderingEngine(): RenderingEngine {
  if (engine && !engine.hasBeenDestroyed) return engine;
  // One WebGL context paints all views in turn; browsers allow few, and each costs memory and start-up time.
  initCore({ ...getConfiguration(), rendering: { ...getConfiguration().rendering, webGlContextCount: 1 } });
  initLoader({ useLegacyMetadataProvider: true });
  registerImageLoader("wadors", loadFrame);
  metaData.addProvider(describeImage, FIRST);
  cache.setMaxCacheSize(MEMORY_AT_MOST);
  engine = new RenderingEngine(ENGINE);
  return engine;
}
