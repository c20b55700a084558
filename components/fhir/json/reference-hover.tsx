"use client";

import Box from "@mui/material/Box";
import Popper from "@mui/material/Popper";
import { useEffect, useMemo, useState, type MouseEvent, type ReactNode } from "react";
import { token } from "#components/ui/tokens.ts";
import type { JsonDocument } from "#lib/fhir/json-document.ts";

/** Long enough not to flash at a pointer that passes. */
const DELAY_MS = 250;

export interface HoveredReference {
  readonly node: number;
  readonly anchor: HTMLElement;
}

/** Where the pointer rests on a marked reference, and the handlers of the lines that tell it. */
export function useHoveredReference(document: JsonDocument) {
  const [pointed, setPointed] = useState<HoveredReference>();
  const [hovered, setHovered] = useState<HoveredReference>();
  useEffect(() => {
    const timer = setTimeout(() => setHovered(pointed), pointed ? DELAY_MS : 0);
    return () => clearTimeout(timer);
  }, [pointed]);
  const handlers = useMemo(() => {
    const leave = () => setPointed(undefined);
    return {
      onMouseOver: ({ target }: MouseEvent<HTMLElement>) => {
        const anchor = target instanceof Element ? target.closest<HTMLElement>(".ref") : null;
        const line = anchor?.closest<HTMLElement>("[data-line]")?.dataset["line"];
        if (!anchor || line === undefined) leave();
        else
          setPointed((before) =>
            before?.anchor === anchor ? before : { anchor, node: document.nodeOfLine(Number(line)) },
          );
      },
      onMouseLeave: leave,
    };
  }, [document]);
  return { hovered, handlers };
}

/** What a reference points to, beside the pointer; the same words stand in its annotation for those who use the keyboard. */
export function ReferenceHover({ anchor, children }: { readonly anchor: HTMLElement; readonly children: ReactNode }) {
  return (
    <Popper open anchorEl={anchor} placement="bottom-start" sx={{ zIndex: 1300, pointerEvents: "none" }}>
      <Box sx={LOOK}>{children}</Box>
    </Popper>
  );
}

const LOOK = {
  maxWidth: 420,
  mt: 1,
  px: 3,
  py: 2,
  fontSize: 12.5,
  bgcolor: token.panel,
  border: `1px solid ${token.line}`,
  borderRadius: "8px",
  boxShadow: token.shadow,
} as const;
