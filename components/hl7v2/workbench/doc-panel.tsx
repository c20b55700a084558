"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useMemo } from "react";
import { MASKED_TEXT } from "#components/ui/identity-mask.tsx";
import { MONO, token } from "#components/ui/tokens.ts";
import { describePosition, type Description } from "#lib/hl7v2/dictionary/describe.ts";
import type { Dictionary } from "#lib/hl7v2/dictionary/dictionary.ts";
import { unescapeText } from "#lib/hl7v2/escape.ts";
import { leavesOf } from "#lib/hl7v2/locate.ts";
import type { Segment } from "#lib/hl7v2/message.ts";
import type { Position } from "#lib/hl7v2/position.ts";
import type { ReadMessage } from "#lib/queries/hl7v2-message.ts";
import { documentsAt } from "./documents-at.ts";
import { DocumentActions } from "./document-actions.tsx";
import { identifiersByOffset } from "./masking.ts";
import { PositionDefinition } from "./position-definition.tsx";
import { PositionFindings } from "./position-findings.tsx";
import type { CursorControl } from "./use-cursor.ts";
import type { FindingsState } from "./use-findings.ts";
import { visibleText } from "./visible-text.ts";

export interface DocPanelProps {
  readonly read: ReadMessage;
  readonly dictionary: Dictionary | undefined;
  readonly cursor: CursorControl;
  readonly findings: FindingsState;
  readonly isMasked: boolean;
  /** What the last copy did; empty when nothing was copied lately. */
  readonly notice: string;
  readonly copy: Readonly<Record<"path" | "value" | "segment" | "message", () => void>>;
}

/** The readout: where the cursor stands, what is written there, what the standard says of it, what was found. */
export function DocPanel(props: DocPanelProps) {
  const { read, dictionary, cursor } = props;
  const { position, written } = cursor;
  const segment = read.message.segments[cursor.cursor.segment];
  const description = useMemo(
    () => (dictionary && position ? describePosition(dictionary, read.message, position) : undefined),
    [dictionary, read.message, position],
  );
  return (
    <Box component="section" aria-label="Documentation" sx={CARD}>
      <Box sx={HEAD}>
        <Box component="output" aria-label="Position of the cursor" sx={PLACE}>
          {written}
        </Box>
        <span>{description?.kind === "part" ? description.names.at(-1) : ""}</span>
      </Box>
      {segment && position ? (
        <Readout {...props} segment={segment} position={position} description={description} />
      ) : null}
    </Box>
  );
}

interface ReadoutProps extends DocPanelProps {
  readonly segment: Segment;
  readonly position: Position;
  readonly description: Description | undefined;
}

function Readout(props: ReadoutProps) {
  const { read, dictionary, cursor, findings, isMasked, notice, copy, segment, position, description } = props;
  const { message } = read;
  const leaf = cursor.cursor.leaf === undefined ? undefined : leavesOf(message, segment)[cursor.cursor.leaf];
  const span = leaf ?? segment;
  const identifier = leaf && identifiersByOffset(message, segment).get(leaf.start);
  const isHidden = isMasked && identifier !== undefined;
  const value = leaf
    ? unescapeText(message.text.slice(leaf.start, Math.min(leaf.end, leaf.start + 2000)), message.delimiters)
    : "";
  return (
    <Box sx={BODY}>
      {leaf ? <ReadValue text={isHidden ? MASKED_TEXT : value} isIdentifying={identifier !== undefined} /> : null}
      {description && dictionary ? (
        <PositionDefinition
          dictionary={dictionary}
          description={description}
          position={position}
          value={isHidden ? undefined : value}
        />
      ) : null}
      {identifier ? (
        <p>
          <Box component="span" sx={PHI}>
            Identifier
          </Box>{" "}
          Safe Harbor class {identifier.letter}: {identifier.title.toLowerCase()}
        </p>
      ) : null}
      <PositionFindings findings={findings} span={span} />
      <p className="dim">{spanText(read, span, position.repetition)}</p>
      {documentsAt(message, segment, leaf).map((document) => (
        <DocumentActions key={document.span.start} message={message} document={document} isMasked={isMasked} />
      ))}
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2 }}>
        <Button onClick={copy.path}>Copy path</Button>
        <Button onClick={copy.value}>Copy value</Button>
        <Button onClick={copy.segment}>Copy segment</Button>
        <Button onClick={copy.message}>Copy message</Button>
      </Box>
      <Box role="status" sx={{ minHeight: 20 }}>
        {notice}
      </Box>
    </Box>
  );
}

function ReadValue({ text, isIdentifying }: { readonly text: string; readonly isIdentifying: boolean }) {
  const lines = text.split("\n");
  return (
    <Box
      sx={{ fontFamily: MONO, fontSize: 14, mb: 2, overflowWrap: "anywhere", maxHeight: 160, overflow: "auto" }}
      tabIndex={text.length > 200 ? 0 : undefined}
    >
      {lines.map((line, index) => (
        // Lines of a value have no identity but their place.
        <Box key={index} component="span" sx={{ display: "block" }}>
          <Box component="span" sx={isIdentifying ? { bgcolor: token.phi, borderRadius: "3px" } : {}}>
            {line === "" ? "(empty)" : visibleText(line)}
          </Box>
        </Box>
      ))}
    </Box>
  );
}

const encoder = new TextEncoder();

/** Where the value stands in the stored bytes; in characters when those were not UTF-8. */
function spanText(
  { text, encoding, byteLength }: ReadMessage,
  { start, end }: { readonly start: number; readonly end: number },
  repetition: number | undefined,
): string {
  const nth = repetition === undefined || repetition === 1 ? "" : ` · repetition ${repetition}`;
  if (encoding !== "UTF-8") return `Characters ${start}–${end}${nth}`;
  // In plain ASCII characters and bytes are the same.
  const isAscii = text.length === byteLength;
  const from = isAscii ? start : encoder.encode(text.slice(0, start)).length;
  const length = isAscii ? end - start : encoder.encode(text.slice(start, end)).length;
  return `Bytes ${from}–${from + length}${nth}`;
}

const CARD = {
  display: "flex",
  flexDirection: "column",
  minHeight: 0,
  minWidth: 0,
  bgcolor: token.panel,
  border: `1px solid ${token.line}`,
  borderRadius: "10px",
  boxShadow: token.shadow,
  overflow: "hidden",
} as const;

const PLACE = { fontFamily: MONO, fontWeight: 650, color: token.ink } as const;

const HEAD = {
  display: "flex",
  gap: 2,
  alignItems: "center",
  minHeight: 38,
  px: 3,
  borderBottom: `1px solid ${token.line}`,
  color: token.dim,
  fontSize: 12,
} as const;

const BODY = {
  p: 3,
  overflow: "auto",
  flex: 1,
  minHeight: 0,
  "& p": { m: 0, mb: 2 },
  "& .dim": { color: token.dim },
} as const;

const PHI = {
  color: token.phiInk,
  bgcolor: token.phi,
  fontSize: 11,
  fontWeight: 600,
  borderRadius: "4px",
  px: "6px",
  py: "1px",
} as const;
