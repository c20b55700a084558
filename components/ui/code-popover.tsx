"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Popover from "@mui/material/Popover";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { useState } from "react";
import type { RequestCode } from "./request-as-code.ts";
import { monoText } from "./theme.ts";
import { token } from "./tokens.ts";
import { useCopy } from "./use-copy.ts";

const SPELLINGS = [
  ["curl", "cURL"],
  ["gcloud", "gcloud"],
  ["node", "Node"],
  ["bundle", "Bundle"],
] as const;

export interface CodePopoverProps {
  /** The button under which it opens. */
  readonly anchor: HTMLElement;
  readonly code: RequestCode;
  readonly onClose: () => void;
}

/** A request in its spellings: shown first, then copied. */
export function CodePopover({ anchor, code, onClose }: CodePopoverProps) {
  return (
    <Popover
      open
      anchorEl={anchor}
      onClose={onClose}
      anchorOrigin={{ vertical: "bottom", horizontal: "right" }}
      transformOrigin={{ vertical: "top", horizontal: "right" }}
      slotProps={{ paper: { role: "dialog", "aria-label": "This request as code", sx: { mt: 1, width: 560 } } }}
    >
      <CodeSpellings code={code} />
    </Popover>
  );
}

function CodeSpellings({ code }: { readonly code: RequestCode }) {
  const [spelling, setSpelling] = useState<keyof RequestCode>("curl");
  const { outcome, copy } = useCopy();
  const text = code[spelling] ?? "";
  return (
    <Box>
      <Box sx={{ display: "flex", p: 2, gap: 2, borderBottom: `1px solid ${token.line}` }}>
        <ToggleButtonGroup
          exclusive
          size="small"
          aria-label="Spelling"
          value={spelling}
          onChange={(_, next: keyof RequestCode | null) => next && setSpelling(next)}
        >
          {SPELLINGS.filter(([value]) => value !== "bundle" || code.bundle !== undefined).map(([value, name]) => (
            <ToggleButton key={value} value={value} disabled={code[value] === undefined} sx={{ py: "2px", px: 3 }}>
              {name}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <Button variant="contained" color="primary" sx={{ ml: "auto" }} onClick={() => copy(text)}>
          {{ idle: "Copy", copied: "Copied", refused: "Refused by the browser" }[outcome]}
        </Button>
      </Box>
      <Box
        component="pre"
        tabIndex={0}
        aria-label={`The request as ${spelling}`}
        sx={{ ...monoText, m: 0, p: 3, maxHeight: 340, overflow: "auto", bgcolor: token.bg }}
      >
        {text}
      </Box>
      {spelling === "bundle" ? (
        <Box sx={{ px: 3, py: 2, color: token.dim, fontSize: 12, borderTop: `1px solid ${token.line}` }}>
          A batch entry of the standard. Google executes bundles without searches; other FHIR servers run them.
        </Box>
      ) : null}
      {code.gcloud === undefined ? (
        <Box sx={{ px: 3, py: 2, color: token.dim, fontSize: 12, borderTop: `1px solid ${token.line}` }}>
          gcloud has no command that says all of this request.
        </Box>
      ) : null}
    </Box>
  );
}
