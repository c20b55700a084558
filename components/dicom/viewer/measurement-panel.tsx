"use client";

import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import RedoIcon from "@mui/icons-material/Redo";
import UndoIcon from "@mui/icons-material/Undo";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import { useState } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { token } from "#components/ui/tokens.ts";
import { figureText, type Measurement, type MeasurementBook } from "./measurement.ts";
import { ReportButtons, type ReportButtonsProps } from "./report-buttons.tsx";
import { TOOLS } from "./tools.ts";

export interface MeasurementPanelProps extends Omit<ReportButtonsProps, "list"> {
  readonly book: MeasurementBook;
  readonly list: readonly Measurement[];
  /** Shows the picture that a measurement lies on. */
  readonly onShow: (measurement: Measurement) => void;
}

/** Every measurement of the page: go to it, name it, take it away, and take that back. */
export function MeasurementPanel({ book, list, onShow, ...report }: MeasurementPanelProps) {
  return (
    <>
      <Box sx={{ display: "flex", alignItems: "center", px: 3, py: 1, borderBottom: `1px solid ${token.line}` }}>
        <Box component="h2" sx={{ m: 0, fontSize: 14, fontWeight: 650, flex: 1 }}>
          Measurements{" "}
          {list.length > 0 ? (
            <Box component="span" sx={{ color: token.dim }}>
              {list.length}
            </Box>
          ) : null}
        </Box>
        <Tooltip title="Undo (Ctrl Z)">
          <IconButton aria-label="Undo" onClick={book.undo}>
            <UndoIcon sx={{ fontSize: 18 }} />
          </IconButton>
        </Tooltip>
        <Tooltip title="Redo (Ctrl Y)">
          <IconButton aria-label="Redo" onClick={book.redo}>
            <RedoIcon sx={{ fontSize: 18 }} />
          </IconButton>
        </Tooltip>
      </Box>
      {list.length === 0 ? (
        <EmptyState title="No measurements" isCompact>
          Take up a tool of “Measure” and draw on a picture.
        </EmptyState>
      ) : (
        <Box component="ul" aria-label="Measurements" sx={LIST}>
          {list.map((measurement) => (
            <MeasurementRow
              key={measurement.id}
              measurement={measurement}
              name={numbered(list, measurement)}
              book={book}
              onShow={onShow}
            />
          ))}
        </Box>
      )}
      {list.length > 0 ? <ReportButtons list={list} {...report} /> : null}
    </>
  );
}

interface RowProps {
  readonly measurement: Measurement;
  /** What it is called without a name of its own. */
  readonly name: string;
  readonly book: MeasurementBook;
  readonly onShow: (measurement: Measurement) => void;
}

function MeasurementRow({ measurement, name, book, onShow }: RowProps) {
  const shown = measurement.label === "" ? name : measurement.label;
  const result = figureText(measurement.figures) || TOOLS[measurement.tool].title;
  const [draft, setDraft] = useState<string | undefined>();
  const keep = () => {
    if (draft !== undefined && draft !== measurement.label) book.rename(measurement.id, draft.trim());
    setDraft(undefined);
  };
  return (
    <Box component="li" sx={ROW}>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Box
          component="input"
          aria-label={`Name of ${shown}`}
          placeholder={name}
          value={draft ?? measurement.label}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={keep}
          onKeyDown={(event) => {
            if (event.key === "Enter") keep();
            if (event.key === "Escape") setDraft(undefined);
          }}
          sx={NAME}
        />
        <Box
          component="button"
          type="button"
          aria-label={`Go to ${shown}: ${result}`}
          onClick={() => {
            book.select(measurement.id);
            onShow(measurement);
          }}
          sx={RESULT}
        >
          <span className="tabular">{result}</span>
        </Box>
      </Box>
      <IconButton aria-label={`Delete ${shown}`} onClick={() => book.remove(measurement.id)}>
        <DeleteIcon sx={{ fontSize: 18 }} />
      </IconButton>
    </Box>
  );
}

/** `Length 2`: the second of its kind. */
function numbered(list: readonly Measurement[], { id, tool }: Measurement): string {
  const place = list.filter((other) => other.tool === tool).findIndex((other) => other.id === id);
  return `${TOOLS[tool].title} ${place + 1}`;
}

const LIST = { m: 0, p: 0, listStyle: "none", overflowY: "auto", flex: 1, minHeight: 0 } as const;

const ROW = {
  display: "flex",
  alignItems: "center",
  gap: 1,
  px: 3,
  py: "6px",
  borderBottom: `1px solid ${token.line}`,
  "&:hover": { bgcolor: token.hover },
} as const;

const NAME = {
  display: "block",
  width: "100%",
  minHeight: 24,
  p: 0,
  font: "inherit",
  fontWeight: 600,
  color: token.ink,
  bgcolor: "transparent",
  border: "none",
  borderBottom: "1px solid transparent",
  "&::placeholder": { color: token.ink, opacity: 1 },
  "&:focus": { borderBottomColor: token.accent, outline: "none" },
} as const;

const RESULT = {
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
