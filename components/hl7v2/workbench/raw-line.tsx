"use client";

import { memo, type ReactNode } from "react";
import { MASKED_TEXT } from "#components/ui/identity-mask.tsx";
import { formatCount } from "#components/ui/quantity.ts";
import { leavesOf, type Leaf } from "#lib/hl7v2/locate.ts";
import type { Message, Segment } from "#lib/hl7v2/message.ts";
import type { Marks } from "./use-marks.ts";
import { visibleTerminator, visibleText } from "./visible-text.ts";

export interface RawLineProps {
  readonly message: Message;
  readonly segment: Segment;
  /** Prefix of the ids of its cells. */
  readonly id: string;
  /** Index of the leaf under the cursor, `segment` for the line as a whole. */
  readonly cursorLeaf: number | "segment" | undefined;
  readonly marks: Marks;
  readonly isMasked: boolean;
}

/** Characters of one value that are shown: an embedded document is a megabyte nobody reads. */
const LONGEST_VALUE = 400;
/** Values of one line that are shown at most; the table of the segment has them all. */
const MOST_VALUES = 600;

/** One segment: name, delimiters and values. Clicks are read by the pane from `data-` attributes. */
export const RawLine = memo(function RawLine(props: RawLineProps) {
  const { message, segment, id, cursorLeaf } = props;
  const leaves = leavesOf(message, segment);
  // The separator of a header is a delimiter and a value at once: it is shown as what it is first.
  const shown = leaves.slice(0, Math.max(MOST_VALUES, typeof cursorLeaf === "number" ? cursorLeaf + 50 : 0));
  const hidden = leaves.length - shown.length;
  const cells: ReactNode[] = [];
  let at = segment.start + segment.id.length;
  shown.forEach((leaf, index) => {
    if (leaf.start > at) cells.push(<Delimiter key={`d${at}`} text={message.text.slice(at, leaf.start)} />);
    cells.push(<Value key={index} leaf={leaf} index={index} line={props} />);
    at = leaf.end;
  });
  if (leaves.length === 0) cells.push(visibleText(message.text.slice(at, segment.end)));
  return (
    <div
      role="row"
      aria-rowindex={segment.index + 1}
      data-segment={segment.index}
      className={cursorLeaf === undefined ? "seg" : "seg at"}
    >
      <span
        role="rowheader"
        id={`${id}-${segment.index}-id`}
        className={cursorLeaf === "segment" ? "id cur" : "id"}
        aria-selected={cursorLeaf === "segment"}
      >
        {visibleText(segment.id)}
      </span>
      {cells}
      {hidden > 0 ? <span className="more" aria-hidden="true">{` … ${formatCount(hidden)} more values`}</span> : null}
      <span className="end" aria-hidden="true">
        {visibleTerminator(segment.terminator)}
      </span>
    </div>
  );
});

function Delimiter({ text }: { readonly text: string }) {
  return (
    <span className="d" aria-hidden="true">
      {text}
    </span>
  );
}

function Value({ leaf, index, line }: { readonly leaf: Leaf; readonly index: number; readonly line: RawLineProps }) {
  const { message, segment, id, cursorLeaf, marks, isMasked } = line;
  const isCursor = cursorLeaf === index;
  if (leaf.start === leaf.end && !isCursor) return null;
  const isHidden = isMasked && marks.isIdentifying(segment, leaf.start);
  const length = leaf.end - leaf.start;
  const text = isHidden
    ? MASKED_TEXT
    : visibleText(message.text.slice(leaf.start, Math.min(leaf.end, leaf.start + LONGEST_VALUE)));
  const look = `v ${marks.classOf(segment, leaf.start, leaf.end)}${isHidden ? " masked" : ""}${isCursor ? " cur" : ""}`;
  return (
    <span
      role="gridcell"
      id={`${id}-${segment.index}-${index}`}
      data-start={leaf.start}
      className={look.trim()}
      aria-selected={isCursor}
    >
      {text === "" ? "\u200a" : text}
      {!isHidden && length > LONGEST_VALUE ? (
        <span className="more">{`… ${formatCount(length - LONGEST_VALUE)} more characters`}</span>
      ) : null}
    </span>
  );
}
