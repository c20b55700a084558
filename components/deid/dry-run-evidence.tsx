"use client";

import Box from "@mui/material/Box";
import { formatMoment } from "#components/ui/moment.ts";
import { formatCount, formatPlural } from "#components/ui/quantity.ts";
import { monoText } from "#components/ui/theme.ts";
import { token } from "#components/ui/tokens.ts";
import type { DryRunStoreResult } from "#lib/contract/console/deid-dry-run-result.ts";
import type { DeidEvidence } from "#lib/contract/console/deid-runs.ts";
import { idOf } from "./deid-scope.ts";

export interface DryRunEvidenceProps {
  readonly evidence: DeidEvidence;
  /** Paper unfolds nothing. */
  readonly isOpen: boolean;
}

/** The sample that was tried with the same configuration before the launch: places and counts, no values. */
export function DryRunEvidence({ evidence: { dryRun }, isOpen }: DryRunEvidenceProps) {
  if (!dryRun) return <Box sx={{ color: token.dim }}>None of this configuration had passed on this source.</Box>;
  return (
    <>
      <div>
        Passed {formatMoment(dryRun.endedAt)}, started by {dryRun.startedBy}.
      </div>
      {dryRun.stores.map((store) => (
        <Store key={store.store} store={store} isOpen={isOpen} />
      ))}
    </>
  );
}

function Store({ store, isOpen }: { readonly store: DryRunStoreResult; readonly isOpen: boolean }) {
  const sampled = Object.entries(store.sampled).map(([kind, count]) => `${formatCount(count)} ${kind}`);
  return (
    <>
      <div>
        <strong>{idOf(store.store)}</strong>: {sampled.join(", ") || "nothing"} sampled, {formatCount(store.cameOut)}{" "}
        came out, {formatPlural(store.certain, "known identifier")} survived, {formatPlural(store.possible, "word")} to
        look at.
      </div>
      <Box component="details" open={isOpen}>
        <summary>What became of {formatPlural(store.comparison.length, "place")}</summary>
        <Box component="table" sx={TABLE}>
          <thead>
            <tr>
              <th>Kind of item</th>
              <th>Place</th>
              <th>Transformed</th>
              <th>Removed</th>
              <th>Added</th>
            </tr>
          </thead>
          <tbody>
            {store.comparison.map(({ group, path, changed, removed, added }) => (
              <tr key={`${group} ${path}`}>
                <td>{group}</td>
                <Box component="td" sx={monoText}>
                  {path}
                </Box>
                <td>{formatCount(changed)}</td>
                <td>{formatCount(removed)}</td>
                <td>{formatCount(added)}</td>
              </tr>
            ))}
          </tbody>
        </Box>
      </Box>
    </>
  );
}

const TABLE = {
  borderCollapse: "collapse",
  width: "100%",
  fontSize: 12,
  "& th": { textAlign: "left", fontWeight: 600 },
  "& th, & td": { px: 2, py: "2px", overflowWrap: "anywhere", borderBottom: `1px solid ${token.line}` },
} as const;
