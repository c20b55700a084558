"use client";

import UnfoldLessIcon from "@mui/icons-material/UnfoldLess";
import UnfoldMoreIcon from "@mui/icons-material/UnfoldMore";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import type { ReactNode } from "react";
import { Kbd } from "#components/ui/kbd.tsx";
import { token } from "#components/ui/tokens.ts";
import type { JsonViewAction } from "./json-view-state.ts";

export interface ViewerHeadProps {
  readonly title: ReactNode;
  readonly onFind: () => void;
  readonly onFhirPath: () => void;
  readonly onHop: (by: 1 | -1) => void;
  readonly act: (action: JsonViewAction) => void;
}

/** What is shown, and the viewer's tools with their keys. */
export function ViewerHead({ title, onFind, onFhirPath, onHop, act }: ViewerHeadProps) {
  return (
    <Box sx={HEAD}>
      {title}
      <Box sx={{ ml: "auto", display: "flex", alignItems: "center", gap: 1, flex: "none" }}>
        <Button variant="text" onClick={onFind} sx={TOOL}>
          Find <Kbd>/</Kbd>
        </Button>
        <Button variant="text" onClick={onFhirPath} title="Evaluate FHIRPath" sx={TOOL}>
          <Box component="span" sx={WORDS}>
            FHIRPath
          </Box>
          <Kbd>f</Kbd>
        </Button>
        <Button variant="text" onClick={() => onHop(1)} aria-label="Next annotation" sx={TOOL}>
          <Box component="span" sx={WORDS}>
            Next annotation
          </Box>
          <Kbd>]</Kbd>
        </Button>
        <Tooltip title="Fold all (-)">
          <IconButton aria-label="Fold all" onClick={() => act({ do: "fold-all" })}>
            <UnfoldLessIcon sx={{ fontSize: 16 }} />
          </IconButton>
        </Tooltip>
        <Tooltip title="Unfold all (+)">
          <IconButton aria-label="Unfold all" onClick={() => act({ do: "unfold-all" })}>
            <UnfoldMoreIcon sx={{ fontSize: 16 }} />
          </IconButton>
        </Tooltip>
      </Box>
    </Box>
  );
}

const HEAD = {
  display: "flex",
  gap: 2,
  alignItems: "center",
  minHeight: 38,
  px: 3,
  borderBottom: `1px solid ${token.line}`,
  color: token.dim,
  fontSize: 12,
  minWidth: 0,
} as const;

/** The key alone says it where the card is narrow. */
const WORDS = { display: "none", "@container (min-width: 720px)": { display: "inline" } } as const;

const TOOL = { fontSize: 12, color: token.dim, gap: "6px", px: "6px", fontWeight: 400 } as const;
