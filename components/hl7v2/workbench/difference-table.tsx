"use client";

import Box from "@mui/material/Box";
import { useQuery } from "@tanstack/react-query";
import { PageLink } from "#components/ui/page-link.tsx";
import { useMemo, useState } from "react";
import Button from "@mui/material/Button";
import { Card } from "#components/ui/card.tsx";
import { MASKED_TEXT, useIdentityMask } from "#components/ui/identity-mask.tsx";
import { formatCount, formatPlural } from "#components/ui/quantity.ts";
import { MONO, token } from "#components/ui/tokens.ts";
import { cursorAt, positionOfCursor } from "#lib/hl7v2/cursor.ts";
import { describePosition, type Description } from "#lib/hl7v2/dictionary/describe.ts";
import { versionOf } from "#lib/hl7v2/dictionary/versions.ts";
import { diffMessages, type SegmentDifference } from "#lib/hl7v2/diff.ts";
import type { PlacedValue } from "#lib/hl7v2/diff-segments.ts";
import { segmentAt } from "#lib/hl7v2/locate.ts";
import type { Message, Segment } from "#lib/hl7v2/message.ts";
import { formatPosition, type Position } from "#lib/hl7v2/position.ts";
import { hl7v2DictionaryQueries } from "#lib/queries/hl7v2-dictionary.ts";
import { holdsIdentifying, identifiersByOffset } from "./masking.ts";
import { visibleText } from "./visible-text.ts";

export interface DifferenceTableProps {
  /** The other message. */
  readonly before: Message;
  /** The message of the page. */
  readonly after: Message;
  readonly ignore: readonly Position[];
  /** Address of a position in the workbench of this message. */
  readonly hrefAt: (written: string) => string;
}

const SHOWN_AT_FIRST = 200;

/** The other message at the left, this one at the right, a row for each value that differs. */
export function DifferenceTable({ before, after, ignore, hrefAt }: DifferenceTableProps) {
  const [limit, setLimit] = useState(SHOWN_AT_FIRST);
  const differences = useMemo(() => diffMessages(before, after, ignore), [before, after, ignore]);
  const rows = useMemo(() => differences.flatMap((each) => rowsOf(each, before, after)), [differences, before, after]);
  const ignored = differences.reduce((sum, each) => sum + ("ignored" in each ? each.ignored : 0), 0);
  return (
    <Card
      title={rows.length === 0 ? "The messages say the same" : formatPlural(rows.length, "difference")}
      note={
        ignored > 0 ? `${formatPlural(ignored, "difference")} left out` : "trailing delimiters and escapes do not count"
      }
    >
      <Box sx={{ overflowX: "auto" }}>
        <Box component="table" aria-label="Differences" sx={TABLE}>
          <thead>
            <tr>
              <th scope="col">Position</th>
              <th scope="col">Name</th>
              <th scope="col">Other message</th>
              <th scope="col">This message</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, limit).map((row) => (
              <Row key={row.key} row={row} messages={{ before, after }} hrefAt={hrefAt} />
            ))}
          </tbody>
        </Box>
      </Box>
      {rows.length > limit ? (
        <Box sx={{ p: 3 }}>
          {formatCount(limit)} of {formatCount(rows.length)} shown{" "}
          <Button onClick={() => setLimit(limit * 5)}>Show more</Button>
        </Box>
      ) : null}
    </Card>
  );
}

interface DifferenceRow {
  readonly key: string;
  /** In this message; undefined for what it does not have. */
  readonly here: Position | undefined;
  readonly shown: Position;
  readonly before: Side | undefined;
  readonly after: Side | undefined;
  readonly note: string;
}

interface Side {
  readonly text: string;
  readonly isIdentifying: boolean;
}

