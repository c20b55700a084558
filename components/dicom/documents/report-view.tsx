"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { MASKED_TEXT, useIdentityMask } from "#components/ui/identity-mask.tsx";
import { token } from "#components/ui/tokens.ts";
import type { DicomAttributes } from "#lib/dicom/attributes.ts";
import { reportState, reportTree, type ReportNode, type ReportReference } from "#lib/dicom/report-tree.ts";

export interface ReportViewProps {
  /** All attributes of a structured report or a key object selection (`/metadata`). */
  readonly instance: DicomAttributes;
  /** Shows a picture that the report speaks of; without it references are only named. */
  readonly onReference?: ((reference: ReportReference) => void) | undefined;
}

/** A structured report as headings and lines, the way it was meant to be read. */
export function ReportView({ instance, onReference }: ReportViewProps) {
  const root = reportTree(instance);
  if (!root) return null;
  return (
    <Box component="article" aria-label={root.concept} tabIndex={0} sx={PAPER}>
      <h2>{root.concept}</h2>
      <Box sx={{ color: token.dim, mb: 2 }}>{reportState(instance)}</Box>
      <Lines nodes={root.children} onReference={onReference} />
    </Box>
  );
}

interface LinesProps extends Pick<ReportViewProps, "onReference"> {
  readonly nodes: readonly ReportNode[];
}

function Lines({ nodes, onReference }: LinesProps) {
  if (nodes.length === 0) return null;
  return (
    <ul>
      {nodes.map((node) => (
        <li key={node.id}>
          <Line node={node} onReference={onReference} />
          <Lines nodes={node.children} onReference={onReference} />
        </li>
      ))}
    </ul>
  );
}

function Line({ node, onReference }: { readonly node: ReportNode } & Pick<ReportViewProps, "onReference">) {
  const { masked } = useIdentityMask();
  const value = masked && node.isIdentity ? MASKED_TEXT : node.value;
  return (
    <Box className={node.type === "CONTAINER" ? "line heading" : "line"}>
      <span className="concept">{node.concept || TYPES[node.type] || node.type.toLowerCase()}</span>
      {value === "" ? null : <span className={node.isIdentity ? "value phi" : "value"}>{value}</span>}
      {node.references.map((reference) =>
        onReference ? (
          <Button key={reference.instance} size="small" onClick={() => onReference(reference)}>
            Show{reference.frames.length > 0 ? ` frame ${reference.frames.join(", ")}` : " picture"}
          </Button>
        ) : (
          <span key={reference.instance} className="uid">
            {reference.instance}
          </span>
        ),
      )}
    </Box>
  );
}

const TYPES: Readonly<Record<string, string>> = {
  IMAGE: "Picture",
  COMPOSITE: "Object",
  WAVEFORM: "Tracing",
  SCOORD: "Drawn",
  SCOORD3D: "Drawn in space",
};

const PAPER = {
  flex: 1,
  minHeight: 0,
  overflow: "auto",
  p: 4,
  fontSize: 13.5,
  bgcolor: token.panel,
  "& h2": { m: 0, fontSize: 18 },
  "& ul": { m: 0, p: 0, listStyle: "none" },
  "& ul ul": { pl: 4, borderLeft: `1px solid ${token.line}`, ml: 1 },
  "& .line": { display: "flex", gap: 2, alignItems: "baseline", flexWrap: "wrap", py: "3px" },
  "& .heading": { fontWeight: 650, pt: 2 },
  "& .concept": { color: token.dim, minWidth: 150 },
  "& .heading .concept": { color: token.ink },
  "& .value": { fontWeight: 550, overflowWrap: "anywhere" },
  "& .phi": { bgcolor: token.phi, color: token.phiInk, borderRadius: "3px", px: "3px" },
  "& .uid": { color: token.dim, fontSize: 12, overflowWrap: "anywhere" },
} as const;
