"use client";

import Alert from "@mui/material/Alert";
import { problemOf } from "#components/ui/explain-problem.ts";

export interface SearchNoticesProps {
  readonly keepError: unknown;
  readonly ignored: readonly (readonly [name: string, value: string])[];
  /** The server's own remarks about the search. */
  readonly notices: readonly string[];
  readonly type: string;
}

/** What a person must know to read the results rightly. */
export function SearchNotices({ keepError, ignored, notices, type }: SearchNoticesProps) {
  const names = [...new Set(ignored.map(([name]) => name))];
  return (
    <>
      {names.length > 0 ? (
        <Alert severity="warning" variant="outlined">
          The server ignored <strong>{names.join(", ")}</strong>: {type || "the store"} cannot be searched by{" "}
          {names.length === 1 ? "it" : "them"}, so these results are wider than what you asked for.
        </Alert>
      ) : null}
      {notices.map((notice) => (
        <Alert key={notice} severity="info" variant="outlined">
          {notice}
        </Alert>
      ))}
      {keepError === undefined ? null : (
        <Alert severity="warning" variant="outlined">
          These results have no address of their own: the search could not be kept. {problemOf(keepError).message}{" "}
          Search again to keep it.
        </Alert>
      )}
    </>
  );
}
