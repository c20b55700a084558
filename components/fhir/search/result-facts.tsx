"use client";

import Box from "@mui/material/Box";
import { useApiTarget } from "#components/ui/api-target.tsx";
import { formatCount } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import type { ResultTotal } from "#lib/fhir/read-searchset.ts";
import type { SearchPage } from "#lib/queries/fhir-search.ts";

export interface ResultFactsProps {
  readonly page: SearchPage;
  readonly total: ResultTotal | undefined;
  /** Names of the parameters sent. */
  readonly names: readonly string[];
  /** Something is open beside: the total alone. */
  readonly isNarrow: boolean;
  readonly onCountExactly: () => void;
}

/** `1,284 results · 48 ms`; an estimate says that it is one, and an unknown total that it is unknown. */
export function ResultFacts({ page, total, names, isNarrow, onCountExactly }: ResultFactsProps) {
  const noun = total?.count === 1 ? "result" : "results";
  return (
    <>
      <Box component="output" title={totalWords(total)} sx={NOWRAP}>
        {total ? `${total.isExact ? "" : "about "}${formatCount(total.count)} ${noun}` : "total unknown"}
        {isNarrow ? "" : `${total && !total.isExact ? " (estimate)" : ""} · ${Math.round(page.milliseconds)} ms`}
      </Box>
      {total?.isExact === true || isNarrow ? null : (
        <Box component="button" type="button" onClick={onCountExactly} sx={LINK_LIKE}>
          Count exactly
        </Box>
      )}
      <IndexNote names={names} />
    </>
  );
}

/** Parameters of the one query that Google answers from the data itself. Contract section 8.5 "Consistency". */
const SYNCHRONOUS: ReadonlySet<string> = new Set([
  "identifier",
  "_count",
  "_include",
  "_revinclude",
  "_summary",
  "_elements",
]);

/** Google's search index follows writes by seconds, but for searches by identifier alone; the emulator's is written with the resource. */
function IndexNote({ names }: { readonly names: readonly string[] }) {
  const { needsToken } = useApiTarget();
  const isAtOnce = names.includes("identifier") && names.every((name) => SYNCHRONOUS.has(name));
  if (!needsToken || isAtOnce) return null;
  return (
    <span title="The API indexes changes within seconds. Only a search by identifier alone sees a write at once.">
      · the index may lag
    </span>
  );
}

function totalWords(total: ResultTotal | undefined): string {
  if (!total) return "The server did not tell how many there are.";
  return total.isExact ? "Counted" : "The server's estimate: the count of all pages may differ.";
}

const NOWRAP = { whiteSpace: "nowrap", overflow: "hidden", textOverflow: "ellipsis" } as const;

const LINK_LIKE = {
  font: "inherit",
  color: token.accent,
  bgcolor: "transparent",
  border: 0,
  p: 0,
  whiteSpace: "nowrap",
  cursor: "pointer",
  "&:hover": { textDecoration: "underline" },
} as const;
