"use client";

import ArrowDropDownIcon from "@mui/icons-material/ArrowDropDown";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useState } from "react";
import { Kbd } from "#components/ui/kbd.tsx";
import { token } from "#components/ui/tokens.ts";
import { windowPresets } from "#lib/dicom/window.ts";
import type { ViewHandle } from "./view-handle.ts";

export interface PresetChoiceProps {
  readonly view: ViewHandle;
}

/** Windows to choose from: the file's own, and those usual for the modality. Keys 1 to 9 choose them too. */
export function PresetChoice({ view }: PresetChoiceProps) {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>();
  const presets = windowPresets(view.picture()?.attributes ?? {});
  return (
    <>
      <Button
        endIcon={<ArrowDropDownIcon />}
        disabled={presets.length === 0}
        aria-haspopup="menu"
        aria-expanded={anchor !== undefined}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        Presets
      </Button>
      <Menu open={anchor !== undefined} anchorEl={anchor ?? null} onClose={() => setAnchor(undefined)}>
        {presets.map((preset, index) => (
          <MenuItem
            key={`${preset.name} ${preset.width} ${preset.centre}`}
            onClick={() => {
              setAnchor(undefined);
              view.setWindow(preset);
            }}
          >
            <Box component="span" sx={{ flex: 1 }}>
              {preset.name}
            </Box>
            <Box component="span" className="tabular" sx={{ color: token.dim, mx: 4 }}>
              {preset.width} / {preset.centre}
            </Box>
            {index < 9 ? <Kbd>{index + 1}</Kbd> : null}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
