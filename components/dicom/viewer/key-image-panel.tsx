"use client";

import Box from "@mui/material/Box";
import FormControlLabel from "@mui/material/FormControlLabel";
import Switch from "@mui/material/Switch";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { token } from "#components/ui/tokens.ts";
import type { SeriesEntry } from "#lib/dicom/series-list.ts";
import type { StudyAddress } from "#lib/queries/dicom-study.ts";
import { SaveKeyImages } from "./save-key-images.tsx";
import { seriesTitle } from "./series-view.tsx";
import type { KeyImages } from "./use-key-images.ts";

/** A picture to go to. */
export interface PicturePlace {
  readonly series: string;
  readonly instance: string;
  readonly frame: number;
}

export interface KeyImagePanelProps {
  readonly study: StudyAddress;
  readonly entries: readonly SeriesEntry[];
  readonly keys: KeyImages;
  readonly onOnly: (isOnly: boolean) => void;
  readonly onShow: (place: PicturePlace) => void;
}

/** The key images of the study: those stored, by selection, and those marked on this page, which can be stored. */
export function KeyImagePanel({ study, entries, keys, onOnly, onShow }: KeyImagePanelProps) {
  const { selections, marked, marks, isOnly, isPending } = keys;
  const places = marked.map(({ instance, frame }) => ({ instance, frames: [frame] }));
  return (
    <>
      <Box sx={HEAD}>
        <Box component="h2" sx={TITLE}>
          Key images{" "}
          <Box component="span" sx={{ color: token.dim }}>
            {marks.length > 0 ? marks.length : null}
          </Box>
        </Box>
        {marks.length > 0 || isOnly ? (
          <FormControlLabel
            control={<Switch checked={isOnly} onChange={() => onOnly(!isOnly)} />}
            label="Only key images"
          />
        ) : null}
      </Box>
      {isPending ? <LoadingLines what="key images" /> : null}
      {marks.length === 0 && !isPending ? (
        <EmptyState title="No key images" isCompact>
          Mark a picture by the star of the toolbar, or by K.
        </EmptyState>
      ) : null}
      <Box sx={{ overflowY: "auto", flex: 1, minHeight: 0 }}>
        {selections.map(({ uid, title, description, images }) => (
          <Group key={uid} title={title} description={description} images={images} entries={entries} onShow={onShow} />
        ))}
        {marked.length > 0 ? (
          <Group title="Marked now" description="Not stored yet." images={places} entries={entries} onShow={onShow} />
        ) : null}
      </Box>
      {marked.length > 0 ? <SaveKeyImages study={study} marked={marked} onSaved={keys.clear} /> : null}
    </>
  );
}

interface GroupProps extends Pick<KeyImagePanelProps, "entries" | "onShow"> {
  readonly title: string;
  readonly description: string;
  readonly images: KeyImages["marks"];
}

function Group({ title, description, images, entries, onShow }: GroupProps) {
  return (
    <Box component="section" aria-label={title} sx={{ px: 3, py: 2, borderBottom: `1px solid ${token.line}` }}>
      <Box component="h3" sx={{ m: 0, fontSize: 13, fontWeight: 600 }}>
        {title}
      </Box>
      {description === "" ? null : <Box sx={{ color: token.dim }}>{description}</Box>}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
        {images.map(({ instance, frames }) => {
          const entry = entries.find(({ instances }) => instances.includes(instance));
          const [frame = 1] = frames;
          return (
            <li key={`${instance} ${frames.join(",")}`}>
              {entry ? (
                <Box
                  component="button"
                  type="button"
                  onClick={() => onShow({ series: entry.series, instance, frame })}
                  sx={PLACE}
                >
                  {placeText(entry, instance, frames)}
                </Box>
              ) : (
                <Box sx={{ color: token.dim }}>A picture that this study does not hold</Box>
              )}
            </li>
          );
        })}
      </Box>
    </Box>
  );
}

/** `Axial 1.25 mm, image 96`, or its frame where there are several. */
function placeText(entry: SeriesEntry, instance: string, frames: readonly number[]): string {
  const isMultiframe = entry.frames > entry.instances.length;
  const place =
    isMultiframe && frames.length > 0 ? `frame ${frames.join(", ")}` : `image ${entry.instances.indexOf(instance) + 1}`;
  return `${seriesTitle(entry)}, ${place}`;
}

const HEAD = {
  display: "flex",
  flexWrap: "wrap",
  alignItems: "center",
  px: 3,
  py: 1,
  minHeight: 42,
  borderBottom: `1px solid ${token.line}`,
} as const;

const TITLE = { m: 0, fontSize: 14, fontWeight: 650, flex: 1, whiteSpace: "nowrap" } as const;

const PLACE = {
  p: 0,
  minHeight: 24,
  font: "inherit",
  color: token.accent,
  bgcolor: "transparent",
  border: "none",
  cursor: "pointer",
  textAlign: "left",
  "&:hover": { textDecoration: "underline" },
} as const;
