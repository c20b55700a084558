"use client";

import Box from "@mui/material/Box";
import { useMemo } from "react";
import { LabelChips } from "#components/ui/label-chips.tsx";
import { formatMoment } from "#components/ui/moment.ts";
import { formatBytes, formatPlural } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import type { Dictionary } from "#lib/hl7v2/dictionary/dictionary.ts";
import type { ChosenVersion } from "#lib/hl7v2/dictionary/versions.ts";
import { rawValue } from "#lib/hl7v2/locate.ts";
import type { Message } from "#lib/hl7v2/message.ts";
import { parsePosition } from "#lib/hl7v2/position.ts";
import type { ReadMessage } from "#lib/queries/hl7v2-message.ts";
import { GoTo } from "./go-to.tsx";
import { LayerChips } from "./layer-chips.tsx";
import type { MessageLayer } from "./message-view.ts";
import type { FindingsState } from "./use-findings.ts";
import { visibleTerminator } from "./visible-text.ts";

export interface WorkbenchHeadProps {
  readonly read: ReadMessage;
  readonly dictionary: Dictionary | undefined;
  readonly chosen: ChosenVersion;
  readonly findings: FindingsState;
  readonly layers: readonly MessageLayer[];
  readonly onLayers: (layers: readonly MessageLayer[]) => void;
  /** Says why when the position cannot be gone to. */
  readonly onGoTo: (written: string) => string | undefined;
  /** The reader leaves the field without going anywhere. */
  readonly onLeave: () => void;
}

/** What the message is, in one line; where to go in it, and which layers are on. */
export function WorkbenchHead(props: WorkbenchHeadProps) {
  const { read, dictionary, chosen, findings, layers, onLayers, onGoTo, onLeave } = props;
  const { message } = read;
  const title = useMemo(() => titleOf(message, dictionary), [message, dictionary]);
  return (
    <Box sx={HEAD}>
      <Box component="h1" sx={{ m: 0, fontSize: 13, fontWeight: 650, color: token.ink }}>
        {title}
      </Box>
      <Box component="span" sx={{ minWidth: 0, flex: "1 1 260px" }}>
        {factsLine(read, chosen)}
      </Box>
      {Object.keys(read.labels).length > 0 ? <LabelChips labels={read.labels} /> : null}
      <Box sx={{ display: "flex", gap: 3, alignItems: "center", flexWrap: "wrap", ml: "auto" }}>
        <LayerChips findings={findings} layers={layers} onChange={onLayers} />
        <GoTo onGoTo={onGoTo} onLeave={onLeave} />
      </Box>
      {dictionary && dictionary.structuresFrom !== dictionary.version ? (
        <Box component="span" sx={{ flexBasis: "100%" }}>
          Fields are those of {dictionary.version}; its message structures are not published, so the order of segments
          is checked by {dictionary.structuresFrom}.
        </Box>
      ) : null}
    </Box>
  );
}

function titleOf(message: Message, dictionary: Dictionary | undefined): string {
  const [type, event, structure] = ["MSH-9.1", "MSH-9.2", "MSH-9.3"].map((written) => valueAt(message, written));
  if (!type) return "Message without a type";
  const code = event ? `${type}^${event}` : type;
  const names = [event ? `${type}_${event}` : type, structure ?? ""];
  const meaning = names.map((name) => dictionary?.structure(name)?.title).find((found) => found !== undefined);
  return meaning ? `${code} ${meaning}` : code;
}

function valueAt(message: Message, written: string): string {
  const position = parsePosition(written);
  return position ? rawValue(message, position) : "";
}

function factsLine(read: ReadMessage, chosen: ChosenVersion): string {
  const { message, sendTime, byteLength, encoding } = read;
  const from = [valueAt(message, "MSH-4.1"), valueAt(message, "MSH-6.1")].filter((name) => name !== "").join(" → ");
  const ends = new Set(message.segments.slice(0, -1).map(({ terminator }) => visibleTerminator(terminator)));
  return [
    versionText(chosen),
    formatPlural(message.segments.length, "segment"),
    sendTime === "" ? "no send time" : formatMoment(sendTime),
    from,
    ends.size > 0 ? `${[...ends].join(" and ")} terminators` : "",
    formatBytes(byteLength),
    encoding === "UTF-8" ? "" : `read as ${encoding}`,
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

function versionText({ version, stated, isExact }: ChosenVersion): string {
  if (isExact) return `HL7 ${version}`;
  return stated === "" ? `no version stated, read as ${version}` : `HL7 ${stated}, read as ${version}`;
}

const HEAD = {
  display: "flex",
  flexWrap: "wrap",
  gap: 2,
  rowGap: 1,
  alignItems: "center",
  minHeight: 38,
  px: 3,
  py: 1,
  borderBottom: `1px solid ${token.line}`,
  color: token.dim,
  fontSize: 12,
} as const;
