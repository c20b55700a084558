"use client";

import CloseIcon from "@mui/icons-material/Close";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import dynamic from "next/dynamic";
import { token } from "#components/ui/tokens.ts";
import { RESULT_PARAMETERS } from "#lib/fhir/search-capability.ts";
import type { PathStep } from "#lib/fhir/search-path.ts";
import { printResultRow, printRow, type SearchRow } from "#lib/fhir/search-rows.ts";
import { INPUT } from "./builder-look.ts";
import { FieldInputs } from "./field-row.tsx";
import type { BuilderScope } from "./builder-scope.ts";

// Few searches say how the result should be.
const ResultInputs = dynamic(() => import("./result-row.tsx").then((file) => file.ResultInputs), { ssr: false });

export interface BuilderRowProps {
  readonly row: SearchRow;
  readonly scope: BuilderScope;
  /** Writes the row's segment anew; undefined takes it out. */
  readonly onWrite: (source: string | undefined) => void;
  readonly onRun: () => void;
}

/** One parameter of the search as a field: name, how to compare, values. */
export function BuilderRow({ row, scope, onWrite, onRun }: BuilderRowProps) {
  return (
    <Box sx={ROW} title={titleOf(row)} data-kind={row.kind}>
      <RowInputs row={row} scope={scope} onWrite={onWrite} onRun={onRun} />
      <IconButton aria-label={`Remove ${nameOf(row)}`} onClick={() => onWrite(undefined)} sx={{ p: "2px" }}>
        <CloseIcon sx={{ fontSize: 15 }} />
      </IconButton>
    </Box>
  );
}

function RowInputs({ row, scope, onWrite, onRun }: BuilderRowProps) {
  switch (row.kind) {
    case "field":
      return (
        <>
          <PathName steps={row.steps} name={row.param.name} />
          <FieldInputs row={row} scope={scope} onWrite={(next) => onWrite(printRow(next))} onRun={onRun} />
        </>
      );
    case "result":
      return (
        <>
          <Box component="span" sx={NAME}>
            {row.name}
          </Box>
          <ResultInputs row={row} scope={scope} onWrite={(next) => onWrite(printResultRow(next))} onRun={onRun} />
        </>
      );
    case "raw":
      return (
        <Box
          component="input"
          sx={{ ...INPUT, width: `calc(${Math.min(48, row.source.length + 1)}ch + 20px)` }}
          value={row.source}
          aria-label="Parameter as text"
          onChange={(event) => onWrite(event.target.value.replaceAll("&", "%26"))}
          onKeyDown={(event) => {
            if (event.key === "Enter" && !event.nativeEvent.isComposing) onRun();
          }}
        />
      );
  }
}

/** `subject → Patient · name`, `has Observation by subject · code`. */
function PathName({ steps, name }: { readonly steps: readonly PathStep[]; readonly name: string }) {
  return (
    <Box component="span" sx={NAME}>
      {steps.map((step) => (
        <Box
          key={`${step.kind} ${step.type} ${step.param}`}
          component="span"
          sx={{ fontWeight: 400, color: token.dim }}
        >
          {step.kind === "has" ? `has ${step.type} by ${step.param}` : `${step.param} → ${step.type || "any"}`}
          {" · "}
        </Box>
      ))}
      {name}
    </Box>
  );
}

function nameOf(row: SearchRow): string {
  if (row.kind === "raw") return row.source;
  return row.kind === "result" ? row.name : row.param.name;
}

function titleOf(row: SearchRow): string | undefined {
  if (row.kind === "raw") return undefined;
  return row.kind === "result" ? RESULT_PARAMETERS[row.name] : row.param.documentation;
}

const ROW = {
  display: "flex",
  alignItems: "center",
  gap: 1,
  minHeight: 34,
  pr: 1,
  minWidth: 0,
  maxWidth: "100%",
  bgcolor: token.panel,
  border: `1px solid ${token.line}`,
  borderRadius: "7px",
  '&[data-kind="result"]': { borderStyle: "dashed" },
} as const;

const NAME = { fontWeight: 600, pl: 2, whiteSpace: "nowrap" } as const;
