"use client";

import Box from "@mui/material/Box";
import FormControlLabel from "@mui/material/FormControlLabel";
import Switch from "@mui/material/Switch";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { MASKED_TEXT, useIdentityMask } from "#components/ui/identity-mask.tsx";
import { formatCount } from "#components/ui/quantity.ts";
import { monoText } from "#components/ui/theme.ts";
import { token } from "#components/ui/tokens.ts";
import type { DicomAttributes } from "#lib/dicom/attributes.ts";
import { countDifferences, headerDifferences, type HeaderDifference } from "#lib/dicom/header-diff.ts";
import { tagText, type HeaderRow } from "#lib/dicom/header-rows.ts";

/** Height of a line in CSS pixels. */
const LINE_HEIGHT = 26;

export interface HeaderCompareProps {
  readonly left: DicomAttributes;
  readonly right: DicomAttributes;
  /** "Image 12", "Image 13": what the two are. */
  readonly leftTitle: string;
  readonly rightTitle: string;
}

/** Two headers side by side: what differs, or everything with the differences marked. */
export function HeaderCompare({ left, right, leftTitle, rightTitle }: HeaderCompareProps) {
  const [isAll, setIsAll] = useState(false);
  const differences = useMemo(() => headerDifferences(left, right), [left, right]);
  const shown = isAll ? differences : differences.filter(({ kind }) => kind !== "same");
  return (
    <Box sx={PANEL}>
      <Box sx={BAR}>
        <Box role="status">{formatCount(countDifferences(differences))} attributes differ</Box>
        <FormControlLabel
          sx={{ ml: "auto", mr: 0 }}
          control={<Switch size="small" checked={isAll} onChange={(_, checked) => setIsAll(checked)} />}
          label="Show what is the same"
        />
      </Box>
      {shown.length === 0 ? (
        <EmptyState title="No difference" isCompact>
          All attributes of both are the same.
        </EmptyState>
      ) : (
        <DifferenceLines shown={shown} leftTitle={leftTitle} rightTitle={rightTitle} />
      )}
    </Box>
  );
}

interface DifferenceLinesProps {
  readonly shown: readonly HeaderDifference[];
  readonly leftTitle: string;
  readonly rightTitle: string;
}

function DifferenceLines({ shown, leftTitle, rightTitle }: DifferenceLinesProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 12,
  });
  return (
    <Box ref={scroller} role="table" aria-label="Differences" aria-rowcount={shown.length + 1} tabIndex={0} sx={LINES}>
      <Box role="row" aria-rowindex={1} className="line head">
        <span role="columnheader">Attribute</span>
        <span role="columnheader">{leftTitle}</span>
        <span role="columnheader">{rightTitle}</span>
      </Box>
      <Box role="presentation" sx={{ position: "relative" }} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const difference = shown[index];
          if (!difference) return null;
          const row = difference.left ?? difference.right;
          return (
            <Box
              key={difference.path}
              role="row"
              aria-rowindex={index + 2}
              className={difference.kind === "same" ? "line" : "line differs"}
              style={{ transform: `translateY(${start}px)`, position: "absolute", top: 0, left: 0, right: 0 }}
            >
              <span role="cell" style={{ paddingLeft: (row?.depth ?? 0) * 10 }} title={difference.path}>
                <span className="tag">{row?.kind === "item" ? "" : tagText(row?.tag ?? "")}</span> {row?.name}
              </span>
              <Side row={difference.left} />
              <Side row={difference.right} />
            </Box>
          );
        })}
      </Box>
    </Box>
  );
}

function Side({ row }: { readonly row: HeaderRow | undefined }) {
  const { masked } = useIdentityMask();
  if (!row)
    return (
      <span role="cell" className="absent">
        not there
      </span>
    );
  const text = masked && row.identifier ? MASKED_TEXT : row.value;
  return (
    <span role="cell" title={text} className={row.identifier ? "phi" : undefined}>
      {text}
    </span>
  );
}

const PANEL = { flex: 1, minHeight: 0, display: "flex", flexDirection: "column" } as const;
const BAR = { display: "flex", alignItems: "center", px: 3, py: 1, fontSize: 12, color: token.dim } as const;

const LINES = {
  ...monoText,
  flex: 1,
  minHeight: 0,
  overflow: "auto",
  borderTop: `1px solid ${token.line}`,
  outlineOffset: -2,
  "& .line": {
    display: "grid",
    gridTemplateColumns: "minmax(200px, 1.2fr) minmax(0, 1fr) minmax(0, 1fr)",
    height: LINE_HEIGHT,
    lineHeight: `${LINE_HEIGHT}px`,
    columnGap: 2,
    px: 3,
  },
  "& .line > span": { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "pre" },
  "& .line.head": { position: "sticky", top: 0, zIndex: 1, bgcolor: token.panel, fontWeight: 600, color: token.dim },
  "& .line.differs": { bgcolor: token.hl, color: token.ink },
  "& .absent": { fontStyle: "italic" },
  "& .phi": { color: token.phiInk, bgcolor: token.phi },
} as const;
