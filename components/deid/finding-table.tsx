"use client";

import Box from "@mui/material/Box";
import { PageLink } from "#components/ui/page-link.tsx";
import { formatCount } from "#components/ui/quantity.ts";
import { resourceHref } from "#components/ui/resource-href.ts";
import { monoText } from "#components/ui/theme.ts";
import { token } from "#components/ui/tokens.ts";
import type { DeidEvidence, DeidFinding } from "#lib/contract/console/deid-runs.ts";
import { idOf } from "./deid-scope.ts";

const SHOWN = 100;

/** Places in the output that have to be looked at. They are named, not quoted: the evidence holds no patient data. */
export function FindingTable({ scan }: { readonly scan: DeidEvidence["scan"] }) {
  const total = Object.values(scan.found).reduce((sum, count) => sum + count, 0);
  const shown = scan.findings.slice(0, SHOWN);
  return (
    <Box>
      <div>
        {Object.entries(scan.found)
          .map(([kind, count]) => `${formatCount(count)} × ${kind}`)
          .join(", ")}
        {total > shown.length ? `; the first ${shown.length} places:` : ":"}
      </div>
      <Box component="ul" aria-label="Places to look at" tabIndex={0} sx={LIST}>
        {shown.map((finding, index) => (
          <li key={`${index} ${finding.resource} ${finding.path}`}>
            <Box
              component="span"
              sx={{ color: finding.certainty === "certain" ? token.err : token.warn, fontWeight: 600 }}
            >
              {finding.certainty === "certain" ? `✕ ${finding.kind}` : `△ perhaps a ${finding.kind}`}
            </Box>{" "}
            <Place finding={finding} />
          </li>
        ))}
      </Box>
    </Box>
  );
}

function Place({ finding: { resource, path } }: { readonly finding: DeidFinding }) {
  const shortPlace = resource.split("/").slice(9).join("/") || idOf(resource);
  return (
    <>
      <PageLink href={resourceHref(resource)} style={{ color: "inherit" }}>
        {shortPlace}
      </PageLink>{" "}
      <Box component="span" sx={{ ...monoText, color: token.dim }}>
        {path}
      </Box>
    </>
  );
}

const LIST = {
  m: 0,
  mt: 1,
  p: 2,
  listStyle: "none",
  maxHeight: 260,
  overflow: "auto",
  border: `1px solid ${token.line}`,
  borderRadius: "8px",
  overflowWrap: "anywhere",
  "& li": { py: "3px" },
  "@media print": { maxHeight: "none" },
} as const;
