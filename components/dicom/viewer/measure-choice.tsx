"use client";

import ArrowDropDownIcon from "@mui/icons-material/ArrowDropDown";
import StraightenIcon from "@mui/icons-material/Straighten";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useState } from "react";
import { Kbd } from "#components/ui/kbd.tsx";
import { token } from "#components/ui/tokens.ts";
import { MEASURE_TOOLS, TOOLS, type ToolName } from "./tools.ts";

export interface MeasureChoiceProps {
  readonly tool: ToolName;
  readonly onTool: (tool: ToolName) => void;
}

/** The measuring tools. The one taken up is on the button. */
export function MeasureChoice({ tool, onTool }: MeasureChoiceProps) {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>();
  const taken = MEASURE_TOOLS.find((name) => name === tool);
  return (
    <>
      <Button
        startIcon={<StraightenIcon />}
        endIcon={<ArrowDropDownIcon />}
        aria-haspopup="menu"
        aria-expanded={anchor !== undefined}
        aria-label={taken ? `Measure: ${TOOLS[taken].title}` : "Measure"}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={taken ? TAKEN : undefined}
      >
        {taken ? TOOLS[taken].title : "Measure"}
      </Button>
      <Menu open={anchor !== undefined} anchorEl={anchor ?? null} onClose={() => setAnchor(undefined)}>
        {MEASURE_TOOLS.map((name) => (
          <MenuItem
            key={name}
            selected={name === tool}
            onClick={() => {
              setAnchor(undefined);
              onTool(name);
            }}
          >
            <Box component="span" sx={{ flex: 1, mr: 4 }}>
              {TOOLS[name].title}
            </Box>
            <Kbd>{TOOLS[name].key.toUpperCase()}</Kbd>
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

const TAKEN = { bgcolor: token.accentSoft, color: token.accent, borderColor: token.accent } as const;
