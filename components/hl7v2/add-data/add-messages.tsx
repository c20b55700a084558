"use client";

import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { DropZone } from "#components/ui/drop-zone.tsx";
import { useEnvironment, useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { lackSentence, useCan } from "#components/ui/permissions.tsx";
import { TERMINATOR_NAMES } from "#lib/hl7v2/inspect-draft.ts";
import { resourceQueries } from "#lib/queries/stores.ts";
import { storeTerminator } from "#components/hl7v2/compose/store-terminator.ts";
import { FeedProgress } from "./feed-progress.tsx";
import { FeedVerdicts } from "./feed-verdicts.tsx";
import { startFeed, useFeedRun } from "./feed-run.ts";

const PERMISSION = "healthcare.hl7V2Messages.ingest";

export interface AddMessagesProps {
  /** Resource name of the HL7v2 store. */
  readonly store: string;
}

/** Drop files of messages on a store: streamed in, with a verdict for every message. */
export function AddMessages({ store }: AddMessagesProps) {
  const may = useCan(PERMISSION);
  const client = useQueryClient();
  const headers = useUnlockHeaders(store);
  const { isLocked, askToUnlock } = useEnvironment(store);
  const terminator = storeTerminator(useQuery(resourceQueries.get(store)).data);
  const [isConverting, setConverting] = useState(true);
  const run = useFeedRun(store);
  const start = (files: readonly File[]) =>
    startFeed({ store, files, terminator: isConverting ? terminator : undefined, headers, client });
  if (!may)
    return (
      <Box sx={{ p: 4 }}>
        <Alert severity="info" variant="outlined">
          Adding data ingests messages into this store. {lackSentence(PERMISSION)} An admin can give it to you.
        </Alert>
      </Box>
    );
  return (
    <Box sx={PAGE}>
      <DropZone
        title="Drop HL7v2 files here"
        what="HL7v2 files"
        accept=".hl7,.txt,.dat,.msg,.hl7v2"
        isBusy={run !== undefined && run.endedAt === undefined}
        isLocked={isLocked}
        onUnlock={askToUnlock}
        onFiles={start}
      >
        One message a file or thousands, batch files with FHS and BHS, MLLP captures; CR, LF or CRLF. Each message is
        ingested by itself and has its own verdict; the same bytes again are the same message.
      </DropZone>
      <FormControlLabel
        control={<Checkbox checked={isConverting} onChange={(event) => setConverting(event.target.checked)} />}
        label={`Change line ends to ${TERMINATOR_NAMES[terminator]}, which this store reads, and other encodings to UTF-8`}
      />
      {run ? (
        <>
          <FeedProgress store={store} run={run} onRetry={start} />
          <FeedVerdicts store={store} run={run} />
        </>
      ) : null}
    </Box>
  );
}

const PAGE = {
  flex: 1,
  minHeight: 0,
  display: "flex",
  flexDirection: "column",
  gap: 3,
  px: 4,
  py: 3,
  "& > label": { flexShrink: 0, my: -2 },
} as const;
