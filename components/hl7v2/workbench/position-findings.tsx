"use client";

import Box from "@mui/material/Box";
import { token } from "#components/ui/tokens.ts";
import type { Severity } from "#lib/hl7v2/finding.ts";
import type { Span } from "#lib/hl7v2/message.ts";
import type { FindingsState } from "./use-findings.ts";

/** How a severity is called and coloured. */
const SEVERITY_LOOKS = {
  error: { word: "Error", color: token.err, background: token.errSoft },
  warning: { word: "Warning", color: token.warn, background: token.warnSoft },
  note: { word: "Note", color: token.accent, background: token.accentSoft },
} as const satisfies Record<Severity, unknown>;

/** What the check says about a stretch of the message. */
export function PositionFindings({ findings, span }: { readonly findings: FindingsState; readonly span: Span }) {
  if (findings.state !== "checked") return null;
  const touching = findings.findings.filter(
    ({ start, end }) =>
      (start < span.end && end > span.start) || (start === end && start >= span.start && start <= span.end),
  );
  return touching.slice(0, 12).map((finding) => (
    <Box component="p" key={`${finding.start} ${finding.title}`}>
      <SeverityTag severity={finding.severity} /> <strong>{finding.title}.</strong> {finding.text}
    </Box>
  ));
}

/** The word of a severity in its colour. */
export function SeverityTag({ severity }: { readonly severity: Severity }) {
  const { word, color, background } = SEVERITY_LOOKS[severity];
  return (
    <Box
      component="span"
      sx={{ color, bgcolor: background, fontSize: 11, fontWeight: 600, borderRadius: "4px", px: "6px", py: "1px" }}
    >
      {word}
    </Box>
  );
}
