"use client";

import { QueryProblem } from "#components/ui/query-problem.tsx";
import Button from "@mui/material/Button";
import Box from "@mui/material/Box";

export interface ErrorPageProps {
  readonly error: Error;
  readonly reset: () => void;
}

/** The last net: a page that broke while it was drawn. */
export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <Box component="section" aria-label="The page broke" sx={{ p: 4 }}>
      <QueryProblem error={error} />
      <Button onClick={reset} sx={{ mx: 3 }}>
        Draw the page again
      </Button>
    </Box>
  );
}
