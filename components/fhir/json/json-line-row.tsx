"use client";

import { memo, type CSSProperties } from "react";
import { MASKED_TEXT } from "#components/ui/identity-mask.tsx";
import { formatCount } from "#components/ui/quantity.ts";
import type { JsonDocument, JsonLine, JsonToken } from "#lib/fhir/json-document.ts";
import type { JsonMatch } from "#lib/fhir/json-search.ts";
import { SHOWN_FIRST } from "./json-view-state.ts";
import { cutToken, piecesOf } from "./line-pieces.ts";

/** What the layers say about a line, as class names: texts, so that a line that stays the same is not drawn again. */
export interface LineMarks {
  /** On the name of the element, or on the opening bracket of an item, which has no name. */
  readonly onName: string;
  /** On a scalar's value. */
  readonly onValue: string;
  readonly isMasked: boolean;
}

export interface JsonLineRowProps {
  readonly document: JsonDocument;
  readonly line: number;
  readonly id: string;
  readonly isCursor: boolean;
  readonly isHighlighted: boolean;
  readonly isFolded: boolean;
  readonly onName: string;
  readonly onValue: string;
  readonly isMasked: boolean;
  readonly matches: readonly JsonMatch[] | undefined;
  readonly currentMatch: JsonMatch | undefined;
  /** Characters of a long string to show. */
  readonly shown: number;
}

/** One pretty-printed line: number, fold mark, tokens. Clicks are read by the lines around it from `data-` attributes. */
export const JsonLineRow = memo(function JsonLineRow(props: JsonLineRowProps) {
  const line = props.document.line(props.line);
  const look = `line${props.isCursor ? " at" : ""}${props.isHighlighted ? " hl" : ""}`;
  return (
    <div className={look} data-line={props.line} {...treeItem(props, line)}>
      <span className="number" aria-hidden="true">
        {props.line + 1}
      </span>
      <FoldMark {...props} closes={line.closes} />
      <span
        className={props.shown > SHOWN_FIRST ? "wrapped" : undefined}
        style={INDENTS[line.depth] ?? indent(line.depth)}
      >
        {line.tokens.map((token) => (
          <Token key={token.start} token={token} depth={line.depth} row={props} />
        ))}
        {props.isFolded ? <FoldedRest document={props.document} node={line.node} /> : null}
      </span>
    </div>
  );
});

const indent = (depth: number): CSSProperties => ({ paddingLeft: `${depth * 2}ch` });
const INDENTS = Array.from({ length: 24 }, (_, depth) => indent(depth));

/** A line that opens or shows a value is an item of the tree; the line that closes it only completes the picture. */
function treeItem({ document, id, isCursor, isFolded }: JsonLineRowProps, { node, closes, depth }: JsonLine) {
  if (closes) return { role: "presentation" } as const;
  const parent = document.parentOf(node);
  return {
    role: "treeitem",
    id,
    "aria-level": depth + 1,
    "aria-selected": isCursor,
    "aria-posinset": (document.nodes.index[node] ?? 0) + 1,
    "aria-setsize": parent < 0 ? 1 : document.childCount(parent),
    ...(document.hasChildren(node) ? { "aria-expanded": !isFolded } : {}),
  } as const;
}

function FoldMark({ document, line, isFolded, closes }: JsonLineRowProps & { readonly closes: boolean }) {
  if (closes || !document.hasChildren(document.nodeOfLine(line))) return <span className="fold" aria-hidden="true" />;
  return (
    <span className="fold" data-act="fold" aria-hidden="true">
      {isFolded ? "▶" : "▼"}
    </span>
  );
}

const CLASS_OF_KIND = {
  key: "key",
  string: "string",
  number: "number-value",
  boolean: "boolean",
  null: "null",
  punctuation: undefined,
} as const;

interface TokenProps {
  readonly token: JsonToken;
  readonly depth: number;
  readonly row: JsonLineRowProps;
}

function Token({ token, depth, row }: TokenProps) {
  const { matches, currentMatch, shown } = row;
  const isValue = token.kind !== "key" && token.kind !== "punctuation";
  if (isValue && row.isMasked) return <span className="masked phi">{MASKED_TEXT}</span>;
  const visible = token.kind === "string" ? cutToken(token, shown) : token;
  const hidden = token.text.length - visible.text.length;
  return (
    <>
      <span className={[CLASS_OF_KIND[token.kind], layerClasses(token, row, depth)].join(" ").trim() || undefined}>
        {matches ? <Pieces token={visible} matches={matches} current={currentMatch} /> : visible.text}
      </span>
      {hidden > 0 ? <span className="more" data-act="more">{`… ${formatCount(hidden)} more characters`}</span> : null}
    </>
  );
}

function layerClasses({ kind, text, start }: JsonToken, row: JsonLineRowProps, depth: number): string {
  const isOpening = kind === "punctuation" && text === "{" && start === depth * 2;
  if (kind === "key" || isOpening) return row.onName;
  return kind === "punctuation" ? "" : row.onValue;
}

interface PiecesProps {
  readonly token: JsonToken;
  readonly matches: readonly JsonMatch[];
  readonly current: JsonMatch | undefined;
}

function Pieces({ token, matches, current }: PiecesProps) {
  return piecesOf(token, matches, current).map((piece, at) =>
    piece.mark === undefined ? (
      piece.text
    ) : (
      // Pieces of a token have no identity but their place.
      <mark key={at} className={piece.mark}>
        {piece.text}
      </mark>
    ),
  );
}

/** `1 item … ],` after the opening bracket of a folded value. */
function FoldedRest({ document, node }: { readonly document: JsonDocument; readonly node: number }) {
  const count = document.childCount(node);
  const noun = document.kindOf(node) === "array" ? "item" : "member";
  const closing = document.line(document.endLineOf(node)).tokens.map((token) => token.text);
  return (
    <>
      <span className="quiet" data-act="fold">{` ${formatCount(count)} ${noun}${count === 1 ? "" : "s"} … `}</span>
      {closing.join("")}
    </>
  );
}
