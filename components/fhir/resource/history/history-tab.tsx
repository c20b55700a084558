"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { PageLink } from "#components/ui/page-link.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { formatPlural } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import type { ResourceAddress } from "#lib/queries/fhir-resource.ts";
import type { ResourceViewControl } from "../resource-view.ts";
import { Differences } from "./differences.tsx";
import { useComparison } from "./use-comparison.ts";
import { useHistory, type SignedVersion } from "./use-history.ts";
import type { VersionPair } from "./version-pair.ts";
import { VersionTable } from "./version-table.tsx";

export interface HistoryTabProps {
  readonly address: ResourceAddress;
  readonly control: ResourceViewControl;
}

/** All versions of a resource, any two of them compared, and the way back to an earlier one. */
export function HistoryTab({ address, control }: HistoryTabProps) {
  const { history, versions } = useHistory(address);
  if (history.isPending) return <LoadingLines what="versions" />;
  if (history.isError) return <QueryProblem error={history.error} onRetry={() => void history.refetch()} />;
  if (versions.length === 0) {
    return <EmptyState title="No versions">The store keeps none: versioning may be switched off for it.</EmptyState>;
  }
  const pair = chosenPair(versions, control);
  return (
    <Box sx={FRAME}>
      <Card
        title="Versions"
        note={formatPlural(versions.length, "version")}
        fill
        actions={
          <Button component={PageLink} href={resourceHref(`${address.store}/fhir/${address.type}/_history`)}>
            All changes of {address.type}
          </Button>
        }
      >
        <VersionTable
          address={address}
          versions={versions}
          pair={pair}
          hasOlder={history.hasNextPage}
          isLoadingOlder={history.isFetchingNextPage}
          onOlder={() => void history.fetchNextPage()}
          onPair={(next) => control.setPair(next)}
        />
      </Card>
      {pair === undefined ? (
        <Card title="Compare" fill>
          <EmptyState title="Nothing to compare yet">There is only one version that can be read.</EmptyState>
        </Card>
      ) : (
        <Compared address={address} control={control} pair={pair} />
      )}
    </Box>
  );
}

/** The address decides; without it the newest version against the one before. */
function chosenPair(versions: readonly SignedVersion[], { view }: ResourceViewControl): VersionPair | undefined {
  const readable = versions.filter(({ isDeletion }) => !isDeletion).map(({ versionId }) => versionId);
  const [newest, second] = readable;
  if (newest === undefined || second === undefined) return undefined;
  const to = view.to ?? newest;
  return { to, from: view.from ?? readable[readable.indexOf(to) + 1] ?? second };
}

function Compared({ address, control, pair }: HistoryTabProps & { readonly pair: VersionPair }) {
  const { from, to } = pair;
  const compared = useComparison({ ...address, version: from }, { ...address, version: to });
  return <Differences type={address.type} compared={compared} control={control} />;
}

const FRAME = {
  flex: 1,
  minHeight: 0,
  minWidth: 0,
  display: "grid",
  gap: 3,
  p: 3,
  gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(520px, 38%) minmax(0, 1fr)" },
  gridTemplateRows: { xs: "minmax(0, 2fr) minmax(0, 3fr)", lg: "minmax(0, 1fr)" },
} as const;
