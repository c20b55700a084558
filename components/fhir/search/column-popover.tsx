"use client";

import ArrowDownwardIcon from "@mui/icons-material/ArrowDownward";
import ArrowUpwardIcon from "@mui/icons-material/ArrowUpward";
import CloseIcon from "@mui/icons-material/Close";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import Popover from "@mui/material/Popover";
import { useState, type FormEvent } from "react";
import { token } from "#components/ui/tokens.ts";
import { isKeepable, moveColumn, NO_CHOICE } from "#lib/fhir/column-choice.ts";
import type { ResultColumn } from "#lib/fhir/result-column.ts";
import { INPUT } from "./builder-look.ts";
import { compileColumn, type Columns } from "./use-columns.ts";

export interface ColumnPopoverProps {
  readonly anchor: HTMLElement;
  readonly columns: Columns;
  readonly onClose: () => void;
}

/** A box to tick and two arrows for every column, and a field for one more by FHIRPath. */
export function ColumnPopover({ anchor, columns, onClose }: ColumnPopoverProps) {
  const { all, setChoice } = columns;
  return (
    <Popover
      open
      anchorEl={anchor}
      onClose={onClose}
      anchorOrigin={{ vertical: "bottom", horizontal: "right" }}
      transformOrigin={{ vertical: "top", horizontal: "right" }}
      slotProps={{ paper: { role: "dialog", "aria-label": "Columns", sx: { mt: 1, p: 3, width: 340 } } }}
    >
      {all.map((column, at) => (
        <ColumnLine
          key={column.key}
          column={column}
          columns={columns}
          isFirst={at === 0}
          isLast={at === all.length - 1}
        />
      ))}
      <AddColumn columns={columns} />
      <Button onClick={() => setChoice(NO_CHOICE)} sx={{ mt: 2 }}>
        Back to the usual columns
      </Button>
    </Popover>
  );
}

interface ColumnLineProps {
  readonly column: ResultColumn;
  readonly columns: Columns;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

function ColumnLine({ column, columns, isFirst, isLast }: ColumnLineProps) {
  const { all, choice, setChoice, passing } = columns;
  const { key, title } = column;
  const isExtra = choice.extra.includes(title) || passing.includes(title);
  const toggle = (isShown: boolean) =>
    setChoice({
      ...choice,
      hidden: isShown ? choice.hidden.filter((other) => other !== key) : [...choice.hidden, key],
    });
  const move = (by: -1 | 1) => setChoice(moveColumn(choice, all, { key, by }));
  return (
    <Box sx={{ display: "flex", gap: 1, alignItems: "center", minHeight: 28 }}>
      <Box component="label" sx={{ display: "flex", gap: 2, alignItems: "center", flex: 1, minWidth: 0 }}>
        <input
          type="checkbox"
          checked={!choice.hidden.includes(key)}
          onChange={(event) => toggle(event.target.checked)}
        />
        <Box component="span" sx={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }} title={title}>
          {title}
        </Box>
      </Box>
      {isExtra ? (
        <IconButton aria-label={`Remove column ${title}`} onClick={() => columns.removeExpression(title)} sx={SMALL}>
          <CloseIcon sx={{ fontSize: 15 }} />
        </IconButton>
      ) : null}
      <IconButton aria-label={`Move ${title} to the left`} disabled={isFirst} onClick={() => move(-1)} sx={SMALL}>
        <ArrowUpwardIcon sx={{ fontSize: 15 }} />
      </IconButton>
      <IconButton aria-label={`Move ${title} to the right`} disabled={isLast} onClick={() => move(1)} sx={SMALL}>
        <ArrowDownwardIcon sx={{ fontSize: 15 }} />
      </IconButton>
    </Box>
  );
}

function AddColumn({ columns }: { readonly columns: Columns }) {
  const [expression, setExpression] = useState("");
  const [refusal, setRefusal] = useState("");
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const wanted = expression.trim();
    if (wanted === "") return;
    try {
      await compileColumn(wanted);
      columns.addExpression(wanted);
      setExpression("");
      setRefusal("");
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Box
      component="form"
      onSubmit={(event) => void add(event)}
      sx={{ mt: 2, pt: 2, borderTop: `1px solid ${token.line}` }}
    >
      <Box sx={{ display: "flex", gap: 2 }}>
        <Box
          component="input"
          sx={{ ...INPUT, flex: 1, height: 30 }}
          aria-label="FHIRPath of a new column"
          placeholder="FHIRPath: telecom.value"
          autoComplete="off"
          spellCheck={false}
          value={expression}
          onChange={(event) => setExpression(event.target.value)}
        />
        <Button type="submit" disabled={expression.trim() === ""}>
          Add
        </Button>
      </Box>
      <Box role="status" sx={{ fontSize: 12, mt: 1, color: refusal === "" ? token.dim : token.err }}>
        {refusal || (isKeepable(expression) ? "" : "It holds a value, so it lasts for this visit and is not kept.")}
      </Box>
    </Box>
  );
}

const SMALL = { p: "3px" } as const;
