"use client";

import Box from "@mui/material/Box";
import { formatCount } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import type { DeidCombination } from "#lib/contract/console/deid-runs.ts";

/** Groups from so many patients on are not called small. */
const SMALL = [1, 2, 3, 4];

/** How many patients of the output share what together can point to one of them. */
export function CombinationTable({ combinations }: { readonly combinations: readonly DeidCombination[] }) {
  return (
    <Box component="table" aria-label="Small groups of patients" sx={TABLE}>
      <thead>
        <tr>
          <th>Patients alike in</th>
          <th>Groups</th>
          <th>Smallest</th>
          {SMALL.map((patients) => (
            <th key={patients}>Of {patients}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {combinations.map(({ of, groups, smallest, small }) => (
          <tr key={of.join()}>
            <td>{of.join(", ")}</td>
            <td>{formatCount(groups)}</td>
            <Box component="td" sx={smallest < 5 ? { color: token.warn, fontWeight: 600 } : undefined}>
              {formatCount(smallest)}
            </Box>
            {SMALL.map((patients) => (
              <td key={patients}>{formatCount(small.find((each) => each.patients === patients)?.groups ?? 0)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </Box>
  );
}

const TABLE = {
  borderCollapse: "collapse",
  fontSize: 12,
  alignSelf: "flex-start",
  "& th": { textAlign: "left", fontWeight: 600 },
  "& th, & td": { px: 2, py: "2px", borderBottom: `1px solid ${token.line}` },
} as const;
