import { cache, Enums, imageLoader } from "@cornerstonejs/core";
import { nearest } from "#lib/dicom/nearest.ts";

export interface Prefetch {
  /** The picture that is looked at: what is near it comes next. */
  readonly follow: (index: number) => void;
  readonly stop: () => void;
}

/** Requests under way for all views together: what a browser opens to one host. */
const AT_ONCE = 6;
/** Between two reports of how much is there: each has the screen painted, which pictures on their way have to wait for. */
const TELL_EVERY_MS = 1000;
/** A part of the memory stays free for what is opened next. */
const MEMORY_PART = 0.9;

const waiting = new Set<() => Promise<void> | undefined>();
let running = 0;

/**
 * Loads a stack outward from the picture that is looked at. Pictures that fail are left to the view that wants them.
 * @param onLoaded hears from time to time how many of the stack are done with, and at last that all are
 */
export function prefetchStack(imageIds: readonly string[], start: number, onLoaded: (count: number) => void): Prefetch {
  const missing = new Set(imageIds.keys());
  const tell = spaced(TELL_EVERY_MS, onLoaded);
  let current = start;
  let done = 0;
  const next = (): Promise<void> | undefined => {
    const index = nearest(current, imageIds.length, (candidate) => missing.has(candidate));
    const imageId = index === undefined ? undefined : imageIds[index];
    if (index === undefined || imageId === undefined || isFull()) return undefined;
    missing.delete(index);
    return imageLoader.loadAndCacheImage(imageId, { requestType: Enums.RequestType.Prefetch, priority: 0 }).then(
      () => tell((done += 1)),
      () => tell((done += 1)),
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

/** Calls back with the newest value, but not more often than that. */
function spaced(milliseconds: number, act: (value: number) => void): (value: number) => void {
  let newest = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (value) => {
    newest = value;
    timer ??= setTimeout(() => {
      timer = undefined;
      act(newest);
    }, milliseconds);
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
