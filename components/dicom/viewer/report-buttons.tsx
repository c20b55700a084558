"use client";

import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { token } from "#components/ui/tokens.ts";
import type { DicomAttributes } from "#lib/dicom/attributes.ts";
import { storeInstance } from "#lib/queries/dicom-store.ts";
import { dicomStudyQueries, type StudyAddress } from "#lib/queries/dicom-study.ts";
import { sessionQueries } from "#lib/queries/session.ts";
import type { Measurement } from "./measurement.ts";
import { buildReport } from "./save-report.ts";

export interface ReportButtonsProps {
  readonly study: StudyAddress;
  readonly list: readonly Measurement[];
  /** Attributes of the frame that a measurement lies on. */
  readonly pictureOf: (measurement: Measurement) => DicomAttributes | undefined;
}

/** Keeps the measurements as a DICOM structured report: in the store beside the pictures, or as a file. */
export function ReportButtons({ study, list, pictureOf }: ReportButtonsProps) {
  const queries = useQueryClient();
  const unlock = useUnlockHeaders(study.store);
  const person = useQuery(sessionQueries.current()).data?.user.name ?? "";
  const build = async () => {
    const report = await buildReport(list, pictureOf, person);
    if (!report) throw new Error("None of the measurements lies on a picture of a series.");
    return report;
  };
  const save = useMutation({
    mutationFn: async () => storeInstance(study.store, (await build()).bytes, unlock),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries(dicomStudyQueries.series(study)),
        queries.invalidateQueries(dicomStudyQueries.instances(study)),
      ]),
  });
  const download = useMutation({ mutationFn: async () => offer((await build()).bytes) });
  const error = save.error ?? download.error;
  return (
    <Box sx={{ borderTop: `1px solid ${token.line}` }}>
      {error ? <QueryProblem error={error} /> : null}
      {save.isSuccess ? (
        <Alert severity="success" variant="outlined" sx={{ m: 2 }}>
          Saved as a structured report in this study.
        </Alert>
      ) : null}
      <Box sx={{ display: "flex", gap: 2, p: 2 }}>
        <GuardedButton
          permission="healthcare.dicomStores.dicomWebWrite"
          resource={study.store}
          disabled={save.isPending}
          variant="contained"
          color="primary"
          onAct={() => save.mutate()}
        >
          {save.isPending ? "Saving…" : "Save to store"}
        </GuardedButton>
        <Button onClick={() => download.mutate()}>Export as SR</Button>
      </Box>
    </Box>
  );
}

/** The file's name says nothing of the patient. */
function offer(bytes: Uint8Array<ArrayBuffer>): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: "application/dicom" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "measurements.dcm";
  link.click();
  URL.revokeObjectURL(url);
}
