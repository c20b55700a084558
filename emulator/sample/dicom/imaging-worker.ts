import { parentPort, workerData } from "node:worker_threads";
import { imagedStudies } from "./imaged-studies.ts";
import type { DrawnFile, ImagingOrderSheet } from "./fill-images.ts";
import { studyFiles } from "./make-study.ts";

/**
 * The thread that draws: it sends files, and waits when `window` of them have not been asked on for, so that a slow disk does not fill
 * the memory.
 */
const { hospital, orders, stored, window } = workerData as ImagingOrderSheet;
let credit = window;
let wake: (() => void) | undefined;

parentPort?.on("message", () => {
  credit += 1;
  wake?.();
});

const studies = imagedStudies(hospital, orders);
const total = studies.reduce((sum, study) => sum + instancesOf(study), 0);
let drawn = 0;
for (const study of studies) {
  // A former run has written it to its end.
  if (stored[study.studyUid] === instancesOf(study)) {
    drawn += instancesOf(study);
    continue;
  }
  for await (const { bytes } of studyFiles(study)) {
    while (credit <= 0) await new Promise<void>((resolve) => (wake = resolve));
    credit -= 1;
    drawn += 1;
    parentPort?.postMessage({ bytes, part: drawn / total } satisfies DrawnFile);
  }
}
process.exit(0);

function instancesOf({ series }: { readonly series: readonly { readonly instances: readonly string[] }[] }): number {
  return series.reduce((sum, { instances }) => sum + instances.length, 0);
}
