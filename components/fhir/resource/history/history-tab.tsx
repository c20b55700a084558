"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { PageLink } from "#components/ui/page-link.tsx";
import { useState } from "react";
import { Card } from "#components/ui/card.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { useIdentityMask } from "#components/ui/identity-mask.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { formatPlural } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { token } from "#components/ui/tokens.ts";
import { patchOf } from "#lib/fhir/diff-patch.ts";
import { isBookkeeping } from "#lib/fhir/semantic-diff.ts";
import type { ResourceAddress } from "#lib/queries/fhir-resource.ts";
import type { ResourceViewControl } from "../resource-view.ts";
import { ChangeList } from "./change-list.tsx";
import { SideBySide } from "./side-by-side.tsx";
import { useComparison, type Comparison } from "./use-comparison.ts";
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

interface ComparedProps extends HistoryTabProps {
  readonly pair: VersionPair;
}

function Compared({ address, control, pair }: ComparedProps) {
  const compared = useComparison(address, pair.from, pair.to);
  const isSide = control.view.diff === "side";
  if (compared.state === "failed") return <QueryProblem error={compared.error} onRetry={compared.retry} />;
  return (
    <Card
      title="Differences"
      fill
      note={compared.state === "compared" ? countText(compared.comparison) : undefined}
      actions={
        <>
          <Box role="group" aria-label="How to show the differences" sx={{ display: "flex", gap: 1 }}>
            <Button
              aria-pressed={!isSide}
              variant={isSide ? "text" : "outlined"}
              onClick={() => control.setDiff("inline")}
            >
              Inline
            </Button>
            <Button
              aria-pressed={isSide}
              variant={isSide ? "outlined" : "text"}
              onClick={() => control.setDiff("side")}
            >
              Side by side
            </Button>
          </Box>
          {compared.state === "compared" ? <CopyPatch comparison={compared.comparison} /> : null}
        </>
      }
    >
      {compared.state === "pending" ? <LoadingLines what="both versions" /> : null}
      {compared.state === "compared" ? (
        <Box sx={{ height: "100%", display: "flex", flexDirection: "column" }}>
          {isSide ? (
            <SideBySide comparison={compared.comparison} />
          ) : (
            <Inline type={address.type} comparison={compared.comparison} />
          )}
        </Box>
      ) : null}
    </Card>
  );
}

function countText({ changes }: Comparison): string {
  return formatPlural(changes.filter((change) => !isBookkeeping(change)).length, "change");
}

/** What the server writes with every version is left out until somebody wants to see it. */
function Inline({ type, comparison }: { readonly type: string; readonly comparison: Comparison }) {
  const [isAll, setAll] = useState(false);
  const own = comparison.changes.filter((change) => !isBookkeeping(change));
  const hidden = comparison.changes.length - own.length;
  return (
    <>
      <ChangeList type={type} comparison={comparison} changes={isAll ? comparison.changes : own} />
      {hidden > 0 ? (
        <Box sx={{ px: 3, py: 1, borderTop: `1px solid ${token.line}`, color: token.dim, fontSize: 12 }}>
          <Button variant="text" onClick={() => setAll(!isAll)} aria-pressed={isAll}>
            {isAll ? "Hide" : "Show"} version and time of the server ({hidden})
          </Button>
        </Box>
      ) : null}
    </>
  );
}

function CopyPatch({ comparison }: { readonly comparison: Comparison }) {
  const { masked } = useIdentityMask();
  if (masked) return null;
  return <CopyButton text={JSON.stringify(patchOf(comparison.diff), null, 2)} what="JSON Patch" />;
}

const FRAME = {
  flex: 1,
  minHeight: 0,
  minWidth: 0,
  display: "grid",
  gap: 3,
  p: 3,
  gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(480px, 38%) minmax(0, 1fr)" },
  gridTemplateRows: { xs: "minmax(0, 2fr) minmax(0, 3fr)", lg: "minmax(0, 1fr)" },
} as const;
