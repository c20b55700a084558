"use client";

import Box from "@mui/material/Box";
import type { ReactNode } from "react";
import { MASKED_TEXT, useIdentityMask } from "#components/ui/identity-mask.tsx";
import { MONO } from "#components/ui/tokens.ts";
import { saysBurnedIn } from "#lib/dicom/burned-in.ts";
import type { StackImage } from "#lib/dicom/image-stack.ts";
import { patientLines, sliceText, techniqueLines, type OverlayLine } from "#lib/dicom/overlay-lines.ts";
import { presetName, windowPresets } from "#lib/dicom/window.ts";
import { BurnedInCover } from "./burned-in-cover.tsx";
import { ScaleBar } from "./scale-bar.tsx";
import type { ViewSnapshot } from "./view-handle.ts";

export interface ViewOverlayProps {
  readonly view: ViewSnapshot;
  readonly image: StackImage;
  readonly title: ReactNode;
}

/** Text over a picture: whose, what, which slice and window, the sides of the body and the scale. Covered by the identity mask. */
export function ViewOverlay({ view, image, title }: ViewOverlayProps) {
  const { masked } = useIdentityMask();
  const mayShowNames = saysBurnedIn(image.attributes) && view.clearParts.length === 0;
  return (
    <Box sx={LAYER} className="tabular">
      {masked && view.clearParts.length > 0 ? <BurnedInCover view={view} /> : null}
      <Box sx={{ ...WORDS, top: 8, left: 10 }}>
        <div>{title}</div>
        <div data-testid="slice">
          {view.index + 1} / {view.count} <span>{view.cut ?? sliceText(image.attributes)}</span>
        </div>
        {view.window ? <div>{windowText(view, image)}</div> : null}
        {masked && mayShowNames ? <Box sx={WARNING}>Names may be part of this picture</Box> : null}
      </Box>
      <Box sx={{ ...WORDS, top: 8, right: 10, textAlign: "right" }}>
        <Lines lines={patientLines(image.attributes)} masked={masked} />
      </Box>
      <Box sx={{ ...WORDS, bottom: 8, left: 10 }}>
        <Lines lines={techniqueLines(image.attributes)} masked={masked} />
      </Box>
      <Box sx={{ ...WORDS, bottom: 8, right: 10, textAlign: "right" }}>
        <div>{lookText(view)}</div>
      </Box>
      {view.letters ? <Letters letters={view.letters} /> : null}
      {view.millimetres ? <ScaleBar millimetres={view.millimetres} /> : null}
    </Box>
  );
}

function Lines({ lines, masked }: { readonly lines: readonly OverlayLine[]; readonly masked: boolean }) {
  return lines.map(({ text, isIdentity }) => <div key={text}>{masked && isIdentity ? MASKED_TEXT : text}</div>);
}

function Letters({ letters: [top, right, bottom, left] }: { readonly letters: NonNullable<ViewSnapshot["letters"]> }) {
  return (
    <>
      <Box sx={{ ...CORNER, top: 8, left: 0, right: 0, textAlign: "center" }}>{top}</Box>
      <Box sx={{ ...CORNER, right: 10, top: "calc(50% - 8px)" }}>{right}</Box>
      <Box sx={{ ...CORNER, bottom: 26, left: 0, right: 0, textAlign: "center" }}>{bottom}</Box>
      <Box sx={{ ...CORNER, left: 10, top: "calc(50% - 8px)" }}>{left}</Box>
    </>
  );
}

function windowText({ window }: ViewSnapshot, image: StackImage): string {
  if (!window) return "";
  const name = presetName(windowPresets(image.attributes), window);
  const [width, centre] = [window.width, window.centre].map((value) =>
    value.toLocaleString("en", { maximumFractionDigits: window.width < 50 ? 1 : 0, useGrouping: false }),
  );
  const text = `W ${width} L ${centre}`;
  return name ? `${text} (${name.startsWith("SUV") ? name : name.toLowerCase()})` : text;
}

function lookText(view: ViewSnapshot): string {
  return [
    `${Math.round(view.zoom * 100)} %`,
    ...(view.rotation % 360 === 0 ? [] : [`${view.rotation}°`]),
    ...(view.isFlippedHorizontally ? ["flipped ↔"] : []),
    ...(view.isFlippedVertically ? ["flipped ↕"] : []),
    ...(view.isInverted ? ["inverted"] : []),
  ].join(" · ");
}

/** Light text with a dark edge: readable over any picture, whatever the theme. */
const LAYER = {
  position: "absolute",
  inset: 0,
  pointerEvents: "none",
  overflow: "hidden",
  font: `11.5px/1.55 ${MONO}`,
  color: "#e8eef5",
  textShadow: "0 0 2px #000, 0 0 3px #000, 0 1px 2px #000",
  containerType: "size",
} as const;

const CORNER = {
  position: "absolute",
  whiteSpace: "nowrap",
  "@container (max-width: 300px)": { fontSize: 10 },
} as const;

/** In a narrow view both sides keep to their half, so that neither lies over the other or over the letter between them. */
const WORDS = {
  ...CORNER,
  "@container (max-width: 440px)": { whiteSpace: "normal", maxWidth: "calc(50% - 20px)", lineHeight: 1.3 },
} as const;

const WARNING = { color: "#ffd479" } as const;
