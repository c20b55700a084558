"use client";

import Box from "@mui/material/Box";
import LinearProgress from "@mui/material/LinearProgress";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { token } from "#components/ui/tokens.ts";
import { deidPermission, resourceNames } from "#lib/deid/deid-request.ts";
import { treeQueries } from "#lib/queries/tree.ts";
import { datasetOf, idOf, type DeidScope } from "./deid-scope.ts";
import { startDryRun, useDryRun, type DryRun } from "./dry-run-store.ts";
import { StepCard } from "./step-card.tsx";
import type { DeidForm } from "./use-deid-form.ts";

const DryRunResult = dynamic(() => import("./dry-run-result.tsx").then((file) => file.DryRunResult), {
  ssr: false,
  loading: () => <LoadingLines what="the comparison" />,
});

const SIZES = [6, 12, 30, 60];

export interface DryRunStepProps {
  readonly scope: DeidScope;
  readonly form: DeidForm;
}

/** A sample is really de-identified by the API into a temporary store, compared, and the store removed. */
export function DryRunStep({ scope, form }: DryRunStepProps) {
  const [size, setSize] = useState(12);
  const queryClient = useQueryClient();
  const headers = useUnlockHeaders(scope.name);
  const stores = useDataStores(scope);
  const run = useDryRun(scope.name);
  const isRunning = run !== undefined && run.endedAt === undefined;
  const { json } = form.read;
  const start = () => {
    if (!json || !stores) return;
    const chosen = resourceNames(form.selection.resources);
    startDryRun(scope.name, form.text, { client: queryClient, stores, config: json, size, chosen, headers });
  };
  return (
    <StepCard step={4} title="Dry run" note="A sample, before and after">
      <Box sx={{ color: token.dim }}>
        The API de-identifies a sample into a temporary store of {idOf(datasetOf(scope.name))}, so nothing leaves the
        dataset. Both sides are compared and searched for what is left, and the temporary store is removed.
      </Box>
      <Box sx={{ display: "flex", gap: 3, alignItems: "flex-start" }}>
        <TextField
          select
          label="Items of each store"
          value={size}
          onChange={(event) => setSize(Number(event.target.value))}
          helperText={scope.kind === "fhirStores" ? undefined : "Of DICOM stores six pictures at most."}
          sx={{ width: 240 }}
        >
          {SIZES.map((each) => (
            <MenuItem key={each} value={each}>
              {each}
            </MenuItem>
          ))}
        </TextField>
        <GuardedButton
          permission={deidPermission(scope.kind)}
          resource={scope.name}
          disabled={isRunning || !json || !stores}
          onAct={start}
        >
          Try on a sample
        </GuardedButton>
      </Box>
      {run ? <Outcome run={run} isCurrent={run.configText === form.text} /> : null}
    </StepCard>
  );
}

function Outcome({ run, isCurrent }: { readonly run: DryRun; readonly isCurrent: boolean }) {
  if (run.endedAt === undefined)
    return (
      <Box>
        <output>{run.phase}…</output>
        <LinearProgress aria-label="Progress of the dry run" sx={{ mt: 2, borderRadius: 2 }} />
      </Box>
    );
  if (run.error !== undefined) return <QueryProblem error={run.error} />;
  return (
    <>
      {isCurrent ? null : (
        <Box sx={{ color: token.warn }}>
          The configuration has changed since: what stands here is of the former one.
        </Box>
      )}
      {run.samples?.map((sample) => (
        <DryRunResult key={sample.store} sample={sample} />
      ))}
    </>
  );
}

/** The stores that a sample is taken of; undefined until they are known. */
function useDataStores({ kind, name }: DeidScope) {
  const stores = useQuery({ ...treeQueries.stores(datasetOf(name)), enabled: kind === "dataset" });
  if (kind !== "dataset") return [{ name, kind }];
  return stores.data?.flatMap((store) =>
    store.kind === "fhirStores" || store.kind === "dicomStores" ? [{ name: store.name, kind: store.kind }] : [],
  );
}
