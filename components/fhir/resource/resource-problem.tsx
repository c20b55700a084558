"use client";

import Button from "@mui/material/Button";
import Box from "@mui/material/Box";
import { PageLink } from "#components/ui/page-link.tsx";
import { problemOf } from "#components/ui/explain-problem.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import type { ResourceAddress } from "#lib/queries/fhir-resource.ts";

export interface ResourceProblemProps {
  readonly address: ResourceAddress;
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** Why the resource cannot be shown and where to go: a missing one offers the search of its type. */
export function ResourceProblem({ address, error, onRetry }: ResourceProblemProps) {
  return (
    <Box sx={{ overflow: "auto" }}>
      <QueryProblem error={error} onRetry={onRetry} />
      {problemOf(error).code === "NOT_FOUND" ? (
        <Button component={PageLink} href={resourceHref(address.store, { type: address.type })} sx={{ mx: 3 }}>
          Search {address.type} in this store
        </Button>
      ) : null}
    </Box>
  );
}

/** True when the resource was there and is deleted (HTTP 410). */
export function isDeleted(error: unknown): boolean {
  return problemOf(error).code === "GONE";
}
