"use client";

import Box from "@mui/material/Box";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { CopyAs } from "#components/ui/copy-as.tsx";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { formatMoment } from "#components/ui/moment.ts";
import { formatPlural } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { monoText } from "#components/ui/theme.ts";
import { token } from "#components/ui/tokens.ts";
import { useAddress } from "#components/ui/use-address.ts";
import type { DeidRun } from "#lib/contract/console/deid-runs.ts";
import { withoutKeys } from "#lib/deid/config-keys.ts";
import { configWarnings } from "#lib/deid/config-warnings.ts";
import {
  deidPermission,
  deidRequest,
  resourceNames,
  wrongResourceName,
  type DeidConfiguration,
  type DeidRequest,
} from "#lib/deid/deid-request.ts";
import { apiPath } from "#lib/queries/api-path.ts";
import { askDeidGate, deidQueries, launchDeid } from "#lib/queries/deid.ts";
import { idOf, type DeidScope } from "./deid-scope.ts";
import { StepCard } from "./step-card.tsx";
import { useScopeSize } from "./use-scope-size.ts";
import { configurationOf, type DeidForm } from "./use-deid-form.ts";

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
  const configuration = configurationOf(form);
  const isFound = useAddress().params.has("q");
  const missing = whatIsMissing(form, configuration, isFound);
  const request =
    configuration && missing === ""
      ? deidRequest(scope.kind, form.destination, configuration, form.selection)
      : undefined;
  const gate = useGate(scope, request);
  return (
    <StepCard
      step={5}
      title="Review and launch"
      actions={
        request ? (
          <CopyAs request={{ method: "POST", path: apiPath(scope.name, ":deidentify"), body: request }} />
        ) : null
      }
    >
      {request ? <RequestText request={request} /> : <Box sx={{ color: token.dim }}>{missing}</Box>}
      <GateLine gate={gate} />
      <Box>
        <GuardedButton
          permission={deidPermission(scope.kind)}
          resource={scope.name}
          variant="contained"
          color="primary"
          disabled={gate.data?.blocker !== ""}
          onAct={() => setAsking(true)}
        >
          De-identify…
        </GuardedButton>
      </Box>
      {isAsking && request ? (
        <LaunchDialog
          scope={scope}
          form={form}
          request={request}
          onClose={() => setAsking(false)}
          onLaunched={onLaunched}
        />
      ) : null}
    </StepCard>
  );
}

/** What the server says stands against this very request: it would refuse it for the same reason. */
function useGate(scope: DeidScope, request: DeidRequest | undefined) {
  return useQuery({
    queryKey: ["deid-gate", scope.name, JSON.stringify(request)],
    queryFn: () => askDeidGate(scope.name, request ?? {}),
    enabled: request !== undefined,
    gcTime: 0,
  });
}

function GateLine({ gate }: { readonly gate: ReturnType<typeof useGate> }) {
  if (gate.isError) return <QueryProblem error={gate.error} onRetry={() => void gate.refetch()} />;
  if (!gate.data) return null;
  const { blocker, dryRun } = gate.data;
  if (blocker !== "") return <Box sx={{ color: token.warn }}>{blocker}</Box>;
  return dryRun ? (
    <Box sx={{ color: token.ok }}>
      ✓ A dry run of this configuration has passed, {formatMoment(dryRun.endedAt)} by {dryRun.startedBy}.
    </Box>
  ) : null;
}

interface LaunchDialogProps extends ReviewStepProps {
  readonly request: DeidRequest;
  readonly onClose: () => void;
}

function LaunchDialog({ scope, form, request, onClose, onLaunched }: LaunchDialogProps) {
  const launch = useLaunch(scope, onLaunched);
  const { items, bytes } = useScopeSize(scope);
  const { config } = form.read;
  const risks = config ? configWarnings(config, scope.kind).filter(({ severity }) => severity === "risk").length : 0;
  return (
    <ConfirmByName
      title="De-identify by copy"
      name={idOf(form.destination)}
      action="De-identify"
      isPending={launch.isPending}
      error={launch.error}
      onClose={onClose}
      onConfirm={() => launch.mutate({ source: scope.name, request, configName: form.configName })}
    >
      <div>
        {scope.kind === "dataset" ? "A new dataset" : "The store"} <strong>{idOf(form.destination)}</strong> receives a
        copy of <strong>{idOf(scope.name)}</strong>: {amountOf(form, `${items}, ${bytes}`)}. The source is only read.
      </div>
      <div>
        {risks === 0
          ? "The configuration has no known risk."
          : `The configuration has ${formatPlural(risks, "known risk")}, named in step 2.`}{" "}
        Whoever reads the destination reads what the configuration leaves.
      </div>
    </ConfirmByName>
  );
}

/** How much of the source is copied. @param all of it, in words */
function amountOf({ selection: { resources, listUri } }: DeidForm, all: string): string {
  if (listUri !== "") return `what the list names, of ${all}`;
  const count = resourceNames(resources).length;
  return count === 0 ? all : `${formatPlural(count, "resource")} of ${all}`;
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

/** @param isFound what a search found is meant: without its list the request would be for the whole store */
function whatIsMissing(form: DeidForm, configuration: DeidConfiguration | undefined, isFound: boolean): string {
  const { resources, listUri } = form.selection;
  if (isFound && resources.trim() === "" && listUri === "")
    return "What the search found is not in step 1 yet: until then nothing is launched.";
  if (!configuration) return "The configuration is not valid yet.";
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
