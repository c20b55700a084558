"use client";

import AddIcon from "@mui/icons-material/Add";
import ContrastIcon from "@mui/icons-material/Contrast";
import HeightIcon from "@mui/icons-material/Height";
import OpenWithIcon from "@mui/icons-material/OpenWith";
import ZoomInIcon from "@mui/icons-material/ZoomIn";
import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import type { ComponentType } from "react";
import { token } from "#components/ui/tokens.ts";
import { MOVE_TOOLS, PLANE_TOOLS, TOOLS, type ToolName } from "./tools.ts";

export interface ToolButtonsProps {
  readonly tool: ToolName;
  /** Whether planes through a volume are on screen, which have tools of their own. */
  readonly hasPlanes: boolean;
  readonly onTool: (tool: ToolName) => void;
}

type ButtonTool = (typeof MOVE_TOOLS)[number] | (typeof PLANE_TOOLS)[number];

const ICONS: Readonly<Record<ButtonTool, ComponentType>> = {
  crosshairs: AddIcon,
  window: ContrastIcon,
  zoom: ZoomInIcon,
  pan: OpenWithIcon,
  scroll: HeightIcon,
};

/** What dragging does: window, zoom, pan or scroll, and in planes the crosshairs. */
export function ToolButtons({ tool, hasPlanes, onTool }: ToolButtonsProps) {
  const names: readonly ButtonTool[] = hasPlanes ? [...PLANE_TOOLS, ...MOVE_TOOLS] : MOVE_TOOLS;
  return names.map((name) => {
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
