"use client";

import PauseIcon from "@mui/icons-material/Pause";
import PlayArrowIcon from "@mui/icons-material/PlayArrow";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { formatPlural } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import type { LiveTail } from "./use-live-tail.ts";

/** Follows the feed: on, paused, off; says how many came. */
export function LiveButtons({ tail, isReady }: { readonly tail: LiveTail; readonly isReady: boolean }) {
  if (tail.state === "off")
    return (
      <Button
        startIcon={<PlayArrowIcon />}
        disabled={!isReady}
        onClick={() => tail.setState("live")}
        title="Show messages as they arrive"
      >
        Live
      </Button>
    );
  const isLive = tail.state === "live";
  return (
    <>
      <Box component="output" sx={{ display: "inline-flex", gap: 2, alignItems: "center", whiteSpace: "nowrap" }}>
        <Box component="span" sx={{ ...DOT, bgcolor: isLive ? token.ok : token.control }} />
        {isLive ? "Live" : "Paused"}: {formatPlural(tail.arrivals.length, "new message")}
      </Box>
      <Button
        startIcon={isLive ? <PauseIcon /> : <PlayArrowIcon />}
        onClick={() => tail.setState(isLive ? "paused" : "live")}
      >
        {isLive ? "Pause" : "Go on"}
      </Button>
      <Button onClick={() => tail.setState("off")}>Stop</Button>
    </>
  );
}

const DOT = { width: 8, height: 8, borderRadius: "50%" } as const;