function rowsOf(difference: SegmentDifference, before: Message, after: Message): DifferenceRow[] {
  if (difference.kind === "removed") {
    const { id, occurrence } = difference.before;
    const shown = { segment: id, occurrence };
    const side = wholeSegment(before, difference.before);
    return [
      {
        key: `-${difference.before.index}`,
        here: undefined,
        shown,
        before: side,
        after: undefined,
        note: "only there",
      },
    ];
  }
  const { id, occurrence, index } = difference.after;
  const place = { segment: id, occurrence };
  if (difference.kind === "added") {
    const side = wholeSegment(after, difference.after);
    return [{ key: `+${index}`, here: place, shown: place, before: undefined, after: side, note: "only here" }];
  }
  const moved: DifferenceRow[] = difference.isMoved
    ? [
        {
          key: `~${index}`,
          here: place,
          shown: place,
          before: { text: `segment ${difference.before.index + 1}`, isIdentifying: false },
          after: { text: `segment ${index + 1}`, isIdentifying: false },
          note: "moved",
        },
      ]
    : [];
  return [
    ...moved,
    ...difference.values.map((value): DifferenceRow => {
      const shown = { ...value.position, segment: id, occurrence };
      return {
        key: `${index} ${formatPosition(shown)}`,
        here: value.after ? shown : place,
        shown: short(value.after ? after : before, value.position),
        before: sideOf(before, difference.before, value.before),
        after: sideOf(after, difference.after, value.after),
        note: "",
      };
    }),
  ];
}

function short(message: Message, position: Position): Position {
  const cursor = cursorAt(message, position);
  return (cursor && positionOfCursor(message, cursor)) ?? position;
}

function wholeSegment(message: Message, segment: Segment): Side {
  const text = message.text.slice(segment.start, Math.min(segment.end, segment.start + 300));
  return { text, isIdentifying: holdsIdentifying(message, segment) };
}

function sideOf(message: Message, segment: Segment, value: PlacedValue | undefined): Side | undefined {
  if (!value) return undefined;
  return { text: value.text.slice(0, 300), isIdentifying: identifiersByOffset(message, segment).has(value.span.start) };
}

interface RowProps {
  readonly row: DifferenceRow;
  readonly messages: { readonly before: Message; readonly after: Message };
  readonly hrefAt: (written: string) => string;
}

function Row({ row, messages, hrefAt }: RowProps) {
  const { masked } = useIdentityMask();
  const message = row.here && segmentAt(messages.after, row.here) ? messages.after : messages.before;
  const dictionary = useQuery(hl7v2DictionaryQueries.ofVersion(versionOf(message).version)).data;
  const description = dictionary && describePosition(dictionary, message, row.shown);
  const written = formatPosition(row.shown);
  const name = nameOf(description);
  return (
    <tr>
      <td className="mono">
        {row.here ? (
          <Box component={PageLink} href={hrefAt(formatPosition(row.here))} sx={{ color: token.accent }}>
            {written}
          </Box>
        ) : (
          written
        )}
        {row.note === "" ? "" : ` ${row.note}`}
      </td>
      <td>{name}</td>
      <SideCell side={row.before} isMasked={masked} look="before" />
      <SideCell side={row.after} isMasked={masked} look="after" />
    </tr>
  );
}

function nameOf(description: Description | undefined): string {
  if (description?.kind === "part") return description.names.join(" · ");
  if (description?.kind === "segment") return description.name;
  return description?.kind === "local" ? "Local segment" : "";
}

interface SideCellProps {
  readonly side: Side | undefined;
  readonly isMasked: boolean;
  readonly look: string;
}

function SideCell({ side, isMasked, look }: SideCellProps) {
  if (!side) return <td className="mono none">not there</td>;
  return <td className={`mono ${look}`}>{isMasked && side.isIdentifying ? MASKED_TEXT : visibleText(side.text)}</td>;
}

const TABLE = {
  width: "100%",
  borderCollapse: "collapse",
  tableLayout: "fixed",
  "& th": { textAlign: "left", fontWeight: 600, fontSize: 12, color: token.dim, height: 32, px: 3 },
  "& th:first-of-type": { width: 190 },
  "& td": { px: 3, py: "5px", borderTop: `1px solid ${token.line}`, overflowWrap: "anywhere", verticalAlign: "top" },
  "& .mono": { fontFamily: MONO, fontSize: 12.5 },
  "& .none": { color: token.dim, fontStyle: "italic" },
  "& .before": { bgcolor: token.errSoft },
  "& .after": { bgcolor: token.okSoft },
} as const;
