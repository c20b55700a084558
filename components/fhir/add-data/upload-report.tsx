"use client";

import { UploadProgress } from "./upload-progress.tsx";
import type { UploadRun } from "./upload-run.ts";
import { UploadVerdicts } from "./upload-verdicts.tsx";

/** How an upload goes and what became of every entry. */
export function UploadReport({ storeName, run }: { readonly storeName: string; readonly run: UploadRun }) {
  return (
    <>
      <UploadProgress run={run} />
      <UploadVerdicts storeName={storeName} run={run} />
    </>
  );
}
