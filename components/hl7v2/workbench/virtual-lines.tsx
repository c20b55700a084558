"use client";

import Box from "@mui/material/Box";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type ReactNode } from "react";
import { monoText } from "#components/ui/theme.ts";
import { token } from "#components/ui/tokens.ts";

export interface VirtualLinesProps {
  readonly label: string;
  readonly count: number;
  /** Line that is lit and scrolled to; -1 for none. */
  readonly at: number;
  readonly onPick?: (index: number) => void;
  readonly render: (index: number) => ReactNode;
}

const LINE_HEIGHT = 20;

/** Lines of text by the thousand: only those in view are in the page. */
export function VirtualLines({ label, count, at, onPick, render }: VirtualLinesProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 20,
  });
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [at, virtual]);
  return (
    <Box ref={scroller} role="region" aria-label={label} tabIndex={0} sx={LOOK}>
      <Box sx={{ position: "relative", minWidth: "max-content" }} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <div
            key={index}
            className={index === at ? "line at" : "line"}
            style={{ top: start }}
            {...(onPick ? { onClick: () => onPick(index), role: "presentation" } : {})}
          >
            {render(index)}
          </div>
        ))}
      </Box>
    </Box>
  );
}

const LOOK = {
  ...monoText,
  lineHeight: `${LINE_HEIGHT}px`,
  height: "100%",
  overflow: "auto",
  outlineOffset: -2,
  "& .line": { position: "absolute", left: 0, height: LINE_HEIGHT, px: 3, whiteSpace: "pre", minWidth: "100%" },
  "& .line.at": { bgcolor: token.sel },
  "& .key": { color: token.key },
  "& .str": { color: token.str },
  "& .phi": { bgcolor: token.phi, borderRadius: "3px" },
} as const;
