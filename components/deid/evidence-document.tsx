"use client";

import Box from "@mui/material/Box";
import type { ReactNode } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { FactList } from "#components/ui/facts.tsx";
import { formatMoment } from "#components/ui/moment.ts";
import { formatCount, formatPlural } from "#components/ui/quantity.ts";
import { monoText } from "#components/ui/theme.ts";
import { token } from "#components/ui/tokens.ts";
import type { DeidEvidence, DeidRun } from "#lib/contract/console/deid-runs.ts";
import { DryRunEvidence } from "./dry-run-evidence.tsx";
import { CombinationTable } from "./combination-table.tsx";
import { FindingTable } from "./finding-table.tsx";
import { VerdictWord } from "./verdict-word.tsx";

export interface EvidenceDocumentProps {
  readonly run: DeidRun;
  readonly evidence: DeidEvidence;
  /** On a page for paper, where all is unfolded. */
  readonly isPrinted?: boolean;
}

/** The evidence in words: who, when, what, how many, what failed, what a second look at the output found, and the seal. */
export function EvidenceDocument({ run, evidence, isPrinted = false }: EvidenceDocumentProps) {
  return (
    <Box sx={{ display: "flex", flexDirection: "column" }}>
      <FactList facts={factsOf(evidence)} />
      <Section title="Second look at the output">
        <Scan scan={evidence.scan} />
      </Section>
      <Section title="Dry run before it">
        <DryRunEvidence evidence={evidence} isOpen={isPrinted} />
      </Section>
      <Section title="Failed items">
        <Failures evidence={evidence} />
      </Section>
      <Section title="Seal">
        <Seal run={run} />
      </Section>
    </Box>
  );
}

function factsOf(evidence: DeidEvidence) {
  const { success, failure, pending } = evidence.counts;
  const left = pending > 0 ? `, ${formatCount(pending)} not reached` : "";
  return [
    { label: "Source", value: evidence.source },
    { label: "Destination", value: evidence.destination },
    {
      label: "Launched",
      value: `${formatMoment(evidence.launchedAt)} by ${evidence.launchedBy}`,
      help: `Issuer and subject: ${evidence.launchedById}`,
    },
    {
      label: "Ended",
      value: evidence.endedAt === "" ? "not told" : formatMoment(evidence.endedAt),
      ...(evidence.operationError === undefined ? {} : { help: evidence.operationError }),
    },
    { label: "Items", value: `${formatCount(success)} copied, ${formatCount(failure)} failed${left}` },
    { label: "Configuration", value: evidence.configName, help: `SHA-256 ${evidence.configSha256}` },
    ...(Object.keys(evidence.versions).length === 0
      ? []
      : [
          {
            label: "Versions",
            value: Object.entries(evidence.versions)
              .map(([what, version]) => `${what} ${version}`)
              .join(", "),
          },
        ]),
    {
      label: "Operation",
      value: evidence.operation,
      help: `Method ${evidence.method}, request ${evidence.launchRequestId}`,
    },
  ];
}

function Scan({ scan }: { readonly scan: DeidEvidence["scan"] }) {
  const kinds = Object.entries(scan.lookedFor);
  return (
    <>
      <div>
        <VerdictWord verdict={scan.verdict} />
        {`: ${formatPlural(scan.outputRead, "item")} of the output read of ${formatCount(scan.outputTotal)}, searched for what is known of ${formatPlural(scan.patients, "patient")} of the source.`}
      </div>
      {scan.gaps.map((gap) => (
        <Box key={gap} sx={{ color: token.err }}>
          {gap}
        </Box>
      ))}
      <Box sx={{ color: token.dim }}>
        Looked for:{" "}
        {kinds
          .map(
            ([kind, count]) =>
              `${formatCount(count)} ${count === 1 ? "spelling" : "spellings"} of ${WORDS[kind] ?? kind}`,
          )
          .join(", ") || "nothing"}
        , and the days of each patient. In every reading: without accents, case and separators, names in either order,
        markup and escapes undone, base64, hexadecimal and UTF-16 decoded.
      </Box>
      {scan.findings.length > 0 ? <FindingTable scan={scan} /> : null}
      {scan.rare ? <div>{rareSentence(scan.rare)}</div> : null}
      {scan.combinations && scan.combinations.length > 0 ? <CombinationTable combinations={scan.combinations} /> : null}
      <Box component="ul" sx={{ m: 0, pl: 5, color: token.dim, fontSize: 12 }}>
        {scan.limits.map((limit) => (
          <li key={limit}>{limit}</li>
        ))}
      </Box>
    </>
  );
}

