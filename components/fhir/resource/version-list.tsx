"use client";

import Button from "@mui/material/Button";
import Box from "@mui/material/Box";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import Tooltip from "@mui/material/Tooltip";
import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { formatMoment } from "#components/ui/moment.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { MONO, token } from "#components/ui/tokens.ts";
import { VISUALLY_HIDDEN } from "#components/ui/visually-hidden.ts";
import { fhirResourceQueries, type ResourceAddress, type ResourceVersion } from "#lib/queries/fhir-resource.ts";

export interface VersionListProps {
  readonly address: ResourceAddress;
  /** The version on screen, undefined for the current one. */
  readonly shownVersion: string | undefined;
}

/** The history of a resource, newest first; each version but a deletion can be opened. */
export function VersionList({ address, shownVersion }: VersionListProps) {
  const history = useInfiniteQuery(fhirResourceQueries.history(address));
  if (history.isPending) return <LoadingLines what="versions" />;
  if (history.isError) return <QueryProblem error={history.error} onRetry={() => void history.refetch()} />;
  const versions = history.data.pages.flatMap((page) => page.versions);
  if (versions.length === 0) {
    return <EmptyState title="No versions">The store keeps none: versioning may be switched off for it.</EmptyState>;
  }
  return (
    <Box sx={{ overflow: "auto", flex: 1, minHeight: 0 }}>
      <Table stickyHeader size="small" aria-label="Versions" sx={{ "& th": { bgcolor: token.panel } }}>
        <TableHead>
          <TableRow>
            <TableCell>Version</TableCell>
            <TableCell>When</TableCell>
            <TableCell>What</TableCell>
            <TableCell>
              <Box component="span" sx={VISUALLY_HIDDEN}>
                Open
              </Box>
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {versions.map((version, at) => (
            <VersionRow
              key={`${version.versionId} ${version.at}`}
              address={address}
              version={version}
              isCurrent={at === 0}
              isFirst={at === versions.length - 1 && !history.hasNextPage}
              isShown={version.versionId === shownVersion}
            />
          ))}
        </TableBody>
      </Table>
      {history.hasNextPage ? (
        <Button onClick={() => void history.fetchNextPage()} disabled={history.isFetchingNextPage} sx={{ m: 3 }}>
          Older versions
        </Button>
      ) : null}
    </Box>
  );
}

interface VersionRowProps {
  readonly address: ResourceAddress;
  readonly version: ResourceVersion;
  readonly isCurrent: boolean;
  readonly isFirst: boolean;
  readonly isShown: boolean;
}

function VersionRow({ address, version, isCurrent, isFirst, isShown }: VersionRowProps) {
  const { store, type, id } = address;
  const href = resourceHref(`${store}/fhir/${type}/${id}`, isCurrent ? {} : { version: version.versionId });
  return (
    <TableRow selected={isShown}>
      <TableCell sx={{ fontFamily: MONO }}>{version.versionId}</TableCell>
      <TableCell>
        <Tooltip title={version.at}>
          <span>{formatMoment(version.at)}</span>
        </Tooltip>
      </TableCell>
      <TableCell>
        {whatHappened(version, isFirst)}
        {isCurrent ? (
          <Box component="span" sx={CURRENT}>
            current
          </Box>
        ) : null}
      </TableCell>
      <TableCell align="right">
        {version.isDeletion ? null : (
          <Button component={Link} href={href} aria-label={`View version ${version.versionId}`}>
            View
          </Button>
        )}
      </TableCell>
    </TableRow>
  );
}

function whatHappened({ isDeletion }: ResourceVersion, isFirst: boolean): string {
  if (isDeletion) return "Deleted";
  return isFirst ? "Created" : "Updated";
}

const CURRENT = {
  ml: 2,
  px: "6px",
  borderRadius: "4px",
  fontSize: 11,
  fontWeight: 600,
  color: token.ok,
  bgcolor: token.okSoft,
} as const;
