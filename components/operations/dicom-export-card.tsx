"use client";

import Box from "@mui/material/Box";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { Card } from "#components/ui/card.tsx";
import { FORM, GCS_PREFIX, GCS_URI, StartButton, TransferCode, type TransferProps } from "./transfer-start.tsx";

/** Values of `gcsDestination.mimeType` that people ask for, in words; the empty one leaves the field out. */
const FORMATS = [
  ["", "DICOM files as they are stored"],
  ["application/dicom; transfer-syntax=1.2.840.10008.1.2.1", "DICOM, uncompressed (Explicit VR Little Endian)"],
  ["application/dicom; transfer-syntax=1.2.840.10008.1.2", "DICOM, uncompressed (Implicit VR Little Endian)"],
  ["image/jpeg; transfer-syntax=1.2.840.10008.1.2.4.50", "JPEG pictures"],
  ["image/png", "PNG pictures"],
] as const;

/** Exports instances to a bucket, all or those that a list names (contract section 9.3). */
export function DicomExportCard({ store, dataset }: TransferProps) {
  const [form, setForm] = useState({ uriPrefix: "", mimeType: "", list: "" });
  const { uriPrefix, mimeType, list } = form;
  const change = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const isValid = GCS_PREFIX.test(uriPrefix) && (list === "" || GCS_URI.test(list));
  const body = {
    gcsDestination: { uriPrefix, ...(mimeType === "" ? {} : { mimeType }) },
    ...(list === "" ? {} : { filterConfig: { resourcePathsGcsUri: list } }),
  };
  return (
    <Card
      title="Export to Cloud Storage"
      actions={isValid ? <TransferCode store={store} verb="export" body={body} /> : null}
    >
      <Box sx={FORM}>
        <TextField
          label="Folder"
          placeholder="gs://bucket/folder"
          value={uriPrefix}
          onChange={(event) => change({ uriPrefix: event.target.value.trim() })}
          error={uriPrefix !== "" && !GCS_PREFIX.test(uriPrefix)}
          helperText="One file per instance, in folders of study and series; files of the same names are overwritten. Patient data leaves the store: check who reads the bucket."
          slotProps={{ htmlInput: { spellCheck: false } }}
        />
        <TextField
          select
          label="What is written"
          value={mimeType}
          onChange={(event) => change({ mimeType: event.target.value })}
          slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
        >
          {FORMATS.map(([value, title]) => (
            <MenuItem key={value} value={value}>
              {title}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          label="Only what this list names"
          placeholder="gs://bucket/list.txt"
          value={list}
          onChange={(event) => change({ list: event.target.value.trim() })}
          error={list !== "" && !GCS_URI.test(list)}
          helperText="A file of lines such as /studies/1.2.3/series/4.5.6. Empty: the whole store."
          slotProps={{ htmlInput: { spellCheck: false } }}
        />
        <StartButton store={store} dataset={dataset} verb="export" body={body} isReady={isValid} label="Start export" />
      </Box>
    </Card>
  );
}
