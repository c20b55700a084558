"use client";

import OpenInNewIcon from "@mui/icons-material/OpenInNew";
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import type { ReactNode } from "react";
import { MASKED_TEXT } from "#components/ui/identity-mask.tsx";
import { MONO, token } from "#components/ui/tokens.ts";
import type { PlacedAnnotation } from "#lib/fhir/annotation-index.ts";
import { LayerTag } from "./layer-chips.tsx";

export interface AnnotationItemProps {
  readonly annotation: PlacedAnnotation;
  /** FHIRPath of the element. */
  readonly place: string;
  /** The cursor stands in its element. */
  readonly isLit: boolean;
  /** Only one item is in the tab order (roving focus). */
  readonly isTabStop: boolean;
  readonly onPick: () => void;
  /** The element holds identities that are covered now, so no value of it may be quoted. */
  readonly isCovered: boolean;
  /** What a reference points to, with a way to open it. */
  readonly children?: ReactNode;
}

/** One remark: what layer, on which element, what it says; picking it highlights the element in the JSON. */
export function AnnotationItem({
  annotation,
  place,
  isLit,
  isTabStop,
  isCovered,
  onPick,
  children,
}: AnnotationItemProps) {
  const { layer, title, text, facts, severity, href, quotes = [] } = annotation;
  return (
    <Box sx={{ ...ITEM, ...(isLit ? { bgcolor: token.sel } : {}) }}>
      <Box
        component="button"
        type="button"
        data-annotation={annotation.id}
        aria-current={isLit ? "true" : undefined}
        tabIndex={isTabStop ? 0 : -1}
        onClick={onPick}
        sx={BUTTON}
      >
        <Box component="span" sx={{ display: "flex", gap: 2, alignItems: "center", fontWeight: 600 }}>
          <LayerTag layer={layer} />
          <span>{title}</span>
          {severity === "warning" ? (
            <Box component="span" sx={{ color: token.warn, fontSize: 11.5 }}>
              ▲ check
            </Box>
          ) : null}
        </Box>
        <Box component="span" sx={PLACE}>
          {place}
        </Box>
        <Box component="span" sx={{ display: "block", color: token.dim, overflowWrap: "anywhere" }}>
          {text}
        </Box>
        {quotes.map(({ label, text: quote }) => (
          <Box component="span" key={label} sx={QUOTE}>
            <b>{label}</b> {isCovered ? MASKED_TEXT : quote}
          </Box>
        ))}
      </Box>
      {children}
      {facts.length > 0 || href ? (
        <Box sx={FACTS}>
          {facts.join(" · ")}
          {facts.length > 0 && href ? " · " : ""}
          {href ? (
            <Link href={href} target="_blank" rel="noreferrer" tabIndex={isTabStop ? 0 : -1} sx={LINK}>
              {layer === "identifiers" ? "The rule" : "Definition"} <OpenInNewIcon sx={{ fontSize: 11 }} />
            </Link>
          ) : null}
        </Box>
      ) : null}
    </Box>
  );
}

const ITEM = { px: 3, py: "9px", borderBottom: `1px solid ${token.line}` } as const;

const BUTTON = {
  display: "block",
  width: "100%",
  p: 0,
  border: 0,
  bgcolor: "transparent",
  color: "inherit",
  font: "inherit",
  textAlign: "left",
  cursor: "pointer",
  borderRadius: "4px",
} as const;

const QUOTE = {
  display: "block",
  fontFamily: MONO,
  fontSize: 11.5,
  mt: "3px",
  overflowWrap: "anywhere",
  whiteSpace: "pre-wrap",
} as const;

const PLACE = {
  display: "block",
  color: token.dim,
  fontFamily: MONO,
  fontSize: 11.5,
  mt: "2px",
  overflowWrap: "anywhere",
} as const;

const FACTS = {
  color: token.dim,
  fontFamily: MONO,
  fontSize: 11,
  mt: "3px",
  overflowWrap: "anywhere",
} as const;

const LINK = { display: "inline-flex", alignItems: "center", gap: "3px", fontFamily: "inherit" } as const;
