"use client";

import Box from "@mui/material/Box";
import { formatCount } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import { MESSAGE_LAYERS, type MessageLayer } from "./message-view.ts";
import type { FindingsState } from "./use-findings.ts";

const LOOKS = {
  findings: { title: "Findings", color: token.warn, background: token.warnSoft },
  identifiers: { title: "Identifiers", color: token.phiInk, background: token.phi },
} as const satisfies Record<MessageLayer, unknown>;

export interface LayerChipsProps {
  readonly findings: FindingsState;
  readonly layers: readonly MessageLayer[];
  readonly onChange: (layers: readonly MessageLayer[]) => void;
}

/** Switches of what is marked in the message. */
export function LayerChips({ findings, layers, onChange }: LayerChipsProps) {
  const count = findings.state === "checked" ? ` ${formatCount(findings.findings.length)}` : " …";
  return (
    <Box role="group" aria-label="Layers" sx={{ display: "flex", gap: "6px" }}>
      {MESSAGE_LAYERS.map((layer) => {
        const isOn = layers.includes(layer);
        const look = LOOKS[layer];
        return (
          <Box
            component="button"
            type="button"
            key={layer}
            aria-pressed={isOn}
            onClick={() => onChange(MESSAGE_LAYERS.filter((each) => (each === layer ? !isOn : layers.includes(each))))}
            sx={{ ...CHIP, ...(isOn ? { color: look.color, bgcolor: look.background } : OFF) }}
          >
            {look.title}
            {layer === "findings" ? count : ""}
          </Box>
        );
      })}
    </Box>
  );
}

const CHIP = {
  font: "inherit",
  fontSize: 11,
  fontWeight: 600,
  lineHeight: "22px",
  minHeight: 24,
  borderRadius: "4px",
  px: "6px",
  border: "1px solid transparent",
  cursor: "pointer",
} as const;

const OFF = { color: token.dim, bgcolor: "transparent", border: `1px dashed ${token.control}` } as const;
