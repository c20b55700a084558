"use client";

import Box from "@mui/material/Box";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { Card } from "#components/ui/card.tsx";
import { PageBody } from "#components/ui/page-body.tsx";
import { token } from "#components/ui/tokens.ts";
import { DicomExportCard } from "./dicom-export-card.tsx";
import { DicomImportCard } from "./dicom-import-card.tsx";
import { MessageExportCard } from "./message-export-card.tsx";
import { OperationList } from "./operation-list.tsx";
import { FORM, GCS_PREFIX, GCS_URI, kindOf, StartButton, TransferCode, type TransferProps } from "./transfer-start.tsx";

/** Content structures of fhirStores.import, in words. An HL7v2 import knows one: messages as NDJSON. */
const STRUCTURES = [
  ["RESOURCE", "One resource a line (NDJSON)"],
  ["BUNDLE", "One bundle a line (NDJSON)"],
  ["RESOURCE_PRETTY", "One resource a file"],
  ["BUNDLE_PRETTY", "One bundle a file"],
] as const;

/** Import from and export to Cloud Storage, with the work that this starts below. */
export function TransferPanel({ store }: { readonly store: string }) {
  const dataset = store.split("/").slice(0, -2).join("/");
  return (
    <PageBody>
      <Box
        sx={{ display: "grid", gap: 3, gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "repeat(2, minmax(0, 1fr))" } }}
      >
        <Cards store={store} dataset={dataset} />
      </Box>
      <OperationList dataset={dataset} />
    </PageBody>
  );
}

/** What each kind of store can take in and give out. */
function Cards(props: TransferProps) {
  switch (kindOf(props.store)) {
    case "dicomStores":
      return (
        <>
          <DicomImportCard {...props} />
          <DicomExportCard {...props} />
        </>
      );
    case "hl7V2Stores":
      return (
        <>
          <ImportCard {...props} />
          <MessageExportCard {...props} />
        </>
      );
    default:
      return (
        <>
          <ImportCard {...props} />
          <ExportCard {...props} />
        </>
      );
  }
}

function ImportCard({ store, dataset }: TransferProps) {
  const [uri, setUri] = useState("");
  const [contentStructure, setStructure] = useState("RESOURCE");
  const isValid = GCS_URI.test(uri);
  const isFhir = kindOf(store) === "fhirStores";
  const body = { ...(isFhir ? { contentStructure } : {}), gcsSource: { uri } };
  return (
    <Card
      title="Import from Cloud Storage"
      actions={isValid ? <TransferCode store={store} verb="import" body={body} /> : null}
    >
      <Box sx={FORM}>
        <TextField
          label="Files"
          placeholder="gs://bucket/folder/**.ndjson"
          value={uri}
          onChange={(event) => setUri(event.target.value.trim())}
          error={uri !== "" && !isValid}
          helperText="gs:// address; * for any name in a folder, ** for all below, ? for one letter."
          slotProps={{ htmlInput: { spellCheck: false } }}
        />
        {isFhir ? (
          <TextField
            select
            label="What is in a file"
            value={contentStructure}
            onChange={(event) => setStructure(event.target.value)}
            helperText="Resources need ids of their own. Resources that exist are overwritten without a new version; references are not checked."
          >
            {STRUCTURES.map(([value, title]) => (
              <MenuItem key={value} value={value}>
                {title}
              </MenuItem>
            ))}
          </TextField>
        ) : (
          <Box sx={{ color: token.dim, fontSize: 12 }}>
            One message a line as JSON: {'{"data": "<base64>", "labels": {}}'}, as an export writes it. A message that
            is there already only gets the labels of its line.
          </Box>
        )}
        <StartButton store={store} dataset={dataset} verb="import" body={body} isReady={isValid} label="Start import" />
      </Box>
    </Card>
  );
}

function ExportCard({ store, dataset }: TransferProps) {
  const [uriPrefix, setPrefix] = useState("");
  const [types, setTypes] = useState("");
  const isValid = GCS_PREFIX.test(uriPrefix);
  const typeList = types
    .split(/[\s,]+/)
    .filter(Boolean)
    .join(",");
  const body = { gcsDestination: { uriPrefix }, ...(typeList === "" ? {} : { _type: typeList }) };
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
          onChange={(event) => setPrefix(event.target.value.trim())}
          error={uriPrefix !== "" && !isValid}
          helperText="One file per resource type, one resource a line. Patient data leaves the store: check who reads the bucket."
          slotProps={{ htmlInput: { spellCheck: false } }}
        />
        <TextField
          label="Resource types"
          placeholder="All"
          value={types}
          onChange={(event) => setTypes(event.target.value)}
          helperText="Names with commas: Patient, Observation. Empty: all types."
          slotProps={{ htmlInput: { spellCheck: false } }}
        />
        <StartButton store={store} dataset={dataset} verb="export" body={body} isReady={isValid} label="Start export" />
      </Box>
    </Card>
  );
}
