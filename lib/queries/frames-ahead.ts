import { fetchFrame, frameForm, framePath, type FrameAddress, type FrameBytes, type FramePlace } from "./dicom-frames.ts"; // prettier-ignore

/** Leaves one of the six connections that a browser opens to a host. */
const AT_ONCE = 5;
/** What is fetched for an engine that is still on its way. */
const BYTES_AT_MOST = 64_000_000;
/** An engine that has not come by then does not come: what waits for it is let go. */
const KEPT_MS = 60_000;

/** A frame, and the transfer syntax that the metadata told, if it did. */
export interface AheadFrame extends FrameAddress {
  readonly syntax: string | undefined;
}

const ahead = new Map<string, Promise<FrameBytes>>();
let isEngineReading = false;

/** Fetches a frame before there is anything to show it; `readFrame` takes it once. */
export function askFrameEarly({ syntax, ...address }: AheadFrame): Promise<FrameBytes> {
  const path = framePath(address);
  const answer = ahead.get(path) ?? fetchFrame({ path, form: frameForm(syntax) });
  ahead.set(path, answer);
  answer.catch(() => ahead.delete(path));
  return answer;
}

/** Fetches frames one after the other while the engine that will show them is on its way; `readFrame` ends it. */
export function askFramesEarly(frames: readonly AheadFrame[]): void {
  const queue = [...frames];
  let bytes = 0;
  const work = async (): Promise<void> => {
    while (!isEngineReading && bytes < BYTES_AT_MOST) {
      const next = queue.shift();
      if (!next) return;
      bytes += (await askFrameEarly(next)).bytes.length;
    }
  };
  const start = async (): Promise<void> => {
    const [first] = queue.splice(0, 1);
    // The one that is looked at has the line for itself.
    if (first) await askFrameEarly(first);
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  };
  // What fails is asked for again by the engine, which tells of it.
  start().catch(() => undefined);
  setTimeout(() => ahead.clear(), KEPT_MS);
}

/** Fetches a frame, or takes what was fetched of it ahead. Rejects with ProblemError. */
export function readFrame({ path, form }: FramePlace, signal?: AbortSignal): Promise<FrameBytes> {
  isEngineReading = true;
  const found = ahead.get(path);
  ahead.delete(path);
  return found ?? fetchFrame({ path, form }, signal);
}
