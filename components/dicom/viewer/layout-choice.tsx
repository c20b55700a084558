"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Popover from "@mui/material/Popover";
import ArrowDropDownIcon from "@mui/icons-material/ArrowDropDown";
import { useState } from "react";
import { token } from "#components/ui/tokens.ts";
import type { GridLayout, ViewerAddress, ViewerMode } from "./viewer-address.ts";

const SIZES = [1, 2, 3] as const;

export type LayoutWish = Pick<ViewerAddress, "mode" | "layout">;

export interface LayoutChoiceProps extends LayoutWish {
  /** Whether the study holds series that may be laid over each other. */
  readonly canFuse: boolean;
  readonly onLayout: (wish: LayoutWish) => void;
}

const PLANES: Readonly<Record<Exclude<ViewerMode, "grid">, readonly [name: string, words: string]>> = {
  mpr: ["MPR", "axial, coronal and sagittal planes"],
  fusion: ["Fusion", "the planes, PET over CT"],
};

/** How many views stand side by side, picked on a small grid; or planes through a volume. */
export function LayoutChoice({ mode, layout, canFuse, onLayout }: LayoutChoiceProps) {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>();
  const choose = (wish: LayoutWish) => {
    setAnchor(undefined);
    onLayout(wish);
  };
  return (
    <>
      <Button
        endIcon={<ArrowDropDownIcon />}
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        Layout {mode === "grid" ? `${layout.rows}×${layout.columns}` : PLANES[mode][0]}
      </Button>
      <Popover
        open={anchor !== undefined}
        anchorEl={anchor ?? null}
        onClose={() => setAnchor(undefined)}
        anchorOrigin={{ vertical: "bottom", horizontal: "left" }}
      >
        <Sizes
          layout={mode === "grid" ? layout : undefined}
          onLayout={(size) => choose({ mode: "grid", layout: size })}
        />
        <Box role="group" aria-label="Planes through a volume" sx={PLANE_LIST}>
          {(["mpr", ...(canFuse ? (["fusion"] as const) : [])] as const).map((name) => (
            <Box
              component="button"
              type="button"
              key={name}
              aria-pressed={mode === name}
              onClick={() => choose({ mode: name, layout })}
              sx={{ ...PLACE, ...PLANE }}
            >
              <b>{PLANES[name][0]}</b>
              <Box component="span" sx={{ color: token.dim, fontSize: 12 }}>
                {PLANES[name][1]}
              </Box>
            </Box>
          ))}
        </Box>
      </Popover>
    </>
  );
}

interface SizesProps {
  /** Undefined while no grid is shown. */
  readonly layout: GridLayout | undefined;
  readonly onLayout: (layout: GridLayout) => void;
}

function Sizes({ layout, onLayout }: SizesProps) {
  const { rows: down = 0, columns: across = 0 } = layout ?? {};
  return (
    <Box role="group" aria-label="Rows and columns of views" sx={GRID}>
      {SIZES.flatMap((rows) =>
        SIZES.map((columns) => (
          <Box
            component="button"
            type="button"
            key={`${rows}${columns}`}
            aria-label={`${rows} × ${columns}`}
            aria-pressed={rows === down && columns === across}
            data-within={rows <= down && columns <= across ? "" : undefined}
            onClick={() => onLayout({ rows, columns })}
            sx={PLACE}
          >
            {rows}×{columns}
          </Box>
        )),
      )}
    </Box>
  );
}

const GRID = { display: "grid", gridTemplateColumns: "repeat(3, 1fr)", gap: "4px", p: 2 } as const;

const PLANE_LIST = {
  display: "flex",
  flexDirection: "column",
  gap: "4px",
  p: 2,
  borderTop: `1px solid ${token.line}`,
} as const;

const PLACE = {
  height: 36,
  font: "inherit",
  color: token.ink,
  cursor: "pointer",
  border: `1px solid ${token.control}`,
  borderRadius: "5px",
  bgcolor: token.panel,
  '&[data-within], &[aria-pressed="true"]': { bgcolor: token.accentSoft },
  "&:hover": { borderColor: token.accent },
} as const;

const PLANE = { height: "auto", display: "flex", flexDirection: "column", textAlign: "left", px: 2, py: 1 } as const;
