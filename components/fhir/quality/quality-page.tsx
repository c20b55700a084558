"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useQueryClient } from "@tanstack/react-query";
import { PageBody } from "#components/ui/page-body.tsx";
import { token } from "#components/ui/tokens.ts";
import { forgetQuality, type QualityCheckId } from "#lib/queries/fhir-quality.ts";
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
    mend: "Compare them; mark one as replaced by the other with link, or delete it.",
  },
];

/** Five questions about the data of the store, each answered by searches of the API and each opening what it found. */
export function QualityPage({ storeName }: { readonly storeName: string }) {
  const client = useQueryClient();
  return (
    <PageBody>
      <Box sx={{ display: "flex", gap: 3, alignItems: "center", flexWrap: "wrap" }}>
        <Box sx={{ color: token.dim, flex: 1, minWidth: 280 }}>
          Computed now, by searches with your own rights; nothing is kept. Counted checks ask the store&apos;s index;
          scanned ones read the newest resources of each type, up to 1,000.
        </Box>
        <Button onClick={() => void forgetQuality(client, storeName)}>Check again</Button>
      </Box>
      <Box sx={GRID}>
        {CHECKS.map((check) => (
          <QualityCard key={check.id} storeName={storeName} check={check} />
        ))}
      </Box>
    </PageBody>
  );
}

const GRID = { display: "grid", gap: 3, gridTemplateColumns: "repeat(auto-fill, minmax(320px, 1fr))" } as const;
