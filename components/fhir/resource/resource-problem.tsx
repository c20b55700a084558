"use client";

import Button from "@mui/material/Button";
import Box from "@mui/material/Box";
import Link from "next/link";
import { Card } from "#components/ui/card.tsx";
import { problemOf } from "#components/ui/explain-problem.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import type { ResourceAddress } from "#lib/queries/fhir-resource.ts";
import { VersionList } from "./version-list.tsx";

export interface ResourceProblemProps {
  readonly address: ResourceAddress;
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** Why the resource cannot be shown and where to go: a deleted one offers its versions, a missing one the search of its type. */
export function ResourceProblem({ address, error, onRetry }: ResourceProblemProps) {
  const { code } = problemOf(error);
  return (
    <Box sx={{ overflow: "auto" }}>
      <QueryProblem error={error} onRetry={onRetry} />
      {code === "NOT_FOUND" ? (
        <Button component={Link} href={resourceHref(address.store, { type: address.type })} sx={{ mx: 3 }}>
          Search {address.type} in this store
        </Button>
      ) : null}
      {code === "GONE" ? (
        <Box sx={{ m: 3 }}>
          <Card title="What is left of it">
            <VersionList address={address} shownVersion={undefined} />
          </Card>
        </Box>
      ) : null}
    </Box>
  );
}
