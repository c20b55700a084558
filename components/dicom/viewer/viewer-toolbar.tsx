"use client";

import FlipIcon from "@mui/icons-material/Flip";
import InvertColorsIcon from "@mui/icons-material/InvertColors";
import RestartAltIcon from "@mui/icons-material/RestartAlt";
import RotateRightIcon from "@mui/icons-material/RotateRight";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import type { ReactNode } from "react";
import { token } from "#components/ui/tokens.ts";
import type { DicomAttributes } from "#lib/dicom/attributes.ts";
import { LayoutChoice } from "./layout-choice.tsx";
import { MeasureChoice } from "./measure-choice.tsx";
import { PresetChoice } from "./preset-choice.tsx";
import { ToolButtons } from "./tool-buttons.tsx";
import type { ToolName } from "./tools.ts";
import type { ViewHandle, ViewSnapshot } from "./view-handle.ts";
import type { GridLayout, SidePanel, ViewerAddress } from "./viewer-address.ts";

export interface ViewerToolbarProps {
  readonly tool: ToolName;
  readonly onTool: (tool: ToolName) => void;
  /** Attributes of the picture in the active view. */
  readonly image: DicomAttributes | undefined;
  readonly view: ViewHandle | undefined;
  readonly snapshot: ViewSnapshot | undefined;
  readonly address: ViewerAddress;
  readonly onLayout: (layout: GridLayout) => void;
  /** How many there are. */
  readonly measurements: number;
  readonly onPanel: (panel: SidePanel) => void;
}

/** What can be done to the active view, and how many views there are. */
export function ViewerToolbar(props: ViewerToolbarProps) {
  const { tool, onTool, view, image, snapshot, address, onLayout, measurements, onPanel } = props;
  return (
    <Box role="toolbar" aria-label="Viewer" sx={BAR}>
      <ToolButtons tool={tool} onTool={onTool} />
      <MeasureChoice tool={tool} onTool={onTool} />
      {view && image ? <PresetChoice view={view} image={image} /> : null}
      <Act name="Rotate by 90°" keys="]" view={view} act={(it) => it.rotateBy(90)} icon={<RotateRightIcon />} />
      <Act
        name="Flip left and right"
        keys="H"
        view={view}
        isOn={snapshot?.isFlippedHorizontally}
        act={(it) => it.flip("horizontal")}
        icon={<FlipIcon />}
      />
      <Act
        name="Flip top and bottom"
        keys="V"
        view={view}
        isOn={snapshot?.isFlippedVertically}
        act={(it) => it.flip("vertical")}
        icon={<FlipIcon sx={{ transform: "rotate(90deg)" }} />}
      />
      <Act
        name="Invert"
        keys="I"
        view={view}
        isOn={snapshot?.isInverted}
        act={(it) => it.invert()}
        icon={<InvertColorsIcon />}
      />
      <Act name="Reset" keys="0" view={view} act={(it) => it.reset()} icon={<RestartAltIcon />} />
      <LayoutChoice layout={address.layout} onLayout={onLayout} />
      <Button
        aria-pressed={address.panel === "measurements"}
        onClick={() => onPanel(address.panel === "measurements" ? "none" : "measurements")}
        sx={PANEL_BUTTON}
      >
        Measurements {measurements > 0 ? measurements : null}
      </Button>
    </Box>
  );
}

interface ActProps {
  readonly name: string;
  readonly keys: string;
  readonly view: ViewHandle | undefined;
  /** Given for switches. */
  readonly isOn?: boolean | undefined;
  readonly act: (view: ViewHandle) => void;
  readonly icon: ReactNode;
}

function Act({ name, keys, view, isOn, act, icon }: ActProps) {
  return (
    <Tooltip title={`${name} (${keys})`}>
      <span>
        <IconButton
          aria-label={name}
          {...(isOn === undefined ? {} : { "aria-pressed": isOn })}
          disabled={!view}
          onClick={() => view && act(view)}
          sx={BUTTON}
        >
          {icon}
        </IconButton>
      </span>
    </Tooltip>
  );
}

const BAR = {
  display: "flex",
  flexWrap: "wrap",
  alignItems: "center",
  gap: "2px",
  px: 3,
  py: 1,
  flexShrink: 0,
  bgcolor: token.panel,
  borderBottom: `1px solid ${token.line}`,
} as const;

const PANEL_BUTTON = {
  ml: "auto",
  '&[aria-pressed="true"]': { bgcolor: token.accentSoft, color: token.accent },
} as const;

const BUTTON = {
  "& .MuiSvgIcon-root": { fontSize: 19 },
  '&[aria-pressed="true"]': { bgcolor: token.accentSoft, color: token.accent },
} as const;
