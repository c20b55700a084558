"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { monoText } from "#components/ui/theme.ts";
import { deidQueries } from "#lib/queries/deid.ts";
import { EvidenceDocument } from "./evidence-document.tsx";

/** The evidence by itself, for a printer or for saving as PDF. */
export function EvidencePage({ id }: { readonly id: string }) {
  const run = useQuery(deidQueries.run(id));
  return (
    <Box component="main" sx={PAGE}>
      <Box sx={{ display: "flex", alignItems: "center", gap: 3 }}>
        <Typography variant="h1" sx={{ fontSize: 20 }}>
          Evidence of de-identification
        </Typography>
        <Button
          variant="contained"
          color="primary"
          onClick={() => window.print()}
          sx={{ ml: "auto", "@media print": { display: "none" } }}
        >
          Print or save as PDF
        </Button>
      </Box>
      {run.isPending ? <LoadingLines what="the evidence" /> : null}
      {run.isError ? <QueryProblem error={run.error} onRetry={() => void run.refetch()} /> : null}
      {run.data?.evidence ? (
        <>
          <EvidenceDocument run={run.data} evidence={run.data.evidence} isPrinted />
          <Typography variant="h2" sx={{ fontSize: 14, px: 3 }}>
            The request, keys replaced by their SHA-256
          </Typography>
          <Box component="pre" tabIndex={0} aria-label="The request" sx={REQUEST}>
            {JSON.stringify(run.data.evidence.request, undefined, 2)}
          </Box>
        </>
      ) : null}
      {run.data && !run.data.evidence ? <div>This run has no evidence yet: open it in the console.</div> : null}
    </Box>
  );
}

const PAGE = { maxWidth: 900, mx: "auto", p: 6, display: "flex", flexDirection: "column", gap: 3 } as const;
const REQUEST = { ...monoText, m: 0, px: 3, overflow: "auto", "@media print": { whiteSpace: "pre-wrap" } } as const;