/** Kinds as the scan names them, in words. */
const WORDS: Readonly<Record<string, string>> = {
  id: "resource ids",
  uid: "UIDs",
  name: "names",
  identifier: "identifiers",
  phone: "telephone numbers",
  email: "e-mail addresses",
  address: "addresses",
};

/** Small cells: no identifier, and yet they can point to somebody. */
function rareSentence({ patients, fewerThan, values, total }: NonNullable<DeidEvidence["scan"]["rare"]>): string {
  if (values > 0)
    return `${formatPlural(values, "value")} in ${formatPlural(total, "place")} ${values === 1 ? "is" : "are"} of fewer than ${fewerThan} of ${formatPlural(patients, "patient id")} of the output: see the review.`;
  return patients < FEW_PATIENTS
    ? `With ${formatPlural(patients, "patient")} the output is too small to tell rare values.`
    : `No value that was compared is of fewer than ${fewerThan} of ${formatPlural(patients, "patient id")} of the output.`;
}

/** As in the scan: among fewer nearly every value is rare. */
const FEW_PATIENTS = 50;

function Failures({ evidence: { failures, counts } }: { readonly evidence: DeidEvidence }) {
  if (!failures.isComplete)
    return (
      <Box sx={{ color: token.warn }}>
        {formatPlural(counts.failure, "item")} failed; Google keeps the list in Cloud Logging
        {failures.logsUrl === undefined ? "." : `: ${failures.logsUrl}`}
      </Box>
    );
  if (failures.byCause.length === 0) return <div>None.</div>;
  return (
    <>
      {failures.byCause.map(({ cause, count, resources }) => (
        <Box key={cause} sx={{ overflowWrap: "anywhere" }}>
          <strong>{formatCount(count)}</strong> × {cause}
          <CopyButton text={resources.join("\n")} what="names of these items, to try them again" />
        </Box>
      ))}
    </>
  );
}

function Seal({ run: { seal } }: { readonly run: DeidRun }) {
  if (!seal) return null;
  return (
    <>
      <Box sx={{ ...monoText, overflowWrap: "anywhere" }}>SHA-256 {seal.sha256}</Box>
      {seal.isGenuine ? (
        <Box sx={{ overflowWrap: "anywhere" }}>
          Sealed {formatMoment(seal.sealedAt)} by row {formatCount(seal.auditSeq)} of the audit chain, whose hash is{" "}
          <Box component="span" sx={monoText}>
            {seal.auditHash}
          </Box>
          .
        </Box>
      ) : (
        <Box role="alert" sx={{ color: token.err, fontWeight: 600 }}>
          This is not what was sealed: no row of the audit chain has its SHA-256.
        </Box>
      )}
      <Box sx={{ color: token.dim, fontSize: 12 }}>
        To check it without this console: download the JSON and run{" "}
        <Box component="code" sx={monoText}>
          jq -cjS .evidence deid-evidence-….json | sha256sum
        </Box>
        , which must give the SHA-256 above. Whoever runs the console checks the chain, that row included, with{" "}
        <Box component="code" sx={monoText}>
          npm run audit:verify
        </Box>
        .
      </Box>
    </>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Box component="section" aria-label={title} sx={SECTION}>
      <Box sx={{ fontWeight: 600 }}>{title}</Box>
      {children}
    </Box>
  );
}

const SECTION = {
  px: 3,
  py: 3,
  display: "flex",
  flexDirection: "column",
  gap: 2,
  borderTop: `1px solid ${token.line}`,
} as const;
