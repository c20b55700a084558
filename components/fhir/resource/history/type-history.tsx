"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import MuiLink from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import { useInfiniteQuery } from "@tanstack/react-query";
import { PageLink } from "#components/ui/page-link.tsx";
import { Card } from "#components/ui/card.tsx";
import { DataTable } from "#components/ui/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { MASKED_TEXT, useIdentityMask } from "#components/ui/identity-mask.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { formatMoment } from "#components/ui/moment.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { MONO, token } from "#components/ui/tokens.ts";
import type { FhirChange } from "#lib/contract/console/fhir-changes.ts";
import { fhirResourceQueries } from "#lib/queries/fhir-resource.ts";

export interface TypeHistoryProps {
  readonly store: string;
  readonly type: string;
}

/** What was changed in one type through this console, newest first: the API keeps a history for each resource only. */
export function TypeHistory({ store, type }: TypeHistoryProps) {
  const query = useInfiniteQuery(fhirResourceQueries.changes(store, type));
  return (
    <Box sx={{ p: 3, overflow: "auto", flex: 1, minHeight: 0 }}>
      <Typography variant="h1" sx={{ mb: 2 }}>
        Changes of {type}
      </Typography>
      <Box sx={{ color: token.dim, mb: 3 }}>
        The Cloud Healthcare API has a history of each resource and none of a type. These are the writes that went
        through this console, from its audit log; what other programs, imports and bundles wrote is not among them.
      </Box>
      <Card title="Changes">
        {query.isPending ? <LoadingLines what="changes" /> : null}
        {query.isError ? <QueryProblem error={query.error} onRetry={() => void query.refetch()} /> : null}
        {query.data ? (
          <Changes store={store} type={type} changes={query.data.pages.flatMap(({ changes }) => changes)} />
        ) : null}
      </Card>
      {query.hasNextPage ? (
        <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage} sx={{ mt: 3 }}>
          Older changes
        </Button>
      ) : null}
    </Box>
  );
}

const WORDS: Readonly<Record<string, string>> = {
  create: "Created",
  BinaryCreate: "Created",
  update: "Updated",
  BinaryUpdate: "Updated",
  patch: "Patched",
  delete: "Deleted",
  conditionalUpdate: "Updated by a search",
  conditionalPatch: "Patched by a search",
  conditionalDelete: "Deleted by a search",
  ResourcePurge: "History purged",
};

function Changes({ store, type, changes }: TypeHistoryProps & { readonly changes: readonly FhirChange[] }) {
  const { masked } = useIdentityMask();
  if (changes.length === 0)
    return <EmptyState title="No changes">Nothing of this type was changed through this console.</EmptyState>;
  return (
    <DataTable
      label={`Changes of ${type}`}
      rows={changes.map((change) => ({ ...change, id: String(change.seq), resource: change.id }))}
      columns={[
        { field: "at", title: "When", value: ({ at }) => at, render: ({ at }) => formatMoment(at), width: "190px" },
        { field: "who", title: "Who", value: ({ who }) => who },
        { field: "reason", title: "Why", value: ({ reason }) => reason },
        { field: "action", title: "What", value: ({ action }) => WORDS[action] ?? action },
        {
          field: "resource",
          title: "Resource",
          value: ({ resource }) => resource ?? "",
          render: ({ resource }) =>
            resource === undefined ? (
              <Box component="span" sx={{ color: token.dim }}>
                not named in its address
              </Box>
            ) : (
              <MuiLink
                component={PageLink}
                href={resourceHref(`${store}/fhir/${type}/${resource}`, { tab: "history" })}
                sx={{ fontFamily: MONO, fontSize: 12 }}
              >
                {type}/{masked ? MASKED_TEXT : resource}
              </MuiLink>
            ),
        },
      ]}
    />
  );
}
