import { cache, Enums, imageLoader } from "@cornerstonejs/core";
import { nearest } from "#lib/dicom/nearest.ts";

export interface Prefetch {
  /** The picture that is looked at: what is near it comes next. */
  readonly follow: (index: number) => void;
  readonly stop: () => void;
}

/** Requests under way for all views together: what a browser opens to one host. */
const AT_ONCE = 6;
/** A part of the memory stays free for what is opened next. */
const MEMORY_PART = 0.9;

const waiting = new Set<() => Promise<void> | undefined>();
let running = 0;

/**
 * Loads a stack outward from the picture that is looked at. Pictures that fail are left to the view that wants them.
 * @param onLoaded hears how many of the stack are in memory
 */
export function prefetchStack(imageIds: readonly string[], start: number, onLoaded: (count: number) => void): Prefetch {
  const missing = new Set(imageIds.keys());
  let current = start;
  const next = (): Promise<void> | undefined => {
    const index = nearest(current, imageIds.length, (candidate) => missing.has(candidate));
    const imageId = index === undefined ? undefined : imageIds[index];
    if (index === undefined || imageId === undefined || isFull()) return undefined;
    missing.delete(index);
    return imageLoader.loadAndCacheImage(imageId, { requestType: Enums.RequestType.Prefetch, priority: 0 }).then(
      () => onLoaded(imageIds.length - missing.size),
      () => undefined,
    );
  };
  waiting.add(next);
  pump();
  return {
    follow: (index) => {
      current = index;
    },
    stop: () => void waiting.delete(next),
  };
}

function pump(): void {
  for (const next of waiting) {
    while (running < AT_ONCE) {
      const work = next();
      if (!work) {
        waiting.delete(next);
        break;
      }
      running += 1;
      void work.finally(() => {
        running -= 1;
        pump();
      });
    }
  }
}

function isFull(): boolean {
  return cache.getCacheSize() > cache.getMaxCacheSize() * MEMORY_PART;
}
