"use client";

import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { DropZone } from "#components/ui/drop-zone.tsx";
import { useEnvironment, useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { lackSentence, useCan } from "#components/ui/permissions.tsx";
import type { ImageVerdict, PlacedFile } from "#lib/queries/image-upload.ts";
import { ImageProgress } from "./image-progress.tsx";
import { imageRuns, startImages } from "./image-run.ts";
import { ReplaceDialog } from "./replace-dialog.tsx";
import { ImageVerdicts } from "./image-verdicts.tsx";

const PERMISSION = "healthcare.dicomStores.dicomWebWrite";

export interface AddImagesProps {
  /** Resource name of the DICOM store. */
  readonly store: string;
}

/** Drop DICOM files, folders or zips on a store: streamed in, with a verdict for every file. */
export function AddImages({ store }: AddImagesProps) {
  const may = useCan(PERMISSION);
  const client = useQueryClient();
  const headers = useUnlockHeaders(store);
  const { isLocked, askToUnlock } = useEnvironment(store);
  const run = imageRuns.useRun(store);
  const [different, setDifferent] = useState<readonly ImageVerdict[]>([]);
  const start = (files: readonly PlacedFile[]) => startImages({ store, files, headers, client });
  const replace = () => {
    const files = different.flatMap(({ source }) => source ?? []);
    setDifferent([]);
    startImages({ store, files, isReplacing: true, headers, client });
  };
  if (!may)
    return (
      <Box sx={{ p: 4 }}>
        <Alert severity="info" variant="outlined">
          Adding data stores images in this store. {lackSentence(PERMISSION)} An admin can give it to you.
        </Alert>
      </Box>
    );
  return (
    <Box sx={PAGE}>
      <DropZone
        title="Drop DICOM files or folders here"
        what="DICOM files"
        accept=""
        isBusy={run !== undefined && run.endedAt === undefined}
        isLocked={isLocked}
        onUnlock={askToUnlock}
        takesFolders
        onFiles={(files, paths) => start(files.map((file, index) => ({ file, path: paths[index] ?? file.name })))}
      >
        Files of any size, folders with all below them, and zips, which are unpacked here. What is no DICOM file is
        named and not sent. Nothing that is stored is overwritten unless you ask for it afterwards.
      </DropZone>
      {run ? (
        <>
          <ImageProgress store={store} run={run} onRetry={isLocked ? undefined : start} onReplace={setDifferent} />
          <ImageVerdicts store={store} run={run} />
        </>
      ) : null}
      {different.length > 0 ? (
        <ReplaceDialog store={store} verdicts={different} onConfirm={replace} onClose={() => setDifferent([])} />
      ) : null}
    </Box>
  );
}

const PAGE = { flex: 1, minHeight: 0, display: "flex", flexDirection: "column", gap: 3, px: 4, py: 3 } as const;
