"use client";

import Box from "@mui/material/Box";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CopyAs } from "#components/ui/copy-as.tsx";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { parseResourceName, type StoreKind } from "#lib/contract/resource-name.ts";
import { apiPath } from "#lib/queries/api-path.ts";
import { operationQueries, startOperation } from "#lib/queries/operations.ts";

export const GCS_URI = /^gs:\/\/[a-z0-9][\w.-]{1,220}[a-z0-9]\/.+$/;
export const GCS_PREFIX = /^gs:\/\/[a-z0-9][\w.-]{1,220}[a-z0-9](\/.*)?$/;

/** Store and dataset of a form. */
export interface TransferProps {
  readonly store: string;
  readonly dataset: string;
}

interface TransferCallProps {
  readonly store: string;
  readonly verb: "import" | "export";
  readonly body: Readonly<Record<string, unknown>>;
}

/** The request as code. */
export function TransferCode({ store, verb, body }: TransferCallProps) {
  return <CopyAs request={{ method: "POST", path: apiPath(store, `:${verb}`), body }} />;
}

interface StartButtonProps extends TransferCallProps {
  readonly dataset: string;
  readonly isReady: boolean;
  readonly label: string;
}

/** Starts the operation; its row appears below. */
export function StartButton({ store, dataset, verb, body, isReady, label }: StartButtonProps) {
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
        permission={`healthcare.${kindOf(store)}.${verb}`}
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

/** The kind of a store, by its name. */
export function kindOf(store: string): StoreKind {
  const name = parseResourceName(store);
  return name?.kind === "store" ? name.storeKind : "fhirStores";
}

/** Look of the forms. */
export const FORM = { p: 4, display: "flex", flexDirection: "column", gap: 4 } as const;
