import { cache, Enums, imageLoader, type StackViewport } from "@cornerstonejs/core";
import { createViewStore, type ViewStore } from "#components/dicom/viewer/view-store.ts";
import { OPENING, type ViewHandle, type ViewSnapshot } from "#components/dicom/viewer/view-handle.ts";
import type { StackImage } from "#lib/dicom/image-stack.ts";
import { usualWindow } from "#lib/dicom/window.ts";
import type { SeriesAddress } from "#lib/queries/dicom-study.ts";
import { cameraActs } from "./camera-acts.ts";
import { enableView, renderingEngine } from "./engine.ts";
import { followView } from "./follow-view.ts";
import { pictureProblem } from "./frame-loader.ts";
import { nameImages } from "./image-ids.ts";
import { prefetchStack } from "./prefetch.ts";
import { isInverse, readLook } from "./view-look.ts";
import { rangeOf } from "./window-range.ts";

export interface StackViewOptions {
  /** Identity of the view among those on screen. */
  readonly id: string;
  readonly series: SeriesAddress;
  readonly images: readonly StackImage[];
  /** Place in the stack to begin with. */
  readonly start: number;
}

/** Shows a stack of pictures in an element. `dispose` takes everything down again. */
export function openStackView(element: HTMLDivElement, options: StackViewOptions): ViewHandle {
  const { id, images } = options;
  const engine = renderingEngine();
  enableView({ viewportId: id, type: Enums.ViewportType.STACK, element });
  const viewport = engine.getViewport(id) as StackViewport;
  const imageIds = nameImages(options.series, images);
  const store = createViewStore<ViewSnapshot>({ ...OPENING, index: options.start, count: images.length });
  const look = () => store.change(readLook(viewport, images[store.snapshot().index]));
  const walk = createWalk(viewport, imageIds, store, look);
  const forget = followView(element, () => {
    walk.adopt();
    look();
  });
  walk.goTo(options.start);
  return {
    kind: "stack",
    images,
    picture: () => images[store.snapshot().index],
    subscribe: store.subscribe,
    snapshot: store.snapshot,
    goTo: walk.goTo,
    retry: walk.retry,
    ...lookActs(viewport, look, () => images[store.snapshot().index]),
    dispose: () => {
      walk.stop();
      forget();
      engine.disableElement(id);
    },
  };
}

interface Walk {
  readonly goTo: (index: number) => void;
  /** Takes over where a tool of the engine has scrolled to. */
  readonly adopt: () => void;
  readonly retry: () => void;
  readonly stop: () => void;
}

/**
 * Goes through the stack. While a picture is on its way a newer wish replaces the older one, so that a fast hand never queues up
 * pictures that it has passed already.
 */
function createWalk(
  viewport: StackViewport,
  imageIds: string[],
  store: ViewStore<ViewSnapshot>,
  look: () => void,
): Walk {
  let wanted = -1;
  let isBusy = false;
  let isOpen = false;
  let isStopped = false;
  let prefetch: ReturnType<typeof prefetchStack> | undefined;
  let leaveTools: (() => void) | undefined;

  const show = async (index: number): Promise<void> => {
    const imageId = imageIds[index] ?? "";
    if (!cache.isLoaded(imageId))
      await imageLoader.loadAndCacheImage(imageId, { priority: 10, requestType: Enums.RequestType.Interaction });
    if (isStopped || wanted !== index) return;
    if (isOpen) await viewport.setImageIdIndex(index);
    else await viewport.setStack(imageIds, index);
    if (isStopped) return;
    if (!isOpen) {
      viewport.render();
      void startTools(viewport.id, () => isStopped).then((leave) => (leaveTools = leave));
    }
    isOpen = true;
    store.change({ status: "ready", isWaiting: wanted !== index });
    look();
    prefetch ??= prefetchStack(imageIds, index, (loaded) => store.change({ loaded }));
    prefetch.follow(index);
  };

  const run = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    let shown = -1;
    while (!isStopped && shown !== wanted) {
      shown = wanted;
      try {
        await show(shown);
      } catch (error) {
        if (!isStopped && shown === wanted) store.change({ status: pictureProblem(error), isWaiting: false });
      }
    }
    isBusy = false;
  };

  const goTo = (index: number) => {
    const next = Math.min(imageIds.length - 1, Math.max(0, index));
    if (next === wanted) return;
    wanted = next;
    store.change({ index: next, isWaiting: !cache.isLoaded(imageIds[next] ?? "") });
    void run();
  };
  return {
    goTo,
    adopt: () => {
      const index = viewport.getCurrentImageIdIndex();
      if (!isOpen || isBusy || index === wanted) return;
      wanted = index;
      prefetch?.follow(index);
      store.change({ index, isWaiting: false });
    },
    retry: () => {
      const again = wanted;
      wanted = -1;
      store.change({ status: isOpen ? "ready" : "opening" });
      goTo(again);
    },
    stop: () => {
      isStopped = true;
      prefetch?.stop();
      leaveTools?.();
    },
  };
}

/** The tools' code comes after the first picture. */
async function startTools(id: string, isGone: () => boolean): Promise<(() => void) | undefined> {
  const { joinTools } = await import("./tools.ts");
  return isGone() ? undefined : joinTools(id);
}

type LookActs = Pick<ViewHandle, "setWindow" | "zoomBy" | "panBy" | "rotateBy" | "flip" | "invert" | "reset">;

function lookActs(viewport: StackViewport, look: () => void, image: () => StackImage | undefined): LookActs {
  const then = (act: () => void) => {
    act();
    viewport.render();
    look();
  };
  return {
    setWindow: (window) => then(() => viewport.setProperties({ voiRange: rangeOf(window, image()?.attributes ?? {}) })),
    ...cameraActs(viewport, look),
    invert: () => then(() => viewport.setProperties({ invert: viewport.getProperties().invert !== true })),
    reset: () =>
      then(() => {
        viewport.setViewPresentation({ rotation: 0 });
        viewport.setCamera({ flipHorizontal: false, flipVertical: false });
        resetProperties(viewport, image());
        viewport.resetCamera();
      }),
  };
}

/** The engine's own way back turns pictures that have high values dark to their opposite. */
function resetProperties(viewport: StackViewport, image: StackImage | undefined): void {
  if (!image || !isInverse(image)) {
    viewport.resetProperties();
    return;
  }
  const { windowWidth, windowCenter } = viewport.getCornerstoneImage();
  const window = usualWindow(image.attributes) ?? { width: Number(windowWidth), centre: Number(windowCenter) };
  viewport.setProperties({ invert: true, voiRange: rangeOf(window, image.attributes) });
}
