"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import type { ReactNode } from "react";
import type { ReferenceTarget } from "#lib/fhir/reference-target.ts";

export interface ReferenceActionsProps {
  readonly target: ReferenceTarget;
  readonly isInDocument: boolean;
  readonly onOpen: (target: ReferenceTarget) => void;
  readonly renderTarget: (target: ReferenceTarget, isInDocument: boolean) => ReactNode;
}

/** Under a reference: what it points to and the button that goes there. */
export function ReferenceActions({ target, isInDocument, onOpen, renderTarget }: ReferenceActionsProps) {
  const canOpen = isInDocument || target.kind === "local";
  return (
    <Box sx={{ display: "flex", alignItems: "center", gap: 2, mt: 1, minWidth: 0 }}>
      <Box sx={{ flex: 1, minWidth: 0 }}>{renderTarget(target, isInDocument)}</Box>
      {canOpen ? (
        <Button onClick={() => onOpen(target)} sx={{ flex: "none", py: "1px" }}>
          {isInDocument ? "Go there" : "Open beside"}
        </Button>
      ) : null}
    </Box>
  );
}
