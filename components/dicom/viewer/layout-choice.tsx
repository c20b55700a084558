"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Popover from "@mui/material/Popover";
import ArrowDropDownIcon from "@mui/icons-material/ArrowDropDown";
import { useState } from "react";
import { token } from "#components/ui/tokens.ts";
import type { GridLayout } from "./viewer-address.ts";

const SIZES = [1, 2, 3] as const;

export interface LayoutChoiceProps {
  readonly layout: GridLayout;
  readonly onLayout: (layout: GridLayout) => void;
}

/** How many views stand side by side: one to nine, picked on a small grid. */
export function LayoutChoice({ layout, onLayout }: LayoutChoiceProps) {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>();
  return (
    <>
      <Button
        endIcon={<ArrowDropDownIcon />}
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        Layout {layout.rows}×{layout.columns}
      </Button>
      <Popover
        open={anchor !== undefined}
        anchorEl={anchor ?? null}
        onClose={() => setAnchor(undefined)}
        anchorOrigin={{ vertical: "bottom", horizontal: "left" }}
      >
        <Box role="group" aria-label="Rows and columns of views" sx={GRID}>
          {SIZES.flatMap((rows) =>
            SIZES.map((columns) => (
              <Box
                component="button"
                type="button"
                key={`${rows}${columns}`}
                aria-label={`${rows} × ${columns}`}
                aria-pressed={rows === layout.rows && columns === layout.columns}
                data-within={rows <= layout.rows && columns <= layout.columns ? "" : undefined}
                onClick={() => {
                  setAnchor(undefined);
                  onLayout({ rows, columns });
                }}
                sx={PLACE}
              >
                {rows}×{columns}
              </Box>
            )),
          )}
        </Box>
      </Popover>
    </>
  );
}

const GRID = { display: "grid", gridTemplateColumns: "repeat(3, 44px)", gap: "4px", p: 2 } as const;

const PLACE = {
  height: 36,
  font: "inherit",
  color: token.ink,
  cursor: "pointer",
  border: `1px solid ${token.control}`,
  borderRadius: "5px",
  bgcolor: token.panel,
  "&[data-within]": { bgcolor: token.accentSoft },
  "&:hover": { borderColor: token.accent },
} as const;
