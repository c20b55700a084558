"use client";

import Box from "@mui/material/Box";
import { PageLink } from "#components/ui/page-link.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { PageBody } from "#components/ui/page-body.tsx";
import { formatPlural } from "#components/ui/quantity.ts";
import { MONO, token } from "#components/ui/tokens.ts";
import { formatPosition } from "#lib/hl7v2/position.ts";
import type { MessageTabProps } from "./message-tab.ts";
import { SeverityTag } from "./position-findings.tsx";

/** Everything the check found, each a way to its place. */
export function FindingsTab({ findings, control }: MessageTabProps) {
  if (findings.state === "checking") return <LoadingLines what="findings" />;
  const list = findings.findings;
  return (
    <PageBody>
      <Card title="Findings" note={list.length >= 1000 ? "the first 1,000" : formatPlural(list.length, "finding")}>
        {list.length === 0 ? (
          <EmptyState title="Nothing to find fault with">
            Segments, required fields, repetitions, lengths, formats and table values are as the standard wants them.
          </EmptyState>
        ) : (
          <Box component="ol" sx={{ m: 0, p: 0, listStyle: "none" }}>
            {list.map((finding) => {
              const at = finding.position ? formatPosition(finding.position) : "";
              return (
                <Box component="li" key={`${finding.start} ${finding.title} ${at}`} sx={ROW}>
                  <SeverityTag severity={finding.severity} />
                  <Box component={PageLink} href={control.hrefWith({ tab: undefined, at })} sx={PLACE}>
                    {at === "" ? "message" : at}
                  </Box>
                  <Box sx={{ minWidth: 0 }}>
                    <Box component="span" sx={{ fontWeight: 600 }}>
                      {finding.title}.
                    </Box>{" "}
                    <Box component="span" sx={{ color: token.dim }}>
                      {finding.text}
                    </Box>
                  </Box>
                </Box>
              );
            })}
          </Box>
        )}
      </Card>
    </PageBody>
  );
}

const ROW = {
  display: "grid",
  gridTemplateColumns: "70px 120px minmax(0, 1fr)",
  gap: 3,
  px: 3,
  py: "6px",
  alignItems: "baseline",
  borderTop: `1px solid ${token.line}`,
  "&:first-of-type": { borderTop: 0 },
} as const;

const PLACE = { fontFamily: MONO, fontSize: 12.5, color: token.accent } as const;
