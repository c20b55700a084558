"use client";

import Box from "@mui/material/Box";
import type { UseQueryResult } from "@tanstack/react-query";
import { Card } from "#components/ui/card.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { token } from "#components/ui/tokens.ts";

export interface TypeListProps {
  readonly types: readonly { readonly label: string; readonly count: number }[];
  readonly state: Pick<UseQueryResult, "isPending" | "isError" | "error" | "refetch">;
  readonly current: string;
  readonly onChoose: (type: string) => void;
}

/** Resource types in the store with their counts; a click lists that type. Narrow pages have the builder's type field instead. */
export function TypeList({ types, state, current, onChoose }: TypeListProps) {
  return (
    <Box
      component="nav"
      aria-label="Resource types"
      sx={{ display: { xs: "none", lg: "flex" }, minHeight: 0, minWidth: 0 }}
    >
      <Card title="Types" note={types.length > 0 ? types.length : undefined} fill>
        <TypeRows types={types} state={state} current={current} onChoose={onChoose} />
      </Card>
    </Box>
  );
}

function TypeRows({ types, state, current, onChoose }: TypeListProps) {
  if (state.isPending) return <LoadingLines what="resource types" lines={8} lineHeight={22} />;
  if (state.isError) return <QueryProblem error={state.error} onRetry={() => void state.refetch()} />;
  if (types.length === 0)
    return <Box sx={{ p: 3, color: token.dim }}>This store is empty. Put resources in with “Add data”.</Box>;
  return (
    <Box component="ul" sx={{ m: 0, p: 1, listStyle: "none" }}>
      {types.map((type) => (
        <li key={type.label}>
          <Box
            component="button"
            type="button"
            aria-current={type.label === current}
            onClick={() => onChoose(type.label)}
            sx={ROW}
          >
            <Box component="span" sx={{ overflow: "hidden", textOverflow: "ellipsis" }}>
              {type.label}
            </Box>
            <Box component="span" sx={{ ml: "auto", color: token.dim, fontSize: 12, fontWeight: 400 }}>
              {type.count.toLocaleString("en-US")}
            </Box>
          </Box>
        </li>
      ))}
    </Box>
  );
}

const ROW = {
  font: "inherit",
  display: "flex",
  gap: 2,
  alignItems: "center",
  width: "100%",
  height: 28,
  px: 2,
  border: 0,
  borderRadius: "6px",
  bgcolor: "transparent",
  color: token.ink,
  textAlign: "left",
  whiteSpace: "nowrap",
  cursor: "pointer",
  "&:hover": { bgcolor: token.hover },
  '&[aria-current="true"]': { bgcolor: token.sel, color: token.accent, fontWeight: 600 },
} as const;
