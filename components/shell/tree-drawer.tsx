"use client";

import Drawer from "@mui/material/Drawer";
import type { ReactNode } from "react";

export interface TreeDrawerProps {
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The resource tree over the page, where the window is too narrow for both. */
export function TreeDrawer({ onClose, children }: TreeDrawerProps) {
  return (
    <Drawer
      open
      onClose={onClose}
      slotProps={{ paper: { "aria-label": "Resource tree", sx: { width: 300, maxWidth: "85vw" } } }}
    >
      {children}
    </Drawer>
  );
}
