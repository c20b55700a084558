"use client";

import Box from "@mui/material/Box";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { token } from "#components/ui/tokens.ts";
import { DRY_RUN_SIZES } from "#lib/contract/console/deid-dry-runs.ts";
import { deidPermission, resourceNames } from "#lib/deid/deid-request.ts";
import { datasetOf, idOf, type DeidScope } from "./deid-scope.ts";
import { startDryRun, useDryRun } from "./dry-run-store.ts";
import { StepCard } from "./step-card.tsx";
import type { RenderJson } from "./render-json.ts";
import { configurationOf, triedText, type DeidForm } from "./use-deid-form.ts";

const DryRunOutcome = dynamic(() => import("./dry-run-outcome.tsx").then((file) => file.DryRunOutcome), {
  ssr: false,
  loading: () => <LoadingLines what="the dry run" lines={2} />,
});

export interface DryRunStepProps {
  readonly scope: DeidScope;
  readonly form: DeidForm;
  readonly renderJson: RenderJson;
}

/** A sample is really de-identified by the API into a temporary store, compared, and the store removed. */
export function DryRunStep({ scope, form, renderJson }: DryRunStepProps) {
  const [size, setSize] = useState<number>(12);
  const queryClient = useQueryClient();
  const headers = useUnlockHeaders(scope.name);
  const run = useDryRun(scope.name);
  const isRunning = run !== undefined && run.endedAt === undefined;
  const configuration = configurationOf(form);
  const start = () => {
    if (!configuration) return;
    const resources = [...resourceNames(form.selection.resources)];
    const input = { source: scope.name, configuration, size, resources, list: form.selection.listUri };
    startDryRun({ input, configText: triedText(form), headers, client: queryClient });
  };
  return (
    <StepCard step={4} title="Dry run" note="A sample, before and after">
      <Box sx={{ color: token.dim }}>
        The API de-identifies a sample into a temporary store of {idOf(datasetOf(scope.name))}, so nothing leaves the
        dataset. Both sides are compared and searched for what is left, and the temporary store is removed.
      </Box>
      <Box sx={{ display: "flex", gap: 3, alignItems: "center", flexWrap: "wrap" }}>
        <ToggleButtonGroup
          exclusive
          size="small"
          aria-label="Items of each store"
          value={size}
          onChange={(_, next: number | null) => next !== null && setSize(next)}
        >
          {DRY_RUN_SIZES.map((each) => (
            <ToggleButton key={each} value={each} sx={{ py: "2px", px: 3 }}>
              {each}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <Box component="span" sx={{ color: token.dim }}>
          items of each store{scope.kind === "fhirStores" ? "" : "; of DICOM stores six at most"}
        </Box>
        <GuardedButton
          permission={deidPermission(scope.kind)}
          resource={scope.name}
          disabled={isRunning || !configuration}
          onAct={start}
        >
          Try on a sample
        </GuardedButton>
      </Box>
      {run ? <DryRunOutcome run={run} isCurrent={run.configText === triedText(form)} renderJson={renderJson} /> : null}
    </StepCard>
  );
}
