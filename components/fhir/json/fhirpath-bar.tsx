"use client";

import CloseIcon from "@mui/icons-material/Close";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import InputBase from "@mui/material/InputBase";
import { useId, type KeyboardEvent } from "react";
import { MASKED_TEXT } from "#components/ui/identity-mask.tsx";
import { formatCount, formatPlural } from "#components/ui/quantity.ts";
import { MONO, token } from "#components/ui/tokens.ts";
import type { FhirPathControl, PlacedItem } from "./use-fhirpath.ts";

export interface FhirPathBarProps {
  readonly control: FhirPathControl;
  /** True for a value that may not be shown now; asked with undefined for what was computed. */
  readonly isCovered: (node: number | undefined) => boolean;
  readonly placeOf: (node: number) => string;
  readonly onClose: () => void;
}

/** The FHIRPath box: Enter evaluates, again Enter goes on to the next result, Esc closes. */
export function FhirPathBar({ control, isCovered, placeOf, onClose }: FhirPathBarProps) {
  const listId = useId();
  const { answer, expression } = control;
  const handleKey = (event: KeyboardEvent) => {
    if (event.key === "Escape") onClose();
    else if (event.key === "Enter") control.evaluate();
    else return;
    event.preventDefault();
  };
  return (
    <Box role="search" aria-label="FHIRPath on this JSON" sx={FRAME}>
      <Box sx={BAR}>
        <InputBase
          autoFocus
          value={expression}
          onChange={(event) => control.setExpression(event.target.value)}
          onKeyDown={handleKey}
          placeholder="FHIRPath, such as code.coding.where(system = 'http://loinc.org').code"
          inputProps={{ "aria-label": "FHIRPath expression", spellCheck: false, autoComplete: "off", list: listId }}
          error={answer.state === "problem"}
          sx={{ flex: 1, minWidth: 60, fontSize: 12.5, fontFamily: MONO }}
        />
        <datalist id={listId}>
          {control.history.map((kept) => (
            <option key={kept} value={kept} aria-label={kept} />
          ))}
        </datalist>
        <Button variant="text" onClick={control.evaluate} sx={{ py: "1px" }}>
          Evaluate
        </Button>
        <IconButton aria-label="Close FHIRPath" onClick={onClose} sx={{ p: "3px" }}>
          <CloseIcon sx={{ fontSize: 16 }} />
        </IconButton>
      </Box>
      <Box role="status" sx={answer.state === "idle" ? undefined : ANSWER}>
        {answer.state === "working" ? "Evaluating…" : null}
        {answer.state === "problem" ? <Problem expression={expression} answer={answer} /> : null}
        {answer.state === "results" ? (
          <Results control={control} items={answer.items} isCovered={isCovered} placeOf={placeOf} />
        ) : null}
      </Box>
    </Box>
  );
}

interface ProblemProps {
  readonly expression: string;
  readonly answer: { readonly message: string; readonly offset: number | undefined };
}

/** The message, and under the expression a mark where it goes wrong. */
function Problem({ expression, answer: { message, offset } }: ProblemProps) {
  return (
    <Box sx={{ color: token.err }}>
      {offset === undefined ? null : (
        <Box component="pre" aria-hidden="true" sx={{ m: 0, fontFamily: MONO, overflowX: "auto" }}>
          {`${expression}\n${" ".repeat(offset)}^`}
        </Box>
      )}
      {offset === undefined ? message : `At character ${offset + 1}: ${message}`}
    </Box>
  );
}

interface ResultsProps extends Pick<FhirPathBarProps, "control" | "isCovered" | "placeOf"> {
  readonly items: readonly PlacedItem[];
}

function Results({ control, items, isCovered, placeOf }: ResultsProps) {
  if (items.length === 0) return "No result: the expression finds nothing in this resource.";
  const item = items[control.at];
  const isHidden = item !== undefined && isCovered(item.node);
  return (
    <Box sx={{ display: "flex", gap: 2, alignItems: "center", minWidth: 0 }}>
      <Box component="span" sx={{ whiteSpace: "nowrap" }}>
        {items.length === 1
          ? formatPlural(1, "result")
          : `${formatCount(control.at + 1)} of ${formatPlural(items.length, "result")}`}
      </Box>
      <Box component="span" sx={VALUE}>
        {item?.node === undefined ? "computed: " : `${placeOf(item.node)} = `}
        {isHidden ? MASKED_TEXT : shown(item?.value)}
      </Box>
      {items.length > 1 ? (
        <>
          <Button variant="text" aria-label="Previous result" onClick={() => control.step(-1)} sx={STEP}>
            ↑
          </Button>
          <Button variant="text" aria-label="Next result" onClick={() => control.step(1)} sx={STEP}>
            ↓
          </Button>
        </>
      ) : null}
    </Box>
  );
}

const SHOWN = 300;

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}

const FRAME = { borderBottom: `1px solid ${token.line}` } as const;

const BAR = {
  display: "flex",
  alignItems: "center",
  gap: 1,
  px: 3,
  py: "3px",
  "&:focus-within": { boxShadow: `inset 0 0 0 2px ${token.accent}` },
} as const;

const ANSWER = { px: 3, pb: "6px", fontSize: 12, color: token.dim } as const;

const VALUE = {
  flex: 1,
  minWidth: 0,
  fontFamily: MONO,
  color: token.ink,
  overflow: "hidden",
  textOverflow: "ellipsis",
  whiteSpace: "nowrap",
} as const;

const STEP = { minWidth: 24, px: 1, py: 0 } as const;
