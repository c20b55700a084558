"use client";

import Box from "@mui/material/Box";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { CopyAs } from "#components/ui/copy-as.tsx";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { monoText } from "#components/ui/theme.ts";
import { token } from "#components/ui/tokens.ts";
import type { DeidRun } from "#lib/contract/console/deid-runs.ts";
import { withoutKeys } from "#lib/deid/config-keys.ts";
import { configWarnings } from "#lib/deid/config-warnings.ts";
import { deidPermission, deidRequest, wrongResourceName } from "#lib/deid/deid-request.ts";
import { apiPath } from "#lib/queries/api-path.ts";
import { deidQueries, launchDeid } from "#lib/queries/deid.ts";
import { idOf, type DeidScope } from "./deid-scope.ts";
import { StepCard } from "./step-card.tsx";
import type { DeidForm } from "./use-deid-form.ts";

// The window comes with its code when it is opened.
const ConfirmByName = dynamic(() => import("#components/ui/confirm-by-name.tsx").then((file) => file.ConfirmByName), {
  ssr: false,
});

export interface ReviewStepProps {
  readonly scope: DeidScope;
  readonly form: DeidForm;
  readonly onLaunched: (run: DeidRun) => void;
}

/** The request as it will be sent, and the button that sends it after the name of the destination was typed. */
export function ReviewStep({ scope, form, onLaunched }: ReviewStepProps) {
  const [isAsking, setAsking] = useState(false);
  const { json, config } = form.read;
  const missing = whatIsMissing(form);
  const request = json && deidRequest(scope.kind, form.destination, json, form.selection);
  const launch = useLaunch(scope, onLaunched);
  const risks = config ? configWarnings(config, scope.kind).filter(({ severity }) => severity === "risk").length : 0;
  return (
    <StepCard
      step={4}
      title="Review and launch"
      actions={
        request && missing === "" ? (
          <CopyAs request={{ method: "POST", path: apiPath(scope.name, ":deidentify"), body: request }} />
        ) : null
      }
    >
      {request && missing === "" ? <RequestText request={request} /> : <Box sx={{ color: token.dim }}>{missing}</Box>}
      <Box>
        <GuardedButton
          permission={deidPermission(scope.kind)}
          resource={scope.name}
          variant="contained"
          color="primary"
          disabled={missing !== "" || !request}
          onAct={() => setAsking(true)}
        >
          De-identify…
        </GuardedButton>
      </Box>
      {isAsking && request ? (
        <ConfirmByName
          title="De-identify by copy"
          name={idOf(form.destination)}
          action="De-identify"
          isPending={launch.isPending}
          error={launch.error}
          onClose={() => setAsking(false)}
          onConfirm={() => launch.mutate({ source: scope.name, request, configName: form.configName })}
        >
          <div>
            {scope.kind === "dataset" ? "A new dataset" : "The store"} <strong>{idOf(form.destination)}</strong>{" "}
            receives a copy of <strong>{idOf(scope.name)}</strong>. The source is only read.
          </div>
          <div>
            {risks === 0
              ? "The configuration has no known risk."
              : `The configuration has ${risks} known ${risks === 1 ? "risk" : "risks"}, named in step 2.`}{" "}
            Whoever reads the destination reads what the configuration leaves.
          </div>
        </ConfirmByName>
      ) : null}
    </StepCard>
  );
}

function useLaunch(scope: DeidScope, onLaunched: (run: DeidRun) => void) {
  const queryClient = useQueryClient();
  const headers = useUnlockHeaders(scope.name);
  return useMutation({
    mutationFn: (launch: Parameters<typeof launchDeid>[0]) => launchDeid(launch, headers),
    onSuccess: async (run) => {
      await queryClient.invalidateQueries({ queryKey: [...deidQueries.ofSource(scope.name).queryKey] });
      await queryClient.invalidateQueries({ queryKey: ["operations"] });
      onLaunched(run);
    },
  });
}

function whatIsMissing(form: DeidForm): string {
  if (!form.read.config) return "The configuration is not valid yet.";
  if (form.destination === "") return "Choose a destination; the request then stands here.";
  return wrongResourceName(form.selection.resources) === undefined ? "" : "A resource in step 1 has no valid name.";
}

/** Keys stay out of sight; "Copy as" has the whole request. */
function RequestText({ request }: { readonly request: unknown }) {
  return (
    <Box component="pre" tabIndex={0} aria-label="Request" sx={REQUEST}>
      {JSON.stringify(
        withoutKeys(request, () => "…"),
        undefined,
        2,
      )}
    </Box>
  );
}

const REQUEST = {
  ...monoText,
  m: 0,
  p: 3,
  maxHeight: 260,
  overflow: "auto",
  bgcolor: token.bg,
  border: `1px solid ${token.line}`,
  borderRadius: "8px",
} as const;
