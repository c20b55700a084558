import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { Browser, BrowserContext } from "@playwright/test";

/** What a viewer took to show a series. Milliseconds from navigation, in the page's own clock. */
export interface ViewerFigures {
  readonly first: number;
  readonly whole: number;
  /** Between two pictures of the screen while the stack is scrolled, 95th percentile. */
  readonly scroll: number;
  /** JavaScript that arrived, gzipped, megabytes. */
  readonly script: number;
  /** All processes of the browser, their own part of what they share, megabytes. */
  readonly memory: number;
}

interface Watched {
  first: number;
  last: number;
  frames: Set<string>;
}
declare global {
  interface Window {
    watched: Watched;
  }
}

const PATIENCE_MS = 120_000;

/** Opens a viewer in a fresh page and watches it: the first picture on any canvas, every frame that arrives, then the wheel. */
export async function watchViewer(
  { browser, context }: { readonly browser: Browser; readonly context: BrowserContext },
  address: string,
  instances: number,
): Promise<ViewerFigures> {
  const page = await context.newPage();
  const scripts = new Map<string, number>();
  page.on("response", (response) => {
    if (response.request().resourceType() !== "script" || !response.ok()) return;
    response.body().then(
      (bytes) => scripts.set(response.url(), gzipSync(bytes).length),
      () => undefined,
    );
  });
  await page.addInitScript(watchPage);
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForFunction((count) => window.watched.frames.size >= count, instances, {
    timeout: PATIENCE_MS,
    polling: 200,
  });
  await page.waitForFunction(() => window.watched.first > 0, undefined, { timeout: PATIENCE_MS });
  const { first, last } = await page.evaluate(() => ({ first: window.watched.first, last: window.watched.last }));
  // What was fetched last is decoded.
  await page.waitForTimeout(1500);
  const memory = await memoryOf(browser);
  const intervals = await page.evaluate(scrollPage);
  await page.close();
  const script = [...scripts.values()].reduce((sum, size) => sum + size, 0) / 1e6;
  return { first, whole: last, scroll: percentile(intervals, 0.95), script, memory };
}

function percentile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? Number.NaN;
}

/** Runs in the page, before anything else of it. */
function watchPage(): void {
  const watched: Watched = { first: 0, last: 0, frames: new Set() };
  window.watched = watched;
  performance.setResourceTimingBufferSize(10_000);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as PerformanceResourceTiming[]) {
      if (!entry.name.endsWith("/frames/1")) continue;
      watched.frames.add(entry.name);
      watched.last = Math.max(watched.last, entry.responseEnd);
    }
  }).observe({ type: "resource", buffered: true });
  const probe = new OffscreenCanvas(16, 16).getContext("2d", { willReadFrequently: true });
  const look = (): void => {
    for (const canvas of document.querySelectorAll("canvas")) {
      if (canvas.getBoundingClientRect().width < 300 || canvas.width < 300 || !probe) continue;
      probe.clearRect(0, 0, 16, 16);
      probe.drawImage(canvas, canvas.width / 2 - 8, canvas.height / 2 - 8, 16, 16, 0, 0, 16, 16);
      const { data } = probe.getImageData(0, 0, 16, 16);
      if (data.filter((value, at) => at % 4 === 0 && value > 20).length > 128) watched.first = performance.now();
    }
    if (watched.first === 0) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Runs in the page: turns the wheel at every picture of the screen, forth and back, and tells the times between them. */
async function scrollPage(): Promise<number[]> {
  const canvases = [...document.querySelectorAll("canvas")];
  const sizeOf = (canvas: HTMLCanvasElement) => canvas.getBoundingClientRect().width;
  const target = canvases.toSorted((a, b) => sizeOf(b) - sizeOf(a))[0];
  const { left = 0, top = 0, width = 0, height = 0 } = target?.getBoundingClientRect() ?? {};
  const place = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true, cancelable: true };
  const under = document.elementFromPoint(place.clientX, place.clientY) ?? target;
  const intervals: number[] = [];
  let last = performance.now();
  for (let turn = 0; turn < 160; turn += 1) {
    under?.dispatchEvent(new WheelEvent("wheel", { ...place, deltaY: turn % 80 < 40 ? 100 : -100 }));
    await new Promise(requestAnimationFrame);
    intervals.push(performance.now() - last);
    last = performance.now();
  }
  return intervals.slice(10);
}

async function memoryOf(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const kilobytes = processInfo.map(({ id }) => {
    try {
      return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "utf8"))?.[1] ?? 0);
    } catch {
      return 0;
    }
  });
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1000;
}
