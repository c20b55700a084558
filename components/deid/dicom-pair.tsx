"use client";

import Box from "@mui/material/Box";
import { useEffect, useMemo, useRef, type ReactNode } from "react";
import { MASKED_TEXT, useIdentityMask } from "#components/ui/identity-mask.tsx";
import { monoText } from "#components/ui/theme.ts";
import { token } from "#components/ui/tokens.ts";
import type { DeidFinding } from "#lib/contract/console/deid-runs.ts";
import { leafChanges, type LeafChange, type SamplePair } from "#lib/deid/sample-pairs.ts";
import { numberOf, type DicomAttributes } from "#lib/dicom/attributes.ts";
import { headerRows } from "#lib/dicom/header-rows.ts";
import type { ShownItem } from "#lib/queries/deid-sample.ts";
import { FramePair } from "./frame-pair.tsx";

export interface DicomPairProps {
  readonly pair: SamplePair<ShownItem>;
  /** What survived in this item. */
  readonly findings: readonly DeidFinding[];
  /** Path of the finding to stand at. */
  readonly focus: string | undefined;
}

/** An instance before and after: its first frame, and every attribute that changed with its kind; what survived stands on top. */
export function DicomPair({ pair: { before, after }, findings, focus }: DicomPairProps) {
  const { masked } = useIdentityMask();
  const kinds = useMemo(() => kindsOf(before), [before]);
  if (!after) return <Box sx={{ p: 3, color: token.err }}>The API made no copy of this item.</Box>;
  const changes = leafChanges(before.leaves, after.leaves);
  const cover = (text: string | undefined) => (masked && text !== undefined ? MASKED_TEXT : text);
  return (
    <Box sx={{ overflow: "auto", minWidth: 0 }} tabIndex={0} role="region" aria-label="Before and after">
      {masked ? null : <Frames before={before} after={after} />}
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
          {findings.map(({ path, kind, certainty }) => {
            const place = placeOf(path, after);
            return (
              <Row
                key={`left ${kind} ${path}`}
                path={place}
                isFocus={path === focus}
                before={cover(before.leaves.get(place)) ?? "—"}
                after={cover(after.leaves.get(place)) ?? "still there"}
                kind={<SurvivorWord kind={kind} certainty={certainty} />}
              />
            );
          })}
          {changes.map((change: LeafChange) => (
            <Row
              key={change.path}
              path={change.path}
              isFocus={false}
              before={cover(change.before) ?? "—"}
              after={afterText(change.after)}
              kind={kinds.get(change.path.split(" ")[0] ?? "") ?? ""}
            />
          ))}
        </tbody>
      </Box>
    </Box>
  );
}

/** Documents, reports and traces have no picture; of others both sides are needed. */
function Frames({ before, after }: Record<"before" | "after", ShownItem>) {
  if (before.frame && after.frame) return <FramePair before={before.frame} after={after.frame} />;
  const hasPicture = (numberOf(before.document as DicomAttributes, "00280010") ?? 0) > 0;
  return (
    <Box sx={{ p: 3, color: token.dim }}>
      {hasPicture ? "The picture cannot be shown." : "No picture: this object has none."}
    </Box>
  );
}

function SurvivorWord({ kind, certainty }: Pick<DeidFinding, "kind" | "certainty">) {
  return (
    <Box component="span" sx={{ color: certainty === "certain" ? token.err : token.warn, fontWeight: 600 }}>
      {certainty === "certain" ? `✕ ${kind} survived` : `△ perhaps a ${kind}`}
    </Box>
  );
}

interface RowProps {
  readonly path: string;
  readonly isFocus: boolean;
  readonly before: string;
  readonly after: string;
  readonly kind: ReactNode;
}

const LONGEST = 160;

function Row({ path, isFocus, before, after, kind }: RowProps) {
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isFocus) row.current?.scrollIntoView({ block: "center" });
  }, [isFocus]);
  return (
    <Box component="tr" ref={row} sx={isFocus ? { bgcolor: token.sel } : {}}>
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
    </Box>
  );
}

function afterText(after: string | undefined): string {
  if (after === undefined) return "removed";
  return after === "" ? "emptied" : after;
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** The class of each attribute by its place. */
function kindsOf({ document }: ShownItem): ReadonlyMap<string, string> {
  return new Map(headerRows(document as DicomAttributes).map((row) => [row.path, row.identifier ?? ""]));
}

/** `00100010.Value[0].Alphabetic`, as the scan spells it, as the header does: `00100010 PatientName`. */
function placeOf(path: string, { leaves }: ShownItem): string {
  const place = path
    .replaceAll(/\.Value\[(\d+)\]\.(?=[0-9A-F]{8})/g, (_, at: string) => `[${Number(at) + 1}].`)
    .replace(/\.Value.*$/, "");
  return [...leaves.keys()].find((each) => each.split(" ")[0] === place) ?? place;
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
