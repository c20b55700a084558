"use client";

import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { PageLink } from "#components/ui/page-link.tsx";
import type { ReactNode } from "react";
import { LoadingLines } from "#components/ui/loading.tsx";
import { formatMoment } from "#components/ui/moment.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import type { ResourceAddress } from "#lib/queries/fhir-resource.ts";
import { useHistory } from "./use-history.ts";

export interface DeletedResourceProps {
  readonly address: ResourceAddress;
  /** Shows one version. */
  readonly render: (address: ResourceAddress) => ReactNode;
}

/** A deleted resource with its last version, who deleted it and when. */
export function DeletedResource({ address, render }: DeletedResourceProps) {
  const { history, versions } = useHistory(address);
  if (history.isPending) return <LoadingLines what="what is left of it" lines={12} />;
  if (history.isError) return <QueryProblem error={history.error} onRetry={() => void history.refetch()} />;
  const deletion = versions.find(({ isDeletion }) => isDeletion);
  const last = versions.find(({ isDeletion }) => !isDeletion);
  return (
    <>
      <Alert
        severity="warning"
        variant="outlined"
        sx={{ mb: 3, alignItems: "center" }}
        action={
          <Button
            component={PageLink}
            href={resourceHref(`${address.store}/fhir/${address.type}/${address.id}`, { tab: "history" })}
          >
            History
          </Button>
        }
      >
        Deleted{deletion === undefined || deletion.at === "" ? "" : ` ${formatMoment(deletion.at)}`}
        {deletion?.who === undefined ? "" : ` by ${deletion.who}`}.{" "}
        {last === undefined
          ? "No earlier version can be read."
          : "This is its last version; the history can restore it."}
      </Alert>
      {last === undefined ? null : (
        <Box sx={{ flex: 1, minHeight: 0, display: "flex", flexDirection: "column" }}>
          {render({ ...address, version: last.versionId })}
        </Box>
      )}
    </>
  );
}
