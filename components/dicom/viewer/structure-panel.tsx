"use client";

import Box from "@mui/material/Box";
import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { token } from "#components/ui/tokens.ts";
import type { Structures } from "./use-structures.ts";

/** The segments and contours of the study, each to be shown or hidden. */
export function StructurePanel({ structures }: { readonly structures: Structures }) {
  const { contours, files, hidden, toggle, isPending } = structures;
  const all = [...files.flatMap(({ segments }) => segments), ...contours];
  return (
    <>
      <Box component="h2" sx={HEAD}>
        Structures{" "}
        {all.length > 0 ? (
          <Box component="span" sx={{ color: token.dim }}>
            {all.length}
          </Box>
        ) : null}
      </Box>
      {isPending ? <LoadingLines what="structures" /> : null}
      {all.length === 0 && !isPending ? (
        <EmptyState title="No structures" isCompact>
          The study holds no segmentation and no structure set.
        </EmptyState>
      ) : null}
      <Box sx={{ overflowY: "auto", px: 3, py: 2, display: "flex", flexDirection: "column" }}>
        {all.map(({ id, name, colour }) => (
          <FormControlLabel
            key={id}
            control={<Checkbox checked={!hidden.has(id)} onChange={() => toggle(id)} />}
            label={
              <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 2 }}>
                <Box component="span" sx={MARK} style={{ background: colour }} />
                {name}
              </Box>
            }
          />
        ))}
      </Box>
    </>
  );
}

const HEAD = { m: 0, px: 3, py: 2, fontSize: 14, fontWeight: 650, borderBottom: `1px solid ${token.line}` } as const;
const MARK = { width: 12, height: 12, borderRadius: "3px", flexShrink: 0 } as const;
