"use client";

import CheckIcon from "@mui/icons-material/CheckCircleOutlineOutlined";
import WarningIcon from "@mui/icons-material/WarningAmberOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { Card } from "#components/ui/card.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { formatCount, formatPlural } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { token } from "#components/ui/tokens.ts";
import {
  fhirQualityQueries,
  type QualityCases,
  type QualityCheckId,
  type QualityFinding,
  type QualityReach,
} from "#lib/queries/fhir-quality.ts";
import { keepSearch } from "#lib/queries/searches.ts";

export interface QualityCardProps {
  readonly storeName: string;
  readonly reach: QualityReach;
  readonly check: {
    readonly id: QualityCheckId;
    readonly title: string;
    readonly why: string;
    readonly mend: string;
  };
}

/** One question about the data: how many cases, how far it looked, and the search that shows them. */
export function QualityCard({ storeName, reach, check }: QualityCardProps) {
  const client = useQueryClient();
  const finding = useQuery(fhirQualityQueries.check(client, storeName, check.id, reach));
  const count = finding.data?.cases.reduce((sum, each) => sum + each.count, 0);
  return (
    <Card title={check.title} note={count === undefined ? null : <Count count={count} />}>
      <Box sx={{ px: 3, py: 2, display: "flex", flexDirection: "column", gap: 2 }}>
        <Box sx={{ color: token.dim }}>{check.why}</Box>
        {finding.isPending ? <LoadingLines what={check.title} lines={2} /> : null}
        {finding.isError ? <QueryProblem error={finding.error} onRetry={() => void finding.refetch()} /> : null}
        {finding.data ? <Finding storeName={storeName} title={check.title} finding={finding.data} /> : null}
        {count ? <Box>{check.mend}</Box> : null}
      </Box>
    </Card>
  );
}

function Count({ count }: { readonly count: number }) {
  const Icon = count === 0 ? CheckIcon : WarningIcon;
  return (
    <Box
      component="output"
      sx={{
        display: "flex",
        gap: 1,
        alignItems: "center",
        fontWeight: 600,
        color: count === 0 ? token.ok : token.warn,
      }}
    >
      <Icon sx={{ fontSize: 16 }} />
      {count === 0 ? "none found" : formatPlural(count, "case")}
    </Box>
  );
}

interface FindingProps {
  readonly storeName: string;
  readonly title: string;
  readonly finding: QualityFinding;
}

function Finding({ storeName, title, finding }: FindingProps) {
  return (
    <>
      <Box
        component="ul"
        aria-label={title}
        sx={{ listStyle: "none", m: 0, p: 0, display: "flex", flexDirection: "column", gap: 1 }}
      >
        {finding.cases.map((cases) => (
          <li key={`${cases.type} ${cases.query}`}>
            <OpenCases storeName={storeName} cases={cases} />
          </li>
        ))}
      </Box>
      <Box sx={{ color: token.dim, fontSize: 12 }}>{boundsOf(finding)}</Box>
    </>
  );
}

/** The ids of the cases go to the console's server; the address carries the id of the search. */
function OpenCases({ storeName, cases }: { readonly storeName: string; readonly cases: QualityCases }) {
  const router = useRouter();
  const client = useQueryClient();
  const opening = useMutation({
    mutationFn: () => keepSearch(client, { store: storeName, type: cases.type, query: cases.query }),
    onSuccess: ({ id }) => router.push(resourceHref(storeName, { q: id })),
  });
  return (
    <>
      <Button onClick={() => opening.mutate()} disabled={opening.isPending}>
        Show {formatCount(cases.count)} {cases.type}
        {cases.detail === "" ? "" : ` (${cases.detail})`}
      </Button>
      {opening.error ? <QueryProblem error={opening.error} /> : null}
    </>
  );
}

function boundsOf({ looked, of }: QualityFinding): string {
  if (of === 0) return "The store has no resources of these types.";
  if (looked >= of) return `All ${formatCount(of)} resources of the types concerned were looked at.`;
  return `The newest ${formatCount(looked)} of ${formatCount(of)} resources were looked at; there may be more.`;
}
