"use client";

import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import { useInfiniteQuery } from "@tanstack/react-query";
import Button from "@mui/material/Button";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { monoText } from "#components/ui/theme.ts";
import { token } from "#components/ui/tokens.ts";
import { problemOf } from "#components/ui/explain-problem.ts";
import { operationQueries, type Operation } from "#lib/queries/operations.ts";

/** What failed, item by item: from the emulator, or a link to Cloud Logging where Google keeps it. */
export function OperationErrors({ operation }: { readonly operation: Operation }) {
  const errors = useInfiniteQuery(operationQueries.errors(operation.name));
  const { logsUrl } = operation.metadata ?? {};
  if (errors.isPending) return <LoadingLines what="failed items" lines={2} />;
  if (errors.isError) {
    if (problemOf(errors.error).code === "UNIMPLEMENTED" && logsUrl !== undefined) return <LogsLink url={logsUrl} />;
    return <QueryProblem error={errors.error} onRetry={() => void errors.refetch()} />;
  }
  const rows = errors.data.pages.flatMap((page) => page.errors);
  return (
    <Box
      sx={{ mt: 2, border: `1px solid ${token.line}`, borderRadius: "8px", maxHeight: 320, overflow: "auto" }}
      tabIndex={0}
    >
      {rows.map((row, index) => (
        <Box key={`${row.source} ${index}`} sx={LINE}>
          <Box sx={{ ...monoText, color: token.dim, overflowWrap: "anywhere" }}>
            {[row.source, row.resourceId].filter(Boolean).join(" · ")}
          </Box>
          <Box sx={{ overflowWrap: "anywhere" }}>{row.error.message}</Box>
        </Box>
      ))}
      {errors.hasNextPage ? (
        <Button sx={{ m: 2 }} disabled={errors.isFetchingNextPage} onClick={() => void errors.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </Box>
  );
}

function LogsLink({ url }: { readonly url: string }) {
  return (
    <Box sx={{ mt: 2 }}>
      Google keeps the failed items in Cloud Logging:{" "}
      <Link href={url} target="_blank" rel="noreferrer">
        open the log of this operation
      </Link>
      .
    </Box>
  );
}

const LINE = { px: 3, py: 2, "& + &": { borderTop: `1px solid ${token.line}` } } as const;
