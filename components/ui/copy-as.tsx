"use client";

import ArrowDropDownIcon from "@mui/icons-material/ArrowDropDown";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Popover from "@mui/material/Popover";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { useState } from "react";
import { useApiTarget } from "./api-target.tsx";
import type { ApiRequest, RequestCode } from "./request-as-code.ts";
import { monoText } from "./theme.ts";
import { token } from "./tokens.ts";
import { useCopy } from "./use-copy.ts";

const SPELLINGS = [
  ["curl", "cURL"],
  ["gcloud", "gcloud"],
  ["node", "Node"],
] as const;

export interface CopyAsProps {
  readonly request: ApiRequest;
  /** Text of the button; "Copy as" unless given. */
  readonly label?: string;
}

/** The request behind this view as cURL, gcloud or Node: shown, then copied. */
export function CopyAs({ request, label = "Copy as" }: CopyAsProps) {
  const target = useApiTarget();
  const [anchor, setAnchor] = useState<HTMLElement | undefined>();
  const [code, setCode] = useState<RequestCode | undefined>();
  const open = async (button: HTMLElement) => {
    // The method table is only needed once somebody asks for code.
    const { requestAsCode } = await import("./request-as-code.ts");
    setCode(requestAsCode(request, target));
    setAnchor(button);
  };
  return (
    <>
      <Button
        endIcon={<ArrowDropDownIcon />}
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        onClick={(event) => void open(event.currentTarget)}
        sx={{ "& .MuiButton-endIcon": { ml: 0, mr: -1 } }}
      >
        {label}
      </Button>
      <Popover
        open={anchor !== undefined}
        anchorEl={anchor ?? null}
        onClose={() => setAnchor(undefined)}
        anchorOrigin={{ vertical: "bottom", horizontal: "right" }}
        transformOrigin={{ vertical: "top", horizontal: "right" }}
        slotProps={{ paper: { role: "dialog", "aria-label": "This request as code", sx: { mt: 1, width: 560 } } }}
      >
        {code ? <CodeSpellings code={code} /> : null}
      </Popover>
    </>
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
          {SPELLINGS.map(([value, name]) => (
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
      {code.gcloud === undefined ? (
        <Box sx={{ px: 3, py: 2, color: token.dim, fontSize: 12, borderTop: `1px solid ${token.line}` }}>
          gcloud has no command that says all of this request.
        </Box>
      ) : null}
    </Box>
  );
}
