"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Tooltip from "@mui/material/Tooltip";
import { PageLink } from "#components/ui/page-link.tsx";
import { MASKED_TEXT, useIdentityMask } from "#components/ui/identity-mask.tsx";
import { formatMoment } from "#components/ui/moment.ts";
import { resourceHref } from "#components/ui/resource-href.ts";
import { MONO, token } from "#components/ui/tokens.ts";
import { VISUALLY_HIDDEN } from "#components/ui/visually-hidden.ts";
import type { ResourceAddress } from "#lib/queries/fhir-resource.ts";
import { RestoreVersion } from "./restore-version.tsx";
import type { SignedVersion } from "./use-history.ts";
import type { VersionPair } from "./version-pair.ts";

export interface VersionTableProps {
  readonly address: ResourceAddress;
  /** Newest first. */
  readonly versions: readonly SignedVersion[];
  /** The two that are compared; undefined when fewer can be read. */
  readonly pair: VersionPair | undefined;
  readonly hasOlder: boolean;
  readonly isLoadingOlder: boolean;
  readonly onOlder: () => void;
  readonly onPair: (pair: VersionPair) => void;
}

/** The versions with when, who and what; two radio buttons a row choose what is compared. */
export function VersionTable(props: VersionTableProps) {
  const { versions, hasOlder, isLoadingOlder, onOlder } = props;
  return (
    <>
      <Box component="table" aria-label="Versions" sx={TABLE}>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">When, who</th>
            <th scope="col">
              <Box component="span" sx={VISUALLY_HIDDEN}>
                Open or restore
              </Box>
            </th>
          </tr>
        </thead>
        <tbody>
          {versions.map((version, at) => (
            <VersionRow
              key={`${version.versionId} ${version.at}`}
              {...props}
              version={version}
              isCurrent={at === 0}
              isFirst={at === versions.length - 1 && !hasOlder}
            />
          ))}
        </tbody>
      </Box>
      {hasOlder ? (
        <Button onClick={onOlder} disabled={isLoadingOlder} sx={{ m: 3 }}>
          Older versions
        </Button>
      ) : null}
    </>
  );
}

interface VersionRowProps extends VersionTableProps {
  readonly version: SignedVersion;
  readonly isCurrent: boolean;
  readonly isFirst: boolean;
}

function VersionRow({ address, versions, version, pair, isCurrent, isFirst, onPair }: VersionRowProps) {
  const { masked } = useIdentityMask();
  const { store, type, id } = address;
  const { versionId, isDeletion, at, who, reason } = version;
  const choose = (side: "from" | "to") =>
    pair === undefined || isDeletion ? null : (
      <input
        type="radio"
        name={`compare-${side}`}
        aria-label={`Compare ${side} the version of ${formatMoment(at)}`}
        checked={pair[side] === versionId}
        disabled={pair[side === "from" ? "to" : "from"] === versionId}
        onChange={() => onPair({ ...pair, [side]: versionId })}
      />
    );
  return (
    <tr>
      <td>{choose("from")}</td>
      <td>{choose("to")}</td>
      <td>
        <Tooltip title={masked ? "" : `Version ${versionId}, ${at}`}>
          <Box component="span" sx={{ fontWeight: 500 }}>
            {masked ? MASKED_TEXT : formatMoment(at)}
          </Box>
        </Tooltip>
        <Box component="span" sx={{ color: isDeletion ? token.err : token.dim, ml: 2 }}>
          {whatHappened(version, isFirst)}
        </Box>
        {isCurrent ? (
          <Box component="span" sx={CURRENT}>
            current
          </Box>
        ) : null}
        <Box sx={{ color: token.dim, fontSize: 12 }}>
          {who ?? "Not by an update through this console"}
          <Box component="span" sx={{ fontFamily: MONO, fontSize: 11, ml: 2 }}>
            {masked ? "" : shortVersion(versionId)}
          </Box>
        </Box>
        {reason === "" ? null : <Box sx={{ fontSize: 12, overflowWrap: "anywhere" }}>“{reason}”</Box>}
      </td>
      <td align="right">
        {isDeletion ? null : (
          <Box sx={{ display: "flex", gap: 1, justifyContent: "flex-end" }}>
            {isCurrent ? null : (
              <RestoreVersion address={address} version={version} isDeleted={versions[0]?.isDeletion === true} />
            )}
            <Button
              component={PageLink}
              href={resourceHref(`${store}/fhir/${type}/${id}`, isCurrent ? {} : { version: versionId })}
              aria-label={`View version ${versionId}`}
            >
              View
            </Button>
          </Box>
        )}
      </td>
    </tr>
  );
}

/** Google's version ids are 26 letters that tell a reader nothing; the time says it. */
function shortVersion(versionId: string): string {
  return versionId.length <= 12 ? versionId : "";
}

function whatHappened({ isDeletion }: SignedVersion, isFirst: boolean): string {
  if (isDeletion) return "Deleted";
  return isFirst ? "Created" : "Updated";
}

const TABLE = {
  width: "100%",
  // The middle column takes what is left, so that the buttons never go out of sight.
  tableLayout: "fixed",
  "& th:nth-of-type(1), & th:nth-of-type(2)": { width: 48 },
  "& th:nth-of-type(4)": { width: 156 },
  borderCollapse: "collapse",
  "& th": { textAlign: "left", fontWeight: 600, fontSize: 12, color: token.dim, height: 30, px: 2 },
  "& th:first-of-type, & td:first-of-type": { pl: 3 },
  "& td:last-of-type": { pr: 3 },
  "& td": { px: 2, py: "6px", borderTop: `1px solid ${token.line}`, verticalAlign: "middle" },
  "& input": { width: 24, height: 16, m: 0, accentColor: token.accent },
} as const;

const CURRENT = {
  ml: 2,
  px: "6px",
  borderRadius: "4px",
  fontSize: 11,
  fontWeight: 600,
  color: token.ok,
  bgcolor: token.okSoft,
} as const;
