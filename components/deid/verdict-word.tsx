"use client";

import Box from "@mui/material/Box";
import type { DeidEvidence } from "#lib/contract/console/deid-runs.ts";
import { token } from "#components/ui/tokens.ts";

type Verdict = DeidEvidence["scan"]["verdict"];

const WORDS: Readonly<Record<Verdict, readonly [word: string, ink: string]>> = {
  clean: ["✓ Nothing found", token.ok],
  review: ["△ Needs a look", token.warn],
  found: ["✕ Identifiers found", token.err],
  incomplete: ["✕ Not fully read", token.err],
};

/** How the scan of the output ended, in a word. */
export function VerdictWord({ verdict }: { readonly verdict: Verdict | undefined }) {
  const [word, ink] = verdict ? WORDS[verdict] : ["No evidence yet", token.dim];
  return (
    <Box component="span" sx={{ color: ink, fontWeight: 600 }}>
      {word}
    </Box>
  );
}
