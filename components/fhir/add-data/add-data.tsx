"use client";

import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { DropZone } from "#components/ui/drop-zone.tsx";
import { useEnvironment, useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { lackSentence, useCan } from "#components/ui/permissions.tsx";
import { resourceQueries } from "#lib/queries/stores.ts";
import { startUpload, useUploadRun } from "./upload-run.ts";

// Needed once an upload runs.
const UploadReport = dynamic(() => import("./upload-report.tsx").then((file) => file.UploadReport), { ssr: false });

const PERMISSION = "healthcare.fhirStores.executeBundle";

export interface AddDataProps {
  /** Resource name of the FHIR store. */
  readonly storeName: string;
}

/** Drop FHIR files on a store: streamed in, with a verdict for every entry. */
export function AddData({ storeName }: AddDataProps) {
  const may = useCan(PERMISSION);
  const client = useQueryClient();
  const headers = useUnlockHeaders(storeName);
  const { isLocked, askToUnlock } = useEnvironment(storeName);
  const store = useQuery(resourceQueries.get(storeName));
  const run = useUploadRun(storeName);
  const isBusy = run?.state === "running" || run?.state === "stopping";
  const givesIds = store.data !== undefined && store.data["enableUpdateCreate"] !== true;

  return (
    <Box sx={PAGE}>
      {may ? (
        <DropZone
          isBusy={isBusy}
          isLocked={isLocked}
          onUnlock={askToUnlock}
          title="Drop FHIR files here"
          what="FHIR files"
          accept=".json,.ndjson,.jsonl,application/json,application/fhir+json,application/x-ndjson"
          onFiles={(files) => startUpload({ key: storeName, store: storeName, files, headers, client })}
        >
          Bundles, single resources, or NDJSON with one of either a line. Any size, several at once. Resources with an
          id are put under it, others get one from the store; transactions stay one request.
        </DropZone>
      ) : (
        <Alert severity="info" variant="outlined">
          Adding data sends Bundles to this store. {lackSentence(PERMISSION)} An admin can give it to you.
        </Alert>
      )}
      {may && givesIds ? (
        <Alert severity="info" variant="outlined">
          This store gives ids itself (enableUpdateCreate is off): a resource that brings an id of its own is refused
          unless it is in the store already.
        </Alert>
      ) : null}
      {run ? <UploadReport storeName={storeName} run={run} /> : null}
    </Box>
  );
}

const PAGE = { flex: 1, minHeight: 0, display: "flex", flexDirection: "column", gap: 3, px: 4, py: 3 } as const;
