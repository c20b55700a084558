"use client";

import StarIcon from "@mui/icons-material/Star";
import StarBorderIcon from "@mui/icons-material/StarBorder";
import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import { token } from "#components/ui/tokens.ts";
import { isKeyImage } from "#lib/dicom/key-object.ts";
import type { KeyImages } from "./use-key-images.ts";
import { useViewPart } from "./use-snapshot.ts";
import type { ViewHandle } from "./view-handle.ts";

export interface KeyButtonProps {
  readonly view: ViewHandle | undefined;
  readonly keys: KeyImages;
}

/** Marks the picture of the active view as a key image. What is stored already stays. */
export function KeyButton({ view, keys }: KeyButtonProps) {
  useViewPart(view, ({ index }) => index);
  const image = view?.kind === "stack" ? view.picture() : undefined;
  const isStored = image !== undefined && keys.isStored(image);
  const isKey = image !== undefined && isKeyImage(keys.marks, image);
  return (
    <Tooltip title={isStored ? "Stored as a key image" : "Mark as a key image (K)"}>
      <span>
        <IconButton
          aria-label="Key image"
          aria-pressed={isKey}
          disabled={!image || isStored}
          onClick={() => image && keys.toggle(image)}
          sx={BUTTON}
        >
          {isKey ? <StarIcon /> : <StarBorderIcon />}
        </IconButton>
      </span>
    </Tooltip>
  );
}

const BUTTON = {
  "& .MuiSvgIcon-root": { fontSize: 19 },
  '&[aria-pressed="true"]': { bgcolor: token.accentSoft, color: token.accent },
} as const;
