"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import LinearProgress from "@mui/material/LinearProgress";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Card } from "#components/ui/card.tsx";
import { downloadText } from "#components/ui/download-text.ts";
import { PageLink } from "#components/ui/page-link.tsx";
import { formatCount } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { token } from "#components/ui/tokens.ts";
import type { DeidRun } from "#lib/contract/console/deid-runs.ts";
import { deidQueries, isScanning, makeEvidence } from "#lib/queries/deid.ts";
import type { DeidScope } from "./deid-scope.ts";
import { EvidenceDocument } from "./evidence-document.tsx";
import { VerdictWord } from "./verdict-word.tsx";

export interface EvidenceCardProps {
  readonly run: DeidRun;
  readonly scope: DeidScope;
}

/** What proves how the run went. The server makes it when the operation has ended, whether anybody looks or not. */
export function EvidenceCard({ run, scope }: EvidenceCardProps) {
  const making = useMaking(run, scope);
  const { evidence } = run;
  return (
    <Card
      title="Evidence"
      note={evidence ? <VerdictWord verdict={evidence.scan.verdict} /> : undefined}
      actions={
        evidence ? (
          <>
            <Button component={PageLink} href={`/evidence/${run.id}`} target="_blank">
              Page to print
            </Button>
            <Button onClick={() => saveEvidence(run)}>Download JSON</Button>
          </>
        ) : null
      }
    >
      {isScanning(run) ? <Progress run={run} /> : null}
      {evidence || isScanning(run) ? null : (
        <NoEvidence run={run} onBegin={() => making.mutate()} isPending={making.isPending} />
      )}
      {making.isError ? <QueryProblem error={making.error} onRetry={() => making.mutate()} /> : null}
      {evidence ? <EvidenceDocument run={run} evidence={evidence} /> : null}
      {evidence?.scan.verdict === "incomplete" ? (
        <Box sx={LINE}>
          <Button onClick={() => making.mutate()} disabled={making.isPending}>
            Scan again
          </Button>
        </Box>
      ) : null}
    </Card>
  );
}

interface NoEvidenceProps extends Pick<EvidenceCardProps, "run"> {
  readonly onBegin: () => void;
  readonly isPending: boolean;
}

/** Why there is none, and what makes it. */
function NoEvidence({ run: { scan }, onBegin, isPending }: NoEvidenceProps) {
  if (scan === null)
    return (
      <Box sx={LINE}>
        <output>The server looks at the output in a moment.</output>
        <Button onClick={onBegin} disabled={isPending}>
          Begin now
        </Button>
      </Box>
    );
  if (scan.isCancelled === true)
    return (
      <Box sx={LINE}>
        <output>
          The run was cancelled, so nobody has looked at its output: the destination holds what was copied until then.
        </output>
        <Button variant="outlined" onClick={onBegin} disabled={isPending}>
          Scan what was copied
        </Button>
      </Box>
    );
  return (
    <Box sx={LINE} role="alert">
      <Box sx={{ color: token.err }}>
        The scan broke off, so there is no evidence. {scan.problem ?? "The console was stopped while it read."}
      </Box>
      <Button onClick={onBegin} disabled={isPending}>
        Scan again
      </Button>
    </Box>
  );
}

function useMaking(run: DeidRun, scope: DeidScope) {
  const queryClient = useQueryClient();
  const making = useMutation({
    mutationFn: () => makeEvidence(run.id),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [...deidQueries.ofSource(scope.name).queryKey] }),
  });
  return making;
}

function Progress({ run }: { readonly run: DeidRun }) {
  const { phase = "", read = 0, total = 0 } = run.scan ?? {};
  return (
    <Box sx={{ p: 3 }}>
      <output>
        {phase}
        {total > 0 ? `, ${formatCount(read)} of ${formatCount(total)} items` : ""}. The scan goes on when you leave this
        page.
      </output>
      <LinearProgress
        aria-label="Progress of the scan"
        variant={total > 0 ? "determinate" : "indeterminate"}
        {...(total > 0 ? { value: Math.min(100, (read / total) * 100) } : {})}
        sx={{ mt: 2, borderRadius: 2 }}
      />
    </Box>
  );
}

/** The evidence holds no patient data, and neither does the name of the file. */
function saveEvidence({ evidence, seal, operation }: DeidRun): void {
  const name = `deid-evidence-${operation.split("/").at(-1) ?? ""}.json`;
  downloadText(name, "application/json", `${JSON.stringify({ evidence, seal }, undefined, 2)}\n`);
}

const LINE = { p: 3, display: "flex", gap: 3, alignItems: "center", flexWrap: "wrap" } as const;
