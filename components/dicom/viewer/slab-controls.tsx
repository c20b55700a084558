"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { token } from "#components/ui/tokens.ts";
import { SLAB_BLENDS, type Slab, type SlabBlend } from "./plane-set.ts";

export interface SlabControlsProps {
  readonly slab: Slab | undefined;
  readonly onSlab: (slab: Slab | undefined) => void;
  readonly hasCrosshairs: boolean;
  readonly onCrosshairs: () => void;
  /** Whether there is room for a word on how to use them. */
  readonly hasHint: boolean;
}

const THICKNESSES = [3, 5, 10, 20, 40, 80];

const BLENDS: Readonly<Record<SlabBlend, readonly [name: string, title: string]>> = {
  max: ["MIP", "The brightest of each ray"],
  min: ["MinIP", "The darkest of each ray"],
  mean: ["Average", "The mean of each ray"],
};

/** How thick the planes are and what is shown of the voxels behind each other, and whether the crosshairs are seen. */
export function SlabControls({ slab, onSlab, hasCrosshairs, onCrosshairs, hasHint }: SlabControlsProps) {
  const thicknesses = [...new Set([...THICKNESSES, ...(slab ? [slab.millimetres] : [])])].toSorted((a, b) => a - b);
  const choose = (millimetres: number) =>
    onSlab(millimetres === 0 ? undefined : { blend: slab?.blend ?? "max", millimetres });
  return (
    <>
      <TextField
        select
        label="Slab"
        value={slab?.millimetres ?? 0}
        onChange={(event) => choose(Number(event.target.value))}
        sx={{ width: 110 }}
      >
        <MenuItem value={0}>Thinnest</MenuItem>
        {thicknesses.map((millimetres) => (
          <MenuItem key={millimetres} value={millimetres}>
            {millimetres} mm
          </MenuItem>
        ))}
      </TextField>
      {slab ? (
        <ToggleButtonGroup
          exclusive
          size="small"
          value={slab.blend}
          aria-label="What a slab shows"
          onChange={(_, blend: SlabBlend | null) => blend && onSlab({ ...slab, blend })}
        >
          {SLAB_BLENDS.map((blend) => (
            <ToggleButton key={blend} value={blend} title={BLENDS[blend][1]}>
              {BLENDS[blend][0]}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      ) : null}
      <Button aria-pressed={hasCrosshairs} onClick={onCrosshairs} sx={SWITCH}>
        Crosshairs
      </Button>
      {hasHint && hasCrosshairs ? (
        <Box component="span" sx={{ color: token.dim, fontSize: 12, display: { xs: "none", lg: "inline" } }}>
          Drag a line to move a plane, its round handle to turn it.
        </Box>
      ) : null}
    </>
  );
}

/** `10 mm MIP`; empty for the thinnest plane. */
export function slabText(slab: Slab | undefined): string {
  return slab ? `${slab.millimetres} mm ${BLENDS[slab.blend][0]}` : "";
}

const SWITCH = { '&[aria-pressed="true"]': { bgcolor: token.accentSoft, color: token.accent } } as const;
