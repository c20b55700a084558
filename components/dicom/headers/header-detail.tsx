"use client";

import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { MASKED_TEXT } from "#components/ui/identity-mask.tsx";
import { monoText } from "#components/ui/theme.ts";
import { token } from "#components/ui/tokens.ts";
import { standardHref, tagText, type HeaderRow } from "#lib/dicom/header-rows.ts";
import { valueHex } from "#lib/dicom/value-text.ts";

export interface HeaderDetailProps {
  readonly row: HeaderRow;
  readonly isMasked: boolean;
}

/** What is known of the chosen attribute: whole value, bytes, keyword, place, the standard's page; all of it to copy. */
export function HeaderDetail({ row, isMasked }: HeaderDetailProps) {
  const isCovered = isMasked && row.identifier !== undefined;
  const hex = isCovered || !row.element ? undefined : valueHex(row.element);
  const href = standardHref(row.tag);
  return (
    <Box component="section" aria-label="Chosen attribute" sx={DETAIL}>
      <Box sx={{ display: "flex", alignItems: "baseline", gap: 2, flexWrap: "wrap" }}>
        <Box component="h2" sx={{ m: 0, fontSize: 13, fontWeight: 650 }}>
          {row.name}
        </Box>
        {row.identifier ? <Box sx={MARK}>Identifier: {row.identifier}</Box> : null}
        {href ? (
          <Link href={href} target="_blank" rel="noreferrer" sx={{ ml: "auto", fontSize: 12 }}>
            PS3.6
          </Link>
        ) : null}
      </Box>
      <Box component="dl" sx={FACTS}>
        <Fact label="Tag" text={tagText(row.tag)} />
        {row.keyword === "" ? null : <Fact label="Keyword" text={row.keyword} />}
        <Fact label="Path" text={row.path} />
        {row.creator === undefined ? null : <Fact label="Creator" text={row.creator} />}
        {isCovered ? <Fact label="Value" text={MASKED_TEXT} isCovered /> : <Fact label="Value" text={row.value} />}
        {hex === undefined || hex === "" ? null : <Fact label="Bytes" text={hex} />}
      </Box>
    </Box>
  );
}

interface FactProps {
  readonly label: string;
  readonly text: string;
  /** Covered values are not to be copied either. */
  readonly isCovered?: boolean;
}

function Fact({ label, text, isCovered = false }: FactProps) {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <Box component="span" sx={{ ...monoText, overflowWrap: "anywhere" }}>
          {text === "" ? "empty" : text}
        </Box>
        {isCovered || text === "" ? null : <CopyButton text={text} what={label.toLowerCase()} />}
      </dd>
    </>
  );
}

const DETAIL = {
  flexShrink: 0,
  maxHeight: "38%",
  overflow: "auto",
  borderTop: `1px solid ${token.line}`,
  px: 3,
  py: 2,
} as const;

const FACTS = {
  m: 0,
  mt: 1,
  display: "grid",
  gridTemplateColumns: "auto minmax(0, 1fr)",
  columnGap: 3,
  fontSize: 12.5,
  "& dt": { color: token.dim, py: "3px" },
  "& dd": { m: 0, display: "flex", alignItems: "flex-start", gap: 1, py: "2px", minWidth: 0 },
} as const;

const MARK = { bgcolor: token.phi, color: token.phiInk, borderRadius: "4px", px: 1, fontSize: 12 } as const;
