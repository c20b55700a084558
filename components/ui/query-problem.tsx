"use client";

import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import type { Problem } from "#lib/contract/problem.ts";
import { CopyButton } from "./copy-button.tsx";
import { explainProblem, problemOf } from "./explain-problem.ts";
import { monoText } from "./theme.ts";

export interface QueryProblemProps {
  readonly error: unknown;
  /** Shown as "Try again" when repeating can help. */
  readonly onRetry?: () => void;
}

/** The second of the four states: what failed, at which hop, what to do, and the id that finds the log line. */
export function QueryProblem({ error, onRetry }: QueryProblemProps) {
  const problem = problemOf(error);
  const { title, advice, canRetry } = explainProblem(problem);
  return (
    <Alert
      severity={problem.code === "PERMISSION_DENIED" ? "warning" : "error"}
      variant="outlined"
      sx={{ m: 3, alignItems: "flex-start" }}
      action={
        onRetry && canRetry ? (
          <Button onClick={onRetry} sx={{ mt: 1 }}>
            Try again
          </Button>
        ) : undefined
      }
    >
      <Typography sx={{ fontWeight: 600 }}>{title}</Typography>
      <Typography sx={{ overflowWrap: "anywhere" }}>{problem.message}</Typography>
      {advice ? <Typography sx={{ mt: 1 }}>{advice}</Typography> : null}
      <ProblemPlaces problem={problem} />
      {problem.requestId ? <RequestId id={problem.requestId} /> : null}
    </Alert>
  );
}

function ProblemPlaces({ problem }: { readonly problem: Problem }) {
  const places = (problem.at ?? []).filter((place) => place.path !== "");
  if (places.length === 0) return null;
  return (
    <Box component="ul" sx={{ my: 1, pl: 5 }}>
      {places.slice(0, 20).map((place) => (
        <li key={`${place.path} ${place.message}`}>
          <code>{place.path}</code> {place.message}
        </li>
      ))}
    </Box>
  );
}

function RequestId({ id }: { readonly id: string }) {
  return (
    <Box sx={{ ...monoText, mt: 1, display: "flex", alignItems: "center", gap: 1 }}>
      Request {id}
      <CopyButton text={id} what="request id" />
    </Box>
  );
}
