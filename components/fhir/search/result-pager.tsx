"use client";

import ChevronLeftIcon from "@mui/icons-material/ChevronLeft";
import ChevronRightIcon from "@mui/icons-material/ChevronRight";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import { formatCount } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import type { ResultTotal } from "#lib/fhir/read-searchset.ts";
import type { SearchPage } from "#lib/queries/fhir-search.ts";
import { PAGE_SIZES } from "./use-search-address.ts";

export interface ResultPagerProps {
  readonly page: SearchPage;
  readonly total: ResultTotal | undefined;
  /** From 1. */
  readonly pageNumber: number;
  readonly pageSize: number;
  /** `_count` stands in the search itself: it decides. */
  readonly isSizeFixed: boolean;
  readonly onGoTo: (page: number, pageSize: number) => void;
}

/** Which rows these are, of how many; on, back, and how many at once. The API pages by tokens, so there is no jump to page 7. */
export function ResultPager({ page, total, pageNumber, pageSize, isSizeFixed, onGoTo }: ResultPagerProps) {
  const last = page.before + page.matches.length;
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
            {PAGE_SIZES.map((size) => (
              <option key={size}>{size}</option>
            ))}
          </Box>
        </label>
      )}
      <span>
        {formatCount(page.before + 1)}–{formatCount(last)}
        {of}
      </span>
      <IconButton
        aria-label="Go to previous page"
        disabled={pageNumber <= 1}
        onClick={() => onGoTo(pageNumber - 1, pageSize)}
      >
        <ChevronLeftIcon sx={{ fontSize: 18 }} />
      </IconButton>
      <IconButton
        aria-label="Go to next page"
        disabled={page.nextToken === undefined}
        onClick={() => onGoTo(pageNumber + 1, pageSize)}
      >
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
