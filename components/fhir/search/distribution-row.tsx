"use client";

import Box from "@mui/material/Box";
import { useMemo } from "react";
import { useIdentityMask } from "#components/ui/identity-mask.tsx";
import { token } from "#components/ui/tokens.ts";
import { distributionOf } from "#lib/fhir/column-distribution.ts";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import type { ResultColumn } from "#lib/fhir/result-column.ts";
import { DistributionCell } from "./distribution-cell.tsx";

export interface DistributionRowProps {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly JsonObject[];
}

/** One chart under each head, over the rows of this page. */
export function DistributionRow({ columns, rows }: DistributionRowProps) {
  const { masked } = useIdentityMask();
  const distributions = useMemo(
    () => columns.map((column) => distributionOf(rows.map((resource) => column.text(resource)))),
    [columns, rows],
  );
  return (
    <Box role="row" aria-label="Distribution over this page" sx={ROW}>
      {columns.map((column, at) => {
        const distribution = distributions[at];
        return (
          <div key={column.key} role="gridcell">
            {distribution ? (
              <DistributionCell
                title={column.title}
                distribution={distribution}
                isCovered={masked && column.isIdentity}
              />
            ) : null}
          </div>
        );
      })}
    </Box>
  );
}

const ROW = {
  display: "grid",
  gridTemplateColumns: "var(--columns)",
  minWidth: "min-content",
  bgcolor: token.bg,
  borderBottom: `1px solid ${token.line}`,
  "& > *": { px: "11px", py: 2, minWidth: 0, overflow: "hidden" },
} as const;
