"use client";

import Box from "@mui/material/Box";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { useCopyNotice } from "#components/ui/use-copy-notice.ts";
import { useIdentityMask } from "#components/ui/identity-mask.tsx";
import { useKeyboardMap, type KeySection } from "#components/ui/keyboard-map.tsx";
import { token } from "#components/ui/tokens.ts";
import { versionOf } from "#lib/hl7v2/dictionary/versions.ts";
import { leavesOf } from "#lib/hl7v2/locate.ts";
import { hl7v2DictionaryQueries } from "#lib/queries/hl7v2-dictionary.ts";
import { DocPanel } from "./doc-panel.tsx";
import { holdsIdentifying } from "./masking.ts";
import type { MessageTabProps } from "./message-tab.ts";
import { formatLayers, type MessageLayer } from "./message-view.ts";
import { RawPane } from "./raw-pane.tsx";
import { SegmentPane } from "./segment-pane.tsx";
import { nextMark } from "./next-mark.ts";
import { useCursor } from "./use-cursor.ts";
import { useMarks } from "./use-marks.ts";
import { useWorkbenchKeys } from "./use-workbench-keys.ts";
import { WorkbenchHead } from "./workbench-head.tsx";

/** Raw text, table of the segment and documentation of the field, locked together by spans: one cursor, three views. */
export function WorkbenchTab({ read, control, findings }: MessageTabProps) {
  useKeyboardMap(KEYS);
  const { message } = read;
  const { view, replace } = control;
  const area = useRef<HTMLDivElement>(null);
  const { masked } = useIdentityMask();
  const chosen = useMemo(() => versionOf(message), [message]);
  const dictionary = useQuery(hl7v2DictionaryQueries.ofVersion(chosen.version)).data;
  const cursor = useCursor(message, view.at);
  const marks = useMarks(message, findings, view.layers, masked);
  const notice = useCopyNotice();
  useEffect(() => {
    // Only where somebody went belongs in the address, not where the page began.
    if (cursor.moves > 0) replace({ at: cursor.written });
  }, [cursor.moves, cursor.written, replace]);
  const segment = message.segments[cursor.cursor.segment];
  const leaf = segment && cursor.cursor.leaf !== undefined ? leavesOf(message, segment)[cursor.cursor.leaf] : undefined;
  const copy = {
    path: () => notice.copy(cursor.written, "Path copied"),
    value: () => {
      if (!segment) return;
      if (masked && holdsIdentifying(message, segment, leaf && [leaf])) notice.refuse(REFUSAL);
      else notice.copy(message.text.slice((leaf ?? segment).start, (leaf ?? segment).end), "Value copied");
    },
    segment: () => {
      if (!segment) return;
      if (masked && holdsIdentifying(message, segment)) notice.refuse(REFUSAL);
      else notice.copy(message.text.slice(segment.start, segment.end), "Segment copied");
    },
    message: () => {
      if (masked && message.segments.some((each) => holdsIdentifying(message, each))) notice.refuse(REFUSAL);
      else notice.copy(read.text, "Message copied");
    },
  };
  const setLayers = (layers: readonly MessageLayer[]) => replace({ layers: formatLayers(layers) });
  const focusPane = (name: "raw" | "table") =>
    area.current?.querySelector<HTMLElement>(`[data-pane="${name}"]`)?.focus();
  useWorkbenchKeys(area, {
    onGoTo: () => area.current?.querySelector<HTMLElement>("[data-goto] input")?.focus(),
    onHop: (by) => {
      const found = nextMark(message, cursor.cursor, by, marks);
      if (found) cursor.moveTo(found);
    },
    onCopyPath: copy.path,
    onCopyValue: copy.value,
    onCopySegment: copy.segment,
  });
  return (
    <Box ref={area} sx={AREA}>
      <Box component="section" aria-label="Raw message" sx={{ ...CARD, flex: "0 1 auto", maxHeight: "46%" }}>
        <WorkbenchHead
          read={read}
          dictionary={dictionary}
          chosen={chosen}
          findings={findings}
          layers={view.layers}
          onLayers={setLayers}
          onGoTo={(written) => {
            const problem = cursor.goTo(written);
            if (problem === undefined) focusPane("raw");
            return problem;
          }}
          onLeave={() => focusPane("raw")}
        />
        <RawPane message={message} cursor={cursor} marks={marks} isMasked={masked} />
      </Box>
      <Box sx={LOWER}>
        <SegmentPane message={message} dictionary={dictionary} cursor={cursor} marks={marks} isMasked={masked} />
        <DocPanel
          read={read}
          dictionary={dictionary}
          cursor={cursor}
          findings={findings}
          isMasked={masked}
          notice={notice.notice}
          copy={copy}
        />
      </Box>
    </Box>
  );
}

const REFUSAL = "Masked. Show identities to copy this.";

const KEYS: KeySection = {
  title: "HL7v2 message",
  keys: [
    [["←", "→"], "previous or next value"],
    [["↑", "↓"], "same field one segment up or down; row up or down in the table"],
    [["[", "]"], "previous or next finding or identifier"],
    [["/"], "go to a position: OBX[2]-5.1"],
    [["Tab"], "between raw text and table"],
    [["p", "c", "s"], "copy path, value or segment"],
  ],
};

const AREA = {
  flex: 1,
  minHeight: 0,
  minWidth: 0,
  display: "flex",
  flexDirection: "column",
  gap: 3,
  p: 3,
} as const;

const CARD = {
  display: "flex",
  flexDirection: "column",
  minHeight: 120,
  minWidth: 0,
  bgcolor: token.panel,
  border: `1px solid ${token.line}`,
  borderRadius: "10px",
  boxShadow: token.shadow,
  overflow: "hidden",
} as const;

const LOWER = {
  flex: 1,
  minHeight: 0,
  display: "grid",
  gap: 3,
  gridTemplateColumns: "minmax(0, 1fr) minmax(240px, 31%)",
  gridTemplateRows: "minmax(0, 1fr)",
} as const;
