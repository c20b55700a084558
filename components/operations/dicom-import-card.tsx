"use client";

import Box from "@mui/material/Box";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { Card } from "#components/ui/card.tsx";
import { FORM, GCS_URI, StartButton, TransferCode, type TransferProps } from "./transfer-start.tsx";

/** Storage classes of Cloud Storage, in words; colder is cheaper to keep and dearer to read. */
const CLASSES = [
  ["STANDARD", "Standard: read often"],
  ["NEARLINE", "Nearline: read once a month"],
  ["COLDLINE", "Coldline: read once a quarter"],
  ["ARCHIVE", "Archive: read once a year"],
] as const;

/** Imports DICOM files from a bucket (contract section 9.2). */
export function DicomImportCard({ store, dataset }: TransferProps) {
  const [uri, setUri] = useState("");
  const [blobStorageClass, setClass] = useState("STANDARD");
  const isValid = GCS_URI.test(uri);
  const body = { gcsSource: { uri }, blobStorageSettings: { blobStorageClass } };
  return (
    <Card
      title="Import from Cloud Storage"
      actions={isValid ? <TransferCode store={store} verb="import" body={body} /> : null}
    >
      <Box sx={FORM}>
        <TextField
          label="Files"
          placeholder="gs://bucket/folder/**.dcm"
          value={uri}
          onChange={(event) => setUri(event.target.value.trim())}
          error={uri !== "" && !isValid}
          helperText="gs:// address; * for any name in a folder, ** for all below. Identical instances are left as they are; the same UIDs with other bytes are an error of that file."
          slotProps={{ htmlInput: { spellCheck: false } }}
        />
        <TextField
          select
          label="Storage class of the pixels"
          value={blobStorageClass}
          onChange={(event) => setClass(event.target.value)}
        >
          {CLASSES.map(([value, title]) => (
            <MenuItem key={value} value={value}>
              {title}
            </MenuItem>
          ))}
        </TextField>
        <StartButton store={store} dataset={dataset} verb="import" body={body} isReady={isValid} label="Start import" />
      </Box>
    </Card>
  );
}
