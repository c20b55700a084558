"use client";

import ContrastIcon from "@mui/icons-material/Contrast";
import HeightIcon from "@mui/icons-material/Height";
import OpenWithIcon from "@mui/icons-material/OpenWith";
import ZoomInIcon from "@mui/icons-material/ZoomIn";
import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import type { ComponentType } from "react";
import { token } from "#components/ui/tokens.ts";
import { MOVE_TOOLS, TOOLS, type ToolName } from "./tools.ts";

export interface ToolButtonsProps {
  readonly tool: ToolName;
  readonly onTool: (tool: ToolName) => void;
}

const ICONS: Readonly<Record<(typeof MOVE_TOOLS)[number], ComponentType>> = {
  window: ContrastIcon,
  zoom: ZoomInIcon,
  pan: OpenWithIcon,
  scroll: HeightIcon,
};

/** What dragging does: window, zoom, pan or scroll. */
export function ToolButtons({ tool, onTool }: ToolButtonsProps) {
  return MOVE_TOOLS.map((name) => {
    const Icon = ICONS[name];
    const { title, key } = TOOLS[name];
    return (
      <Tooltip key={name} title={`${title} by dragging (${key.toUpperCase()})`}>
        <IconButton aria-label={title} aria-pressed={tool === name} onClick={() => onTool(name)} sx={BUTTON}>
          <Icon />
        </IconButton>
      </Tooltip>
    );
  });
}

const BUTTON = {
  "& .MuiSvgIcon-root": { fontSize: 19 },
  '&[aria-pressed="true"]': { bgcolor: token.accentSoft, color: token.accent },
} as const;
