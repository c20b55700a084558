"use client";

import Box from "@mui/material/Box";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { useState, type ReactNode } from "react";
import { token } from "#components/ui/tokens.ts";
import type { DicomAttributes } from "#lib/dicom/attributes.ts";
import { isVideo } from "#lib/dicom/video.ts";

type Part = "pictures" | "documents";

export interface MixedSeriesProps {
  /** How many pictures there are. */
  readonly images: number;
  readonly documents: readonly DicomAttributes[];
  readonly begin: Part;
  readonly pictures: () => ReactNode;
  readonly document: () => ReactNode;
}

/** A series that holds pictures and something else, videos as a rule: one of both at a time, and the way to the other. */
export function MixedSeries({ images, documents, begin, pictures, document }: MixedSeriesProps) {
  const [part, setPart] = useState(begin);
  return (
    <Box sx={FRAME}>
      <ToggleButtonGroup
        exclusive
        size="small"
        aria-label="Parts of this series"
        value={part}
        onChange={(_event, next: Part | null) => setPart(next ?? part)}
        sx={BAR}
      >
        <ToggleButton value="pictures" sx={PLACE}>
          {counted(images, "image")}
        </ToggleButton>
        <ToggleButton value="documents" sx={PLACE}>
          {counted(documents.length, documents.every(isVideo) ? "video" : "document")}
        </ToggleButton>
      </ToggleButtonGroup>
      <Box sx={BODY}>{part === "pictures" ? pictures() : document()}</Box>
    </Box>
  );
}

function counted(count: number, word: string): string {
  return `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
}

const FRAME = { position: "absolute", inset: 0, display: "flex", flexDirection: "column" } as const;
const BAR = { bgcolor: token.panel, p: 1, borderRadius: 0, flexShrink: 0 } as const;
const PLACE = { py: "2px", px: 3 } as const;
const BODY = { position: "relative", flex: 1, minHeight: 0, overflow: "hidden" } as const;
