"use client";

import Box from "@mui/material/Box";
import { useState } from "react";
import { useIdentityMask } from "#components/ui/identity-mask.tsx";
import { token } from "#components/ui/tokens.ts";
import { ScopeMenu } from "#components/dicom/manage/scope-menu.tsx";
import type { KeyImage } from "#lib/dicom/key-object.ts";
import type { SeriesEntry } from "#lib/dicom/series-list.ts";
import { renderedSource } from "#lib/queries/dicom-frames.ts";
import type { StudyAddress } from "#lib/queries/dicom-study.ts";
import { dragSeries } from "./series-drag.ts";
import { seriesTitle } from "./series-view.tsx";
import { keyCount } from "./use-key-images.ts";

export interface SeriesStripProps {
  readonly study: StudyAddress;
  readonly entries: readonly SeriesEntry[];
  /** Series of the active view. */
  readonly current: string | undefined;
  /** False while the first picture is on its way: thumbnails must not get in its way. */
  readonly mayPaint: boolean;
  /** Marks of key images. */
  readonly marks: readonly KeyImage[];
  readonly onShow: (series: string) => void;
}

/** The series of the study. One is opened by a click or Enter in the active view, or by dragging it onto a view. */
export function SeriesStrip({ study, entries, current, mayPaint, marks, onShow }: SeriesStripProps) {
  return (
    <Box component="nav" aria-label="Series" sx={STRIP}>
      {entries.map((entry) => (
        <Box key={entry.series} sx={PLACE}>
          <Box
            component="button"
            type="button"
            draggable
            aria-pressed={entry.series === current}
            onDragStart={(event) => dragSeries(event.dataTransfer, entry.series)}
            onClick={() => onShow(entry.series)}
            sx={CARD}
          >
            <Cover study={study} entry={entry} mayPaint={mayPaint} />
            <Box sx={WORDS}>
              <Box sx={TITLE}>{seriesTitle(entry)}</Box>
              <Box sx={{ color: token.dim, fontSize: 12 }}>{countText(entry)}</Box>
              <KeyCount count={keyCount(entry, marks)} />
            </Box>
          </Box>
          <ScopeMenu scope={{ ...study, series: entry.series }} label={`More for ${seriesTitle(entry)}`} sx={MORE} />
        </Box>
      ))}
    </Box>
  );
}

function KeyCount({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <Box sx={{ color: token.warn, fontSize: 12 }}>
      ★ {count} key image{count === 1 ? "" : "s"}
    </Box>
  );
}

const SIZE = 96;

/** A picture by the API, or the modality where there is none. */
function Cover({
  study,
  entry,
  mayPaint,
}: Pick<SeriesStripProps, "study" | "mayPaint"> & { readonly entry: SeriesEntry }) {
  const { masked } = useIdentityMask();
  const [hasFailed, setHasFailed] = useState(false);
  const isPicture = entry.kind === "image" && entry.cover !== undefined && !hasFailed;
  return (
    <Box sx={COVER}>
      {isPicture && mayPaint ? (
        // oxlint-disable-next-line nextjs/no-img-element -- small already, and an optimised one would not come through the gateway
        <img
          src={renderedSource({ ...study, series: entry.series, instance: entry.cover ?? "", frame: 1 }, SIZE * 2)}
          alt=""
          draggable={false}
          loading="lazy"
          style={masked ? BLURRED : PICTURE}
          onError={() => setHasFailed(true)}
        />
      ) : (
        <Box component="span" sx={{ color: "#9fb0c2" }}>
          {entry.modality}
        </Box>
      )}
    </Box>
  );
}

function countText({ kind, frames, modality }: SeriesEntry): string {
  const word = kind === "image" ? "image" : "object";
  const count = frames === 0 ? "" : `${frames.toLocaleString("en")} ${word}${frames === 1 ? "" : "s"}`;
  return [modality, count].filter(Boolean).join(" · ");
}

const PICTURE = { width: "100%", height: "100%", objectFit: "contain" } as const;
const BLURRED = { ...PICTURE, filter: "blur(3px)" } as const;

const STRIP = {
  width: { xs: 104, lg: 132 },
  flexShrink: 0,
  overflowY: "auto",
  display: "flex",
  flexDirection: "column",
  gap: 2,
  p: "2px",
} as const;

const PLACE = { position: "relative", flexShrink: 0 } as const;

/** On the picture, which is black in both themes. */
const MORE = {
  position: "absolute",
  top: 3,
  right: 3,
  p: "3px",
  color: "#fff",
  bgcolor: "rgba(0,0,0,.55)",
  "&:hover": { bgcolor: "rgba(60,60,60,.9)" },
} as const;

const CARD = {
  p: 0,
  width: "100%",
  textAlign: "left",
  font: "inherit",
  color: token.ink,
  bgcolor: token.panel,
  border: `1px solid ${token.line}`,
  borderRadius: "8px",
  overflow: "hidden",
  cursor: "pointer",
  "&:hover": { borderColor: token.control },
  '&[aria-pressed="true"]': { borderColor: token.accent, boxShadow: `0 0 0 1px ${token.accent}` },
} as const;

const COVER = {
  height: SIZE,
  bgcolor: "#000",
  display: "grid",
  placeItems: "center",
  fontWeight: 600,
  overflow: "hidden",
} as const;

const WORDS = { px: 2, py: "6px" } as const;
const TITLE = { fontWeight: 600, overflowWrap: "anywhere", lineHeight: 1.3 } as const;
