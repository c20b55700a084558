"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { token } from "#components/ui/tokens.ts";
import type { HeaderFinding } from "#lib/dicom/header-findings.ts";

export interface FindingsListProps {
  /** Of the instance and of its series. */
  readonly findings: readonly HeaderFinding[];
  /** Shows a line of the header. */
  readonly onPath: (path: string) => void;
  /** Goes to an instance of the series, 0-based. */
  readonly onInstance: (index: number) => void;
}

/** What the standard does not allow, the worst first; each leads to its line or its instance. */
export function FindingsList({ findings, onPath, onInstance }: FindingsListProps) {
  if (findings.length === 0)
    return (
      <EmptyState title="Nothing found" isCompact>
        Mandatory attributes, value representations, values and geometry are as the standard wants them.
      </EmptyState>
    );
  return (
    <Box component="ul" aria-label="Findings" sx={LIST} tabIndex={0}>
      {findings
        .toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))
        .map(({ severity, title, text, path, instances }) => (
          <li key={`${title} ${path ?? ""}`}>
            <Box component="span" sx={{ ...BADGE, ...LOOKS[severity] }}>
              {severity}
            </Box>
            <Box sx={{ minWidth: 0, flex: 1 }}>
              <Box sx={{ fontWeight: 550 }}>{title}</Box>
              <Box sx={{ color: token.dim, fontSize: 12 }}>{text}</Box>
            </Box>
            {instances?.[0] === undefined ? null : (
              <Button size="small" onClick={() => onInstance(instances[0] ?? 0)}>
                First of {instances.length}
              </Button>
            )}
            {path === undefined ? null : (
              <Button size="small" onClick={() => onPath(path)}>
                Show
              </Button>
            )}
          </li>
        ))}
    </Box>
  );
}

const ORDER: readonly HeaderFinding["severity"][] = ["error", "warning", "note"];

const LOOKS = {
  error: { bgcolor: token.errSoft, color: token.err },
  warning: { bgcolor: token.warnSoft, color: token.warn },
  note: { bgcolor: token.accentSoft, color: token.accent },
} as const;

const BADGE = {
  flex: "none",
  width: 64,
  textAlign: "center",
  borderRadius: "4px",
  fontSize: 11.5,
  lineHeight: "20px",
} as const;

const LIST = {
  m: 0,
  p: 0,
  listStyle: "none",
  flex: 1,
  minHeight: 0,
  overflow: "auto",
  fontSize: 13,
  "& li": { display: "flex", gap: 3, alignItems: "flex-start", px: 3, py: 2, borderTop: `1px solid ${token.line}` },
} as const;
