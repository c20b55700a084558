"use client";

import Box from "@mui/material/Box";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { RESOURCE_ID } from "#lib/contract/resource-name.ts";
import { sendChange, storeCreation } from "#lib/queries/resource-changes.ts";
import { resourceQueries } from "#lib/queries/stores.ts";
import { idOf, type DeidScope } from "./deid-scope.ts";

export interface NewStoreProps {
  readonly scope: DeidScope;
  /** Of the source's region. */
  readonly datasets: readonly string[];
  readonly onCreated: (store: string) => void;
}

/** Makes an empty destination with the settings that de-identified resources need. */
export function NewStore({ scope, datasets, onCreated }: NewStoreProps) {
  const queryClient = useQueryClient();
  const [dataset, setDataset] = useState("");
  const [id, setId] = useState("");
  const headers = useUnlockHeaders(dataset);
  const version = useQuery(resourceQueries.get(scope.name)).data?.["version"];
  const kind = scope.kind === "dicomStores" ? "dicomStores" : "fhirStores";
  const settings =
    kind === "fhirStores" ? { version, enableUpdateCreate: true, disableReferentialIntegrity: true } : {};
  const creation = useMutation({
    mutationFn: () => sendChange(storeCreation(dataset, kind, id, settings), headers),
    onSuccess: async ({ name }) => {
      await queryClient.invalidateQueries({ queryKey: ["tree"] });
      setId("");
      onCreated(name);
    },
  });
  return (
    <Box>
      <Box sx={LINE}>
        <TextField select label="Make one in" value={dataset} onChange={(event) => setDataset(event.target.value)}>
          {datasets.map((name) => (
            <MenuItem key={name} value={name}>
              {idOf(name)}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          label="Id of the new store"
          value={id}
          onChange={(event) => setId(event.target.value.trim())}
          error={id !== "" && !RESOURCE_ID.test(id)}
          slotProps={{ htmlInput: { spellCheck: false } }}
        />
        <GuardedButton
          permission={`healthcare.${kind}.create`}
          resource={dataset}
          disabled={dataset === "" || !RESOURCE_ID.test(id) || creation.isPending}
          onAct={() => creation.mutate()}
        >
          Make an empty store
        </GuardedButton>
      </Box>
      {creation.isError ? <QueryProblem error={creation.error} /> : null}
    </Box>
  );
}

const LINE = {
  display: "grid",
  gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "minmax(0, 1fr) minmax(0, 1fr) auto" },
  gap: 2,
  alignItems: "start",
} as const;
