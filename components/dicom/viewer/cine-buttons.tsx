"use client";

import PauseIcon from "@mui/icons-material/Pause";
import PlayArrowIcon from "@mui/icons-material/PlayArrow";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import { token } from "#components/ui/tokens.ts";
import type { Cine } from "./use-cine.ts";

export interface CineButtonsProps {
  readonly cine: Cine;
  /** False for a single picture. */
  readonly isStack: boolean;
}

/** Plays the active stack; the rate comes from the file and can be changed. */
export function CineButtons({ cine, isStack }: CineButtonsProps) {
  const title = cine.isRunning ? "Stop the cine" : "Play as cine";
  return (
    <>
      <Tooltip title={`${title} (space)`}>
        <span>
          <IconButton aria-label={title} aria-pressed={cine.isRunning} disabled={!isStack} onClick={cine.toggle}>
            {cine.isRunning ? <PauseIcon sx={{ fontSize: 19 }} /> : <PlayArrowIcon sx={{ fontSize: 19 }} />}
          </IconButton>
        </span>
      </Tooltip>
      {cine.isRunning ? (
        <Box component="label" sx={{ display: "flex", alignItems: "center", gap: 1, color: token.dim, mr: 2 }}>
          <Box
            component="input"
            type="number"
            min={1}
            max={60}
            aria-label="Frames a second"
            value={Math.round(cine.rate)}
            onChange={(event) => cine.setRate(Math.min(60, Math.max(1, Number(event.target.value) || 1)))}
            sx={RATE}
          />
          fps
        </Box>
      ) : null}
    </>
  );
}

const RATE = {
  width: 48,
  font: "inherit",
  color: token.ink,
  bgcolor: token.panel,
  border: `1px solid ${token.control}`,
  borderRadius: "5px",
  px: 1,
} as const;
