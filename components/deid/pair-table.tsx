"use client";

import Box from "@mui/material/Box";
import { useMemo, type ReactNode } from "react";
import { MASKED_TEXT, useIdentityMask } from "#components/ui/identity-mask.tsx";
import { monoText } from "#components/ui/theme.ts";
import { token } from "#components/ui/tokens.ts";
import { leafChanges, type LeafChange, type SamplePair } from "#lib/deid/sample-pairs.ts";
import type { DicomAttributes } from "#lib/dicom/attributes.ts";
import { headerRows } from "#lib/dicom/header-rows.ts";
import { annotateIdentifiers } from "#lib/fhir/annotate-identifiers.ts";
import type { JsonPath } from "#lib/fhir/json-path.ts";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import type { StoreSample } from "#lib/queries/deid-dry-run.ts";

export interface PairTableProps {
  readonly pair: SamplePair;
  readonly sample: StoreSample;
}

/** What changed from before to after, each with the kind of identifier that it is; what survived stands on top. */
export function PairTable({ pair, sample }: PairTableProps) {
  const { masked } = useIdentityMask();
  const kinds = useMemo(() => kindsOf(pair, sample), [pair, sample]);
  const { after } = pair;
  if (!after) return <Box sx={{ p: 3, color: token.err }}>The API made no copy of this item.</Box>;
  const changes = leafChanges(pair.before.leaves, after.leaves);
  const survived = sample.scan.findings.filter(({ resource }) => resource === after.name);
  const cover = (text: string | undefined) => (masked && text !== undefined ? MASKED_TEXT : text);
  return (
    <Box sx={{ overflow: "auto", minWidth: 0 }} tabIndex={0} role="region" aria-label="Before and after">
      {masked ? null : <Pictures pair={pair} sample={sample} />}
      <Box component="table" sx={TABLE}>
        <thead>
          <tr>
            <th>Place</th>
            <th>Before</th>
            <th>After</th>
            <th>Kind</th>
          </tr>
        </thead>
        <tbody>
          {survived.map(({ path, kind, certainty }) => (
            <Row
              key={`left ${kind} ${path}`}
              path={path}
              before="—"
              after={cover(after.leaves.get(path)) ?? "still there"}
              kind={
                <Box component="span" sx={{ color: certainty === "certain" ? token.err : token.warn, fontWeight: 600 }}>
                  {certainty === "certain" ? `✕ ${kind} survived` : `△ perhaps a ${kind}`}
                </Box>
              }
            />
          ))}
          {changes.map((change: LeafChange) => (
            <Row
              key={change.path}
              path={change.path}
              before={cover(change.before) ?? "—"}
              after={afterText(change.after)}
              kind={kinds(change.path)}
            />
          ))}
        </tbody>
      </Box>
    </Box>
  );
}

interface RowProps {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly kind: ReactNode;
}

const LONGEST = 160;

function Row({ path, before, after, kind }: RowProps) {
  return (
    <tr>
      <Box component="td" sx={{ ...monoText, color: token.dim }}>
        {path}
      </Box>
      <td>{shortened(before)}</td>
      <Box component="td" sx={{ color: after === "removed" || after === "emptied" ? token.dim : token.ink }}>
        {shortened(after)}
      </Box>
      <Box component="td" sx={{ color: token.dim }}>
        {kind}
      </Box>
    </tr>
  );
}

function afterText(after: string | undefined): string {
  if (after === undefined) return "removed";
  return after === "" ? "emptied" : after;
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function Pictures({ pair, sample }: PairTableProps) {
  const before = sample.items.get(pair.before)?.picture;
  const after = pair.after && sample.items.get(pair.after)?.picture;
  if (before === undefined || after === undefined) return null;
  return (
    <Box sx={{ display: "flex", gap: 3, p: 3, flexWrap: "wrap" }}>
      {[
        ["Before", before],
        ["After", after],
      ].map(([title, picture]) => (
        <Box component="figure" key={title} sx={{ m: 0 }}>
          <figcaption>{title}</figcaption>
          {/* oxlint-disable-next-line nextjs/no-img-element -- bytes that this page holds, not an address */}
          <img src={picture} alt={`First frame ${(title ?? "").toLowerCase()} de-identification`} width={260} />
        </Box>
      ))}
    </Box>
  );
}

/** Which kind of identifier a place holds: the Safe Harbor class in FHIR, the class of the attribute in DICOM. */
function kindsOf(pair: SamplePair, sample: StoreSample): (path: string) => string {
  const document = sample.items.get(pair.before)?.document;
  if (!document) return () => "";
  if (sample.kind === "dicomStores") {
    const rows = new Map(headerRows(document as DicomAttributes).map((row) => [row.path, row.identifier ?? ""]));
    return (path) => rows.get(path.split(" ")[0] ?? "") ?? "";
  }
  const found = annotateIdentifiers(document as JsonObject, { base: [], entersEntries: true }).flatMap(
    ({ path, values, title }) => (values ?? [path]).map((place) => ({ place: spelled(place), title })),
  );
  return (path) =>
    found.find(({ place }) => path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`))?.title ??
    "";
}

/** `name[0].family` */
function spelled(path: JsonPath): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .replace(/^\./, "");
}

const TABLE = {
  borderCollapse: "collapse",
  width: "100%",
  fontSize: 12,
  "& th": { textAlign: "left", fontWeight: 600, position: "sticky", top: 0, bgcolor: token.panel },
  "& th, & td": {
    px: 3,
    py: "4px",
    verticalAlign: "top",
    overflowWrap: "anywhere",
    borderBottom: `1px solid ${token.line}`,
  },
  "& td:first-of-type": { width: "30%" },
  "& td:last-of-type": { width: "16%" },
} as const;
