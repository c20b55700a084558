"use client";

import ChevronLeftIcon from "@mui/icons-material/ChevronLeft";
import ChevronRightIcon from "@mui/icons-material/ChevronRight";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import { formatCount } from "./quantity.ts";
import { token } from "./tokens.ts";

export interface TokenPagerProps {
  /** Rows on the pages before this one, and on this one. */
  readonly before: number;
  readonly count: number;
  readonly hasNext: boolean;
  /** Undefined when nobody counted. */
  readonly total: { readonly count: number; readonly isExact: boolean } | undefined;
  /** From 1. */
  readonly pageNumber: number;
  readonly pageSize: number;
  readonly pageSizes: readonly number[];
  /** The query itself says how many: it decides. */
  readonly isSizeFixed?: boolean;
  readonly onGoTo: (page: number, pageSize: number) => void;
}

/** Which rows these are, of how many; on, back, and how many at once. The API pages by tokens, so there is no jump to page 7. */
export function TokenPager(props: TokenPagerProps) {
  const { before, count, hasNext, total, pageNumber, pageSize, pageSizes, isSizeFixed = false, onGoTo } = props;
  const last = before + count;
  const of = total ? ` of ${total.isExact ? "" : "about "}${formatCount(total.count)}` : "";
  return (
    <Box component="nav" aria-label="Pages of results" sx={BAR}>
      {isSizeFixed ? null : (
        <label>
          Rows a page{" "}
          <Box
            component="select"
            sx={SIZE}
            value={pageSize}
            onChange={(event) => onGoTo(1, Number(event.target.value))}
          >
            {pageSizes.map((size) => (
              <option key={size}>{size}</option>
            ))}
          </Box>
        </label>
      )}
      <span>
        {formatCount(before + 1)}–{formatCount(last)}
        {of}
      </span>
      <IconButton
        aria-label="Go to previous page"
        disabled={pageNumber <= 1}
        onClick={() => onGoTo(pageNumber - 1, pageSize)}
      >
        <ChevronLeftIcon sx={{ fontSize: 18 }} />
      </IconButton>
      <IconButton aria-label="Go to next page" disabled={!hasNext} onClick={() => onGoTo(pageNumber + 1, pageSize)}>
        <ChevronRightIcon sx={{ fontSize: 18 }} />
      </IconButton>
    </Box>
  );
}

const BAR = {
  display: "flex",
  justifyContent: "flex-end",
  alignItems: "center",
  gap: 3,
  px: 2,
  minHeight: 36,
  flexShrink: 0,
  borderTop: `1px solid ${token.line}`,
  color: token.dim,
  fontSize: 12,
} as const;

const SIZE = {
  font: "inherit",
  color: token.ink,
  bgcolor: token.panel,
  border: `1px solid ${token.control}`,
  borderRadius: "5px",
  height: 24,
} as const;
