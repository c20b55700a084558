"use client";

import Box from "@mui/material/Box";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import type { CSSProperties } from "react";
import { token } from "#components/ui/tokens.ts";
import type { OverlayRange } from "#lib/dicom/overlay-range.ts";
import { paletteGradient, PALETTE_NAMES, type PaletteName } from "#lib/dicom/palette.ts";
import type { FusionLook } from "./plane-set.ts";
import { SLIDER_LOOK } from "./slider-look.ts";

export interface FusionControlsProps {
  readonly look: FusionLook;
  readonly range: OverlayRange;
  readonly onLook: (change: Partial<FusionLook>) => void;
}

const TITLES: Readonly<Record<PaletteName, string>> = { hotIron: "Hot iron", rainbow: "Rainbow", grey: "Grey" };

/** How strongly the PET lies over the CT, in which colours, and up to which value. */
export function FusionControls({ look, range, onLook }: FusionControlsProps) {
  const upper = look.upper.toLocaleString("en", { maximumFractionDigits: 1 });
  return (
    <>
      <Slider
        label="PET opacity"
        value={Math.round(look.opacity * 100)}
        limits={[0, 100, 5]}
        text={`${Math.round(look.opacity * 100)} %`}
        onValue={(value) => onLook({ opacity: value / 100 })}
      />
      <TextField
        select
        label="Colours"
        value={look.palette}
        onChange={(event) =>
          onLook({ palette: PALETTE_NAMES.find((name) => name === event.target.value) ?? look.palette })
        }
        sx={{ width: 120 }}
      >
        {PALETTE_NAMES.map((name) => (
          <MenuItem key={name} value={name}>
            {TITLES[name]}
          </MenuItem>
        ))}
      </TextField>
      <Slider
        label={range.unit === "SUV" ? "Highest SUV" : "Highest value"}
        value={look.upper}
        limits={[range.step, range.most, range.step]}
        text={upper}
        onValue={(value) => onLook({ upper: value })}
      />
      <Box sx={SCALE} className="tabular">
        <span>0</span>
        <Box
          sx={{ width: 90, height: 10, borderRadius: "3px" }}
          style={{ background: paletteGradient(look.palette) }}
        />
        <span>
          {upper} {range.unit}
        </span>
      </Box>
    </>
  );
}

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly limits: readonly [least: number, most: number, step: number];
  readonly text: string;
  readonly onValue: (value: number) => void;
}

function Slider({ label, value, limits: [least, most, step], text, onValue }: SliderProps) {
  return (
    <Box component="label" sx={{ display: "flex", alignItems: "center", gap: 2, color: token.dim }}>
      {label}
      <Box
        component="input"
        type="range"
        min={least}
        max={most}
        step={step}
        value={value}
        aria-label={label}
        aria-valuetext={text}
        onChange={(event) => onValue(Number(event.target.value))}
        sx={{ ...SLIDER_LOOK, width: 110 }}
        style={{ "--done": `${((value - least) / (most - least)) * 100}%` } as CSSProperties}
      />
      <Box component="output" className="tabular" sx={{ minWidth: 36, color: token.ink }}>
        {text}
      </Box>
    </Box>
  );
}

const SCALE = { display: "flex", alignItems: "center", gap: 1, color: token.dim, fontSize: 12 } as const;
