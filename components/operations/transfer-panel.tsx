"use client";

import Box from "@mui/material/Box";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Card } from "#components/ui/card.tsx";
import { CopyAs } from "#components/ui/copy-as.tsx";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { PageBody } from "#components/ui/page-body.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { apiPath } from "#lib/queries/api-path.ts";
import { operationQueries, startOperation } from "#lib/queries/operations.ts";
import { OperationList } from "./operation-list.tsx";

/** Content structures of fhirStores.import, in words. */
const STRUCTURES = [
  ["RESOURCE", "One resource a line (NDJSON)"],
  ["BUNDLE", "One bundle a line (NDJSON)"],
  ["RESOURCE_PRETTY", "One resource a file"],
  ["BUNDLE_PRETTY", "One bundle a file"],
] as const;

const GCS_URI = /^gs:\/\/[a-z0-9][\w.-]{1,220}[a-z0-9]\/.+$/;
const GCS_PREFIX = /^gs:\/\/[a-z0-9][\w.-]{1,220}[a-z0-9](\/.*)?$/;

/** Import from and export to Cloud Storage, with the work that this starts below. */
export function TransferPanel({ store }: { readonly store: string }) {
  const dataset = store.split("/").slice(0, -2).join("/");
  return (
    <PageBody>
      <Box
        sx={{ display: "grid", gap: 3, gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "repeat(2, minmax(0, 1fr))" } }}
      >
        <ImportCard store={store} dataset={dataset} />
        <ExportCard store={store} dataset={dataset} />
      </Box>
      <OperationList dataset={dataset} />
    </PageBody>
  );
}

interface TransferProps {
  readonly store: string;
  readonly dataset: string;
}

function ImportCard({ store, dataset }: TransferProps) {
  const [uri, setUri] = useState("");
  const [contentStructure, setStructure] = useState("RESOURCE");
  const isValid = GCS_URI.test(uri);
  const body = { contentStructure, gcsSource: { uri } };
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

interface TransferCallProps {
  readonly store: string;
  readonly verb: "import" | "export";
  readonly body: Readonly<Record<string, unknown>>;
}

function TransferCode({ store, verb, body }: TransferCallProps) {
  return <CopyAs request={{ method: "POST", path: apiPath(store, `:${verb}`), body }} />;
}

interface StartButtonProps extends TransferCallProps {
  readonly dataset: string;
  readonly isReady: boolean;
  readonly label: string;
}

function StartButton({ store, dataset, verb, body, isReady, label }: StartButtonProps) {
  const queryClient = useQueryClient();
  const headers = useUnlockHeaders(store);
  const start = useMutation({
    mutationFn: () => startOperation(store, verb, body, headers),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: [...operationQueries.recent(dataset).queryKey] });
      await queryClient.invalidateQueries({ queryKey: ["metrics", store] });
    },
  });
  return (
    <Box>
      <GuardedButton
        permission={`healthcare.fhirStores.${verb}`}
        resource={store}
        variant="contained"
        color="primary"
        disabled={!isReady || start.isPending}
        onAct={() => start.mutate()}
      >
        {label}
      </GuardedButton>
      {start.isError ? <QueryProblem error={start.error} /> : null}
    </Box>
  );
}

const FORM = { p: 4, display: "flex", flexDirection: "column", gap: 4 } as const;
