"use client";

import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import { Card } from "#components/ui/card.tsx";
import { formatBytes, formatCount, formatPlural } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import type { BundleProblem, CheckedBundle } from "#lib/fhir/check-bundle.ts";

export interface BundleCheckProps {
  readonly checked: CheckedBundle | undefined;
  readonly onGoTo: (problem: BundleProblem) => void;
}

/** What the Bundle would do, and what is wrong with it, before anything is sent. */
export function BundleCheck({ checked, onGoTo }: BundleCheckProps) {
  if (!checked)
    return (
      <Card fill title="Check">
        <Box sx={QUIET}>What a Bundle would do and what is wrong with it stands here, before anything is sent.</Box>
      </Card>
    );
  const errors = checked.problems.filter(({ severity }) => severity === "error").length;
  return (
    <Card fill title="Check" note={<output>{errors === 0 ? "No problems" : formatPlural(errors, "problem")}</output>}>
      <Box component="dl" sx={FACTS}>
        <dt>Kind</dt>
        <dd>
          {checked.type === "" ? "none" : checked.type},{" "}
          {checked.entries === 1 ? "1 entry" : `${formatCount(checked.entries)} entries`}, {formatBytes(checked.bytes)}
        </dd>
        <dt>Requests</dt>
        <dd>{listed(checked.methods)}</dd>
        <dt>Types</dt>
        <dd>{listed(checked.types)}</dd>
        <dt>Links</dt>
        <dd>{formatPlural(checked.linked, "urn:uuid reference")} to entries of this Bundle</dd>
      </Box>
      <Box component="ul" aria-label="Problems of the Bundle" sx={{ listStyle: "none", m: 0, p: 0 }}>
        {checked.problems.map((problem) => (
          <li key={`${problem.entry ?? ""} ${problem.message}`}>
            <ButtonBase onClick={() => onGoTo(problem)} sx={ITEM}>
              <Box
                component="span"
                sx={{ color: problem.severity === "error" ? token.err : token.warn, fontWeight: 600 }}
              >
                {problem.entry === undefined ? "Bundle" : `Entry ${problem.entry}, line ${formatCount(problem.line)}`}
              </Box>{" "}
              {problem.message}
            </ButtonBase>
          </li>
        ))}
      </Box>
    </Card>
  );
}

const SHOWN = 8;

function listed(tally: readonly (readonly [string, number])[]): string {
  if (tally.length === 0) return "none";
  const words = tally.slice(0, SHOWN).map(([word, count]) => `${formatCount(count)} ${word === "" ? "(none)" : word}`);
  return words.join(", ") + (tally.length > SHOWN ? ` and ${tally.length - SHOWN} more` : "");
}

const QUIET = { px: 3, py: 2, color: token.dim } as const;

const FACTS = {
  display: "grid",
  gridTemplateColumns: "auto minmax(0, 1fr)",
  columnGap: 3,
  rowGap: 1,
  m: 0,
  px: 3,
  py: 2,
  borderBottom: `1px solid ${token.line}`,
  "& dt": { color: token.dim },
  "& dd": { m: 0, overflowWrap: "anywhere" },
} as const;

const ITEM = {
  display: "block",
  width: "100%",
  textAlign: "left",
  font: "inherit",
  px: 3,
  py: "6px",
  borderBottom: `1px solid ${token.line}`,
  "&:hover": { bgcolor: token.hover },
} as const;
