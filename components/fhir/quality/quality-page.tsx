"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useIsFetching, useQuery, useQueryClient } from "@tanstack/react-query";
import { PageBody } from "#components/ui/page-body.tsx";
import { formatCount } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import { useAddress } from "#components/ui/use-address.ts";
import {
  fhirQualityQueries,
  forgetQuality,
  type QualityCheckId,
  type QualityReach,
} from "#lib/queries/fhir-quality.ts";
import { resourceQueries } from "#lib/queries/stores.ts";
import { QualityCard } from "./quality-card.tsx";

/** What each check asks, why it matters, and what to do about it. */
const CHECKS: readonly {
  readonly id: QualityCheckId;
  readonly title: string;
  readonly why: string;
  readonly mend: string;
}[] = [
  {
    id: "identifiers",
    title: "Missing identifiers",
    why: "Without a number nobody can match the record with the same person or visit elsewhere.",
    mend: "Open the record, press Edit, add an identifier.",
  },
  {
    id: "references",
    title: "Dangling references",
    why: "The resource points to something that the store does not have, so it belongs to nobody.",
    mend: "Edit the reference, or bring its target back from its versions.",
  },
  {
    id: "systems",
    title: "Codes without a system",
    why: "A code says nothing without the system that it is from; searches by system pass it over.",
    mend: "Edit the coding and add its system: Ctrl Space lists the known ones.",
  },
  {
    id: "dates",
    title: "Dates in the future",
    why: "What has happened cannot lie ahead: mostly a typing error in the year.",
    mend: "Edit the date.",
  },
  {
    id: "duplicates",
    title: "Likely duplicates",
    why: "Patients with the same name and birth date may be one person with a torn record.",
    mend: "Select both and compare them; mark one as replaced by the other with link, or delete it.",
  },
];

/** Five questions about the data of the store, each answered by searches of the API and each opening what it found. */
export function QualityPage({ storeName }: { readonly storeName: string }) {
  const client = useQueryClient();
  const { params, push } = useAddress();
  const reach: QualityReach = params.get("reach") === "all" ? "all" : "newest";
  return (
    <PageBody>
      <Box sx={{ display: "flex", gap: 2, alignItems: "center", flexWrap: "wrap" }}>
        <Box sx={{ color: token.dim, flex: 1, minWidth: 280 }}>
          Computed now, by searches with your own rights; nothing is kept. Missing identifiers and future dates are
          counted by the store&apos;s index; the other checks read {REACH_WORDS[reach]}.
        </Box>
        {reach === "all" ? <ReadProgress storeName={storeName} /> : null}
        <Button onClick={() => push({ reach: reach === "all" ? undefined : "all" })}>
          {reach === "all" ? "Read the newest only" : "Read every resource"}
        </Button>
        <Button onClick={() => void forgetQuality(client, storeName)}>Check again</Button>
      </Box>
      <Box sx={GRID}>
        {CHECKS.map((check) => (
          <QualityCard key={check.id} storeName={storeName} reach={reach} check={check} />
        ))}
      </Box>
    </PageBody>
  );
}

const REACH_WORDS: Readonly<Record<QualityReach, string>> = {
  newest: "the newest resources of each type, up to 1,000",
  all: "every resource",
};

/** How far the reading has come, while checks are under way. */
function ReadProgress({ storeName }: { readonly storeName: string }) {
  const running = useIsFetching({ queryKey: ["fhir-quality", storeName] });
  const read = useQuery(fhirQualityQueries.progress(storeName, "all")).data;
  const metrics = useQuery(resourceQueries.metrics(storeName, "fhirStores")).data;
  const total = metrics?.rows.reduce((sum, { count }) => sum + count, 0);
  return (
    <Box role="status" sx={{ color: token.dim }}>
      {running === 0 ? "" : `Read ${formatCount(read)}${total === undefined ? "" : ` of ${formatCount(total)}`}`}
    </Box>
  );
}

const GRID = { display: "grid", gap: 3, gridTemplateColumns: "repeat(auto-fill, minmax(320px, 1fr))" } as const;
