"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import MuiLink from "@mui/material/Link";
import { PageLink } from "#components/ui/page-link.tsx";
import { useMemo, useState } from "react";
import { MASKED_TEXT, useIdentityMask } from "#components/ui/identity-mask.tsx";
import { formatCount } from "#components/ui/quantity.ts";
import { resourceHref } from "#components/ui/resource-href.ts";
import { token } from "#components/ui/tokens.ts";
import { formatPointer } from "#lib/fhir/json-path.ts";
import { readableRows, type ReadableRow } from "#lib/fhir/readable.ts";
import type { ViewedResource } from "./view-frame.tsx";

export interface ReadableViewProps {
  readonly viewed: ViewedResource;
  /** The address of an element in the JSON. */
  readonly jsonHref: (pointer: string) => string;
}

/** Rows drawn at once: a bundle has hundreds of thousands. */
const STEP = 300;

/** Every element of a resource in words, in the order of its definition: whatever the type is. */
export function ReadableView({ viewed, jsonHref }: ReadableViewProps) {
  const { resource, definitions, address } = viewed;
  const rows = useMemo(
    () => readableRows(resource, definitions, address.store),
    [resource, definitions, address.store],
  );
  return (
    <Box sx={{ flex: 1, minHeight: 0, overflow: "auto" }} tabIndex={0} role="region" aria-label="Readable form">
      <Rows rows={rows} viewed={viewed} jsonHref={jsonHref} />
    </Box>
  );
}

function Rows({ rows, viewed, jsonHref }: ReadableViewProps & { readonly rows: readonly ReadableRow[] }) {
  const [limit, setLimit] = useState(STEP);
  return (
    <Box component="dl" sx={{ m: 0 }}>
      {rows.slice(0, limit).map((row) => (
        <Row key={formatPointer(row.path)} row={row} viewed={viewed} jsonHref={jsonHref} />
      ))}
      {rows.length > limit ? (
        <Button onClick={() => setLimit(limit * 3)} sx={{ m: 3 }}>
          {formatCount(rows.length - limit)} more
        </Button>
      ) : null}
    </Box>
  );
}

function Row({ row, viewed, jsonHref }: ReadableViewProps & { readonly row: ReadableRow }) {
  const hasParts = row.rows.length > 0;
  return (
    <Box sx={LINE}>
      <Box component="dt" title={row.help} sx={{ color: token.dim }}>
        <Box component={PageLink} href={jsonHref(formatPointer(row.path))} title={row.help} sx={LABEL}>
          {row.label}
        </Box>
      </Box>
      <Box component="dd" sx={{ m: 0, minWidth: 0 }}>
        {row.text === "" && row.note === "" ? null : <Value row={row} viewed={viewed} />}
        {hasParts ? (
          <Box sx={PARTS}>
            <Rows rows={row.rows} viewed={viewed} jsonHref={jsonHref} />
          </Box>
        ) : null}
      </Box>
    </Box>
  );
}

function Value({ row, viewed }: { readonly row: ReadableRow; readonly viewed: ViewedResource }) {
  const { masked } = useIdentityMask();
  const { document, index, address } = viewed;
  const node = document.nodeAt(row.path);
  const isCovered = masked && (node === undefined || index.holdsIdentifying(node));
  if (isCovered) return <Box sx={{ color: token.phiInk }}>{MASKED_TEXT}</Box>;
  const { target } = row;
  return (
    <Box sx={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
      {target?.kind === "local" ? (
        <MuiLink
          underline="always"
          component={PageLink}
          href={resourceHref(`${address.store}/fhir/${target.type}/${target.id}`, { tab: "readable" })}
        >
          {row.text}
        </MuiLink>
      ) : (
        <span>{row.text}</span>
      )}
      {row.note === "" ? null : (
        <Box component="span" sx={{ color: token.dim, fontSize: 12, ml: row.text === "" ? 0 : 2 }}>
          {row.note}
        </Box>
      )}
    </Box>
  );
}

const LINE = {
  display: "grid",
  gridTemplateColumns: "minmax(110px, 200px) minmax(0, 1fr)",
  gap: 3,
  px: 3,
  py: "5px",
  "& + &": { borderTop: `1px solid ${token.line}` },
} as const;

const LABEL = {
  color: "inherit",
  textDecoration: "none",
  "&:hover": { color: token.accent, textDecoration: "underline" },
} as const;

const PARTS = { borderLeft: `2px solid ${token.line}`, my: "2px" } as const;
