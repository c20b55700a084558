"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import LinearProgress from "@mui/material/LinearProgress";
import Popover from "@mui/material/Popover";
import { useState } from "react";
import { useIdentityMask } from "#components/ui/identity-mask.tsx";
import { formatCount } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { token } from "#components/ui/tokens.ts";
import { EXPORT_FORMATS, type ExportFormat } from "#lib/fhir/results-export.ts";
import type { ResultTotal } from "#lib/fhir/read-searchset.ts";
import { useExport, type ExportScope } from "./use-export.ts";

export interface ExportPopoverProps {
  readonly anchor: HTMLElement;
  readonly scope: ExportScope;
  readonly onClose: () => void;
}

type Which = "selected" | "page" | "all";

/** What to export and how; all results come page after page, with progress, and can be cancelled. */
export function ExportPopover({ anchor, scope, onClose }: ExportPopoverProps) {
  const { masked } = useIdentityMask();
  const [which, setWhich] = useState<Which>(scope.selected.length > 0 ? "selected" : "page");
  const [format, setFormat] = useState<ExportFormat>("csv");
  const job = useExport(scope);
  const start = () =>
    which === "all" ? job.startAll(format) : job.saveThese(format, which === "page" ? scope.page : scope.selected);
  const choices: readonly (readonly [Which, string])[] = [
    ...(scope.selected.length > 0 ? [["selected", `${formatCount(scope.selected.length)} selected`] as const] : []),
    ["page", `This page (${formatCount(scope.page.length)})`],
    ["all", `All results${totalWords(scope.total)}`],
  ];
  return (
    <Popover
      open
      anchorEl={anchor}
      onClose={() => {
        job.cancel();
        onClose();
      }}
      anchorOrigin={{ vertical: "bottom", horizontal: "right" }}
      transformOrigin={{ vertical: "top", horizontal: "right" }}
      slotProps={{ paper: { role: "dialog", "aria-label": "Export", sx: { mt: 1, p: 3, width: 320 } } }}
    >
      <Choice legend="What" name="export-what" choices={choices} value={which} onChoose={setWhich} />
      <Choice
        legend="As"
        name="export-as"
        choices={FORMATS}
        value={format}
        onChoose={setFormat}
        isOff={(one) => masked && one !== "csv"}
      />
      <Box sx={{ fontSize: 12, color: token.dim, mb: 2 }}>{masked ? MASKED_WORDS : WORDS[format]}</Box>
      {job.state.kind === "running" ? (
        <Running done={job.state.done} total={scope.total} onCancel={job.cancel} />
      ) : (
        <Button variant="contained" color="primary" onClick={start}>
          Export
        </Button>
      )}
      {job.state.kind === "failed" ? <QueryProblem error={job.state.error} /> : null}
      <Box role="status" sx={{ fontSize: 12, mt: job.state.kind === "saved" ? 2 : 0 }}>
        {job.state.kind === "saved" ? `${formatCount(job.state.count)} saved` : ""}
      </Box>
    </Popover>
  );
}

interface ChoiceProps<T extends string> {
  readonly legend: string;
  readonly name: string;
  readonly choices: readonly (readonly [value: T, words: string])[];
  readonly value: T;
  readonly onChoose: (value: T) => void;
  readonly isOff?: (value: T) => boolean;
}

function Choice<T extends string>({ legend, name, choices, value, onChoose, isOff }: ChoiceProps<T>) {
  return (
    <Box component="fieldset" sx={{ m: 0, mb: 2, p: 0, border: 0 }}>
      <Box component="legend" sx={{ p: 0, fontSize: 12, color: token.dim, fontWeight: 600 }}>
        {legend}
      </Box>
      {choices.map(([one, words]) => (
        <Box component="label" key={one} sx={{ display: "flex", gap: 2, alignItems: "center", height: 26 }}>
          <input
            type="radio"
            name={name}
            checked={value === one}
            disabled={isOff?.(one) === true}
            onChange={() => onChoose(one)}
          />
          {words}
        </Box>
      ))}
    </Box>
  );
}

interface RunningProps {
  readonly done: number;
  readonly total: ResultTotal | undefined;
  readonly onCancel: () => void;
}

function Running({ done, total, onCancel }: RunningProps) {
  const share = total && total.count > 0 ? Math.min(100, (done / total.count) * 100) : undefined;
  return (
    <Box>
      <LinearProgress
        aria-label="Export"
        variant={share === undefined ? "indeterminate" : "determinate"}
        {...(share === undefined ? {} : { value: share })}
      />
      <Box sx={{ display: "flex", alignItems: "center", mt: 2, fontSize: 12 }}>
        <span>
          {formatCount(done)}
          {totalWords(total)} fetched
        </span>
        <Button onClick={onCancel} sx={{ ml: "auto" }}>
          Cancel
        </Button>
      </Box>
    </Box>
  );
}

function totalWords(total: ResultTotal | undefined): string {
  return total ? ` of ${total.isExact ? "" : "about "}${formatCount(total.count)}` : "";
}

const FORMATS = Object.entries(EXPORT_FORMATS).map(([value, { title }]) => [value as ExportFormat, title] as const);

const WORDS: Readonly<Record<ExportFormat, string>> = {
  csv: "The columns as shown; cells that a spreadsheet would run as formulas are quoted.",
  ndjson: "Whole resources, one a line.",
  bundle: "A batch Bundle that puts the resources into another store by their ids.",
};
const MASKED_WORDS = "Identities are covered and stay covered in a CSV. Uncover them to export whole resources.";
