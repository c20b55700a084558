"use client";

import { downloadBlob } from "#components/ui/download-text.ts";
import { RunStore } from "#components/ui/run-store.ts";
import { shortName } from "#lib/dicom/zip-names.ts";
import { scopePath, type ImageScope } from "#lib/queries/dicom-deletion.ts";
import { downloadZip } from "#lib/queries/dicom-download.ts";

/** A study or series on its way into a zip. */
export interface DownloadRun {
  /** "Study …33333333" */
  readonly title: string;
  readonly fileName: string;
  readonly store: string;
  readonly state: "running" | "done" | "failed";
  readonly instancesDone: number;
  /** Undefined until they are listed. */
  readonly instances: number | undefined;
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  readonly error: unknown;
}

/** By the paths of what is downloaded. */
export const downloadRuns = new RunStore<DownloadRun>();

const controllers = new Map<string, AbortController>();

/** Fetches a study or series as a zip and hands it to the browser to save. One that runs already goes on. */
export function startDownload(scope: ImageScope): void {
  const key = scopePath(scope);
  const former = downloadRuns.get(key);
  if (former && former.endedAt === undefined) return;
  const controller = new AbortController();
  controllers.set(key, controller);
  const run = newRun(scope);
  downloadRuns.set(key, run);
  const end = (part: Partial<DownloadRun>) => {
    const last = downloadRuns.get(key);
    if (last) downloadRuns.set(key, { ...last, ...part, endedAt: Date.now() });
  };
  const save = async () => {
    const zip = await downloadZip({
      scope,
      signal: controller.signal,
      onFound: (instances) => downloadRuns.change(key, (now) => ({ ...now, instances })),
      onBytes: (bytes) => downloadRuns.change(key, (now) => ({ ...now, bytes: now.bytes + bytes })),
      onInstance: () => downloadRuns.change(key, (now) => ({ ...now, instancesDone: now.instancesDone + 1 })),
    });
    if (controller.signal.aborted) return;
    downloadBlob(run.fileName, zip);
    end({ state: "done" });
  };
  save().catch((error: unknown) => {
    if (!controller.signal.aborted) end({ state: "failed", error });
  });
}

/** Breaks a download off, or forgets one that ended. */
export function dismissDownload(key: string): void {
  controllers.get(key)?.abort();
  controllers.delete(key);
  downloadRuns.delete(key);
}

function newRun(scope: ImageScope): DownloadRun {
  const isSeries = "series" in scope;
  const uid = shortName(isSeries ? scope.series : scope.study);
  return {
    title: `${isSeries ? "Series" : "Study"} …${uid}`,
    fileName: `${isSeries ? "series" : "study"}-${uid}.zip`,
    store: scope.store,
    state: "running",
    instancesDone: 0,
    instances: undefined,
    bytes: 0,
    startedAt: Date.now(),
    endedAt: undefined,
    error: undefined,
  };
}
