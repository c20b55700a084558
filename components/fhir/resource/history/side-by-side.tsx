"use client";

import Box from "@mui/material/Box";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { MASKED_TEXT, useIdentityMask } from "#components/ui/identity-mask.tsx";
import { formatPlural } from "#components/ui/quantity.ts";
import { monoText } from "#components/ui/theme.ts";
import { token } from "#components/ui/tokens.ts";
import { withGaps, type DiffGap, type DiffRow, type DiffRowKind } from "#lib/fhir/diff-rows.ts";
import type { JsonToken } from "#lib/fhir/json-document.ts";
import type { ComparedSide, Comparison } from "./use-comparison.ts";

const LINE = 20;
const SHOWN = 400;

/** Both versions as JSON beside each other, aligned by what is the same element; long unchanged runs are put together. */
export function SideBySide({ comparison }: { readonly comparison: Comparison }) {
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const rows = useMemo(() => withGaps(comparison.rows, opened), [comparison.rows, opened]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 20,
  });
  const items = virtual.getVirtualItems();
  return (
    <Box ref={scroller} sx={FRAME} tabIndex={0} role="region" aria-label="Both versions side by side">
      <Box sx={{ position: "relative" }} style={{ height: virtual.getTotalSize() }}>
        <Box
          sx={{ position: "absolute", insetInline: 0, top: 0 }}
          style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}
        >
          {items.map(({ index }) => {
            const row = rows[index];
            if (!row) return null;
            if (row.kind === "gap")
              return <Gap key={index} gap={row} onOpen={() => setOpened(new Set([...opened, row.from]))} />;
            return <Row key={index} row={row} comparison={comparison} />;
          })}
        </Box>
      </Box>
    </Box>
  );
}

function Gap({ gap, onOpen }: { readonly gap: DiffGap; readonly onOpen: () => void }) {
  return (
    <Box component="button" type="button" onClick={onOpen} sx={GAP}>
      ⋯ {formatPlural(gap.count, "unchanged line")}
    </Box>
  );
}

function Row({ row, comparison }: { readonly row: DiffRow; readonly comparison: Comparison }) {
  return (
    <Box sx={ROW}>
      <Half side={comparison.before} line={row.left} kind={row.kind === "same" ? "same" : LEFT[row.kind]} />
      <Half side={comparison.after} line={row.right} kind={row.kind === "same" ? "same" : RIGHT[row.kind]} />
    </Box>
  );
}

type Look = "same" | "gone" | "new" | "moved";

const LEFT: Readonly<Record<Exclude<DiffRowKind, "same">, Look>> = {
  added: "same",
  removed: "gone",
  changed: "gone",
  moved: "moved",
};
const RIGHT: Readonly<Record<Exclude<DiffRowKind, "same">, Look>> = {
  added: "new",
  removed: "same",
  changed: "new",
  moved: "moved",
};
const SIGNS: Readonly<Record<Look, { readonly sign: string; readonly word: string }>> = {
  same: { sign: " ", word: "" },
  gone: { sign: "−", word: "removed: " },
  new: { sign: "+", word: "added: " },
  moved: { sign: "↕", word: "moved: " },
};

interface HalfProps {
  readonly side: ComparedSide;
  readonly line: number | undefined;
  readonly kind: Look;
}

function Half({ side, line, kind }: HalfProps) {
  const { masked } = useIdentityMask();
  if (line === undefined) return <div className="half none" />;
  const { tokens, depth, node } = side.document.line(line);
  const isMasked = masked && side.index.isIdentifying(node);
  return (
    <div className={`half ${kind}`}>
      <span className="number">{line + 1}</span>
      <span className="sign" aria-label={SIGNS[kind].word}>
        {SIGNS[kind].sign}
      </span>
      <span style={{ paddingLeft: `${depth * 2}ch` }}>
        {tokens.map((each) => (
          <span key={each.start} className={CLASSES[each.kind]}>
            {isMasked && each.kind !== "key" && each.kind !== "punctuation" ? MASKED_TEXT : cut(each)}
          </span>
        ))}
      </span>
    </div>
  );
}

const CLASSES: Readonly<Record<JsonToken["kind"], string | undefined>> = {
  key: "key",
  string: "string",
  number: "value",
  boolean: "value",
  null: "value",
  punctuation: undefined,
};

function cut({ text }: JsonToken): string {
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}

const FRAME = {
  ...monoText,
  lineHeight: `${LINE}px`,
  flex: 1,
  minHeight: 0,
  overflow: "auto",
  outlineOffset: -2,
  "& .half": { display: "flex", whiteSpace: "pre", overflow: "hidden", minHeight: LINE, minWidth: 0 },
  "& .half + .half": { borderLeft: `1px solid ${token.line}` },
  "& .none": { bgcolor: token.hover },
  "& .gone": { bgcolor: token.errSoft },
  "& .new": { bgcolor: token.okSoft },
  "& .moved": { bgcolor: token.change },
  "& .number": { flex: "none", width: "6ch", textAlign: "right", color: token.dim, userSelect: "none" },
  "& .gone .number, & .new .number, & .moved .number": { color: token.ink },
  "& .sign": { flex: "none", width: 20, textAlign: "center", userSelect: "none" },
  "& .key": { color: token.key },
  "& .string": { color: token.str },
  "& .value": { color: token.num },
  "& .moved .key, & .moved .string, & .moved .value": { color: token.ink },
} as const;

const ROW = { display: "grid", gridTemplateColumns: "minmax(0, 1fr) minmax(0, 1fr)", height: LINE } as const;

const GAP = {
  display: "block",
  width: "100%",
  height: LINE,
  border: 0,
  p: 0,
  bgcolor: token.hover,
  color: token.accent,
  font: "inherit",
  cursor: "pointer",
  "&:focus-visible": { outlineOffset: -2 },
} as const;
