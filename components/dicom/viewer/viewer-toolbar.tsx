"use client";

import FlipIcon from "@mui/icons-material/Flip";
import InvertColorsIcon from "@mui/icons-material/InvertColors";
import RestartAltIcon from "@mui/icons-material/RestartAlt";
import RotateRightIcon from "@mui/icons-material/RotateRight";
import SyncIcon from "@mui/icons-material/Sync";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import type { ReactNode } from "react";
import { token } from "#components/ui/tokens.ts";
import { CineButtons } from "./cine-buttons.tsx";
import { KeyButton } from "./key-button.tsx";
import { LayoutChoice, type LayoutWish } from "./layout-choice.tsx";
import { MeasureChoice } from "./measure-choice.tsx";
import { PresetChoice } from "./preset-choice.tsx";
import { ToolButtons } from "./tool-buttons.tsx";
import type { ToolName } from "./tools.ts";
import type { Cine } from "./use-cine.ts";
import type { KeyImages } from "./use-key-images.ts";
import { useViewPart } from "./use-snapshot.ts";
import type { ViewHandle } from "./view-handle.ts";
import { viewCount, type SidePanel, type ViewerAddress } from "./viewer-address.ts";

export interface ViewerToolbarProps {
  readonly tool: ToolName;
  readonly onTool: (tool: ToolName) => void;
  /** The active view. */
  readonly view: ViewHandle | undefined;
  readonly address: ViewerAddress;
  readonly cine: Cine;
  readonly keys: KeyImages;
  /** How many there are. */
  readonly measurements: number;
  /** Whether the study holds a segmentation or a structure set, and series that may be laid over each other. */
  readonly has: { readonly structures: boolean; readonly fusion: boolean };
  /** A switch of the toolbar. */
  readonly onChange: (changes: Partial<ViewerAddress>) => void;
  readonly onPanel: (panel: SidePanel) => void;
  readonly onLayout: (wish: LayoutWish) => void;
}

/** What can be done to the active view, how the series are shown, and what stands beside them. */
export function ViewerToolbar(props: ViewerToolbarProps) {
  const { tool, onTool, view, address, cine, keys, measurements, has, onChange, onPanel, onLayout } = props;
  const count = useViewPart(view, (it) => it.count) ?? 0;
  return (
    <Box role="toolbar" aria-label="Viewer" sx={BAR}>
      <ToolButtons tool={tool} hasPlanes={address.mode !== "grid"} onTool={onTool} />
      <MeasureChoice tool={tool} onTool={onTool} />
      {view ? <PresetChoice view={view} /> : null}
      <LookButtons view={view} />
      {address.mode === "grid" ? <KeyButton view={view} keys={keys} /> : null}
      <CineButtons cine={cine} isStack={count > 1} />
      <LayoutChoice mode={address.mode} layout={address.layout} canFuse={has.fusion} onLayout={onLayout} />
      {address.mode === "grid" && viewCount(address) > 1 ? (
        <GridSwitches address={address} onChange={onChange} />
      ) : null}
      <Button
        aria-pressed={address.panel === "measurements"}
        onClick={() => onPanel("measurements")}
        sx={{ ...SWITCH, ml: "auto" }}
      >
        Measurements {measurements > 0 ? measurements : null}
      </Button>
      <Button aria-pressed={address.panel === "keyImages"} onClick={() => onPanel("keyImages")} sx={SWITCH}>
        Key images {keys.marks.length > 0 ? keys.marks.length : null}
      </Button>
      <Button aria-pressed={address.panel === "header"} onClick={() => onPanel("header")} sx={SWITCH}>
        Header
      </Button>
      {has.structures ? (
        <Button aria-pressed={address.panel === "structures"} onClick={() => onPanel("structures")} sx={SWITCH}>
          Structures
        </Button>
      ) : null}
    </Box>
  );
}

function GridSwitches({ address, onChange }: Pick<ViewerToolbarProps, "address" | "onChange">) {
  const { isSynced, hasLines } = address;
  return (
    <>
      <Tooltip describeChild title="The other views follow to the same place">
        <Button
          startIcon={<SyncIcon />}
          aria-pressed={isSynced}
          onClick={() => onChange({ isSynced: !isSynced })}
          sx={SWITCH}
        >
          Sync
        </Button>
      </Tooltip>
      <Tooltip describeChild title="The picture of the active view as a line in the others">
        <Button aria-pressed={hasLines} onClick={() => onChange({ hasLines: !hasLines })} sx={SWITCH}>
          Lines
        </Button>
      </Tooltip>
    </>
  );
}

function LookButtons({ view }: { readonly view: ViewHandle | undefined }) {
  const isFlippedHorizontally = useViewPart(view, (it) => it.isFlippedHorizontally);
  const isFlippedVertically = useViewPart(view, (it) => it.isFlippedVertically);
  const isInverted = useViewPart(view, (it) => it.isInverted);
  return (
    <>
      <Act name="Rotate by 90°" keys="]" view={view} act={(it) => it.rotateBy(90)} icon={<RotateRightIcon />} />
      <Act
        name="Flip left and right"
        keys="H"
        view={view}
        isOn={isFlippedHorizontally ?? false}
        act={(it) => it.flip("horizontal")}
        icon={<FlipIcon />}
      />
      <Act
        name="Flip top and bottom"
        keys="V"
        view={view}
        isOn={isFlippedVertically ?? false}
        act={(it) => it.flip("vertical")}
        icon={<FlipIcon sx={{ transform: "rotate(90deg)" }} />}
      />
      <Act
        name="Invert"
        keys="I"
        view={view}
        isOn={isInverted ?? false}
        act={(it) => it.invert()}
        icon={<InvertColorsIcon />}
      />
      <Act name="Reset" keys="0" view={view} act={(it) => it.reset()} icon={<RestartAltIcon />} />
    </>
  );
}

interface ActProps {
  readonly name: string;
  readonly keys: string;
  readonly view: ViewHandle | undefined;
  /** Given for switches. */
  readonly isOn?: boolean;
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
  gap: "3px",
  px: 3,
  py: 1,
  flexShrink: 0,
  bgcolor: token.panel,
  borderBottom: `1px solid ${token.line}`,
} as const;

const SWITCH = { '&[aria-pressed="true"]': { bgcolor: token.accentSoft, color: token.accent } } as const;

const BUTTON = { "& .MuiSvgIcon-root": { fontSize: 19 }, ...SWITCH } as const;
