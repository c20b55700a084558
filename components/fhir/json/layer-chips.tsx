"use client";

import Box from "@mui/material/Box";
import { formatCount } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import { LAYERS, type Layer } from "#lib/fhir/annotation.ts";

/** How a layer is called and coloured, in the chips and on each annotation. */
export const LAYER_LOOKS = {
  meaning: { title: "Meaning", one: "Meaning", color: token.meanInk, background: token.mean },
  identifiers: { title: "Identifiers", one: "Identifier", color: token.phiInk, background: token.phi },
  references: { title: "References", one: "Reference", color: token.refInk, background: token.ref },
  terminology: { title: "Terminology", one: "Terminology", color: token.termInk, background: token.term },
  validation: { title: "Validation", one: "Validation", color: token.warn, background: token.warnSoft },
  changes: { title: "Changes", one: "Change", color: token.changeInk, background: token.change },
  deidentification: { title: "De-identification", one: "De-identification", color: token.ok, background: token.okSoft },
  match: { title: "Search match", one: "Search match", color: token.ink, background: token.hl },
  notes: { title: "Notes", one: "Note", color: token.noteInk, background: token.note },
} as const satisfies Record<Layer, { title: string; one: string; color: string; background: string }>;

export interface LayerChipsProps {
  readonly layers: readonly Layer[];
  readonly counts: Readonly<Record<Layer, number>>;
  /** Layers that this page can fill; the others are not offered. */
  readonly offered: readonly Layer[];
  readonly onChange: (layers: readonly Layer[]) => void;
}

/** Switches of the layers, each with how many annotations it has. */
export function LayerChips({ layers, counts, offered, onChange }: LayerChipsProps) {
  return (
    <Box role="group" aria-label="Layers" sx={CHIPS}>
      {offered.map((layer) => {
        const isOn = layers.includes(layer);
        const look = LAYER_LOOKS[layer];
        return (
          <Box
            component="button"
            type="button"
            key={layer}
            aria-pressed={isOn}
            onClick={() => onChange(LAYERS.filter((other) => (other === layer ? !isOn : layers.includes(other))))}
            sx={{ ...CHIP, ...(isOn ? { color: look.color, bgcolor: look.background } : OFF) }}
          >
            {look.title} {layer === "changes" && !isOn ? "" : formatCount(counts[layer])}
          </Box>
        );
      })}
    </Box>
  );
}

/** The layer's name on one annotation. */
export function LayerTag({ layer }: { readonly layer: Layer }) {
  const look = LAYER_LOOKS[layer];
  return (
    <Box component="span" sx={{ ...TAG, color: look.color, bgcolor: look.background }}>
      {look.one}
    </Box>
  );
}

const CHIPS = {
  display: "flex",
  flexWrap: "wrap",
  gap: "6px",
  px: 3,
  py: 2,
  borderBottom: `1px solid ${token.line}`,
} as const;

const TAG = {
  fontSize: 11,
  lineHeight: "16px",
  fontWeight: 600,
  borderRadius: "4px",
  px: "6px",
  flex: "none",
} as const;

const CHIP = {
  ...TAG,
  font: "inherit",
  fontSize: 11,
  fontWeight: 600,
  lineHeight: "22px",
  minHeight: 24,
  border: "1px solid transparent",
  cursor: "pointer",
} as const;

const OFF = { color: token.dim, bgcolor: "transparent", border: `1px dashed ${token.control}` } as const;
