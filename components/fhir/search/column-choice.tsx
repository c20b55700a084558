"use client";

import ViewColumnIcon from "@mui/icons-material/ViewColumnOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Popover from "@mui/material/Popover";
import { useState } from "react";
import { usePreference, type PreferenceForm } from "#components/ui/preference.ts";
import type { ResultColumn } from "#lib/fhir/result-column.ts";

/** Keys of columns that a person hid, one per line: FHIR paths, never values. */
const HIDDEN_FORM: PreferenceForm<readonly string[]> = {
  read: (stored) => stored.split("\n").filter(Boolean),
  write: (keys) => keys.join("\n"),
};
const NONE: readonly string[] = [];

export interface ColumnChoice {
  readonly shown: readonly ResultColumn[];
  readonly hidden: readonly string[];
  readonly setHidden: (keys: readonly string[]) => void;
}

/** The columns of a type that are on screen; the choice is kept in this browser. At least one stays. */
export function useColumnChoice(type: string, columns: readonly ResultColumn[]): ColumnChoice {
  const [hidden, setHidden] = usePreference(`fhirColumnsHidden.${type || "mixed"}`, NONE, HIDDEN_FORM);
  const shown = columns.filter((column) => !hidden.includes(column.key));
  return { shown: shown.length > 0 ? shown : columns.slice(0, 1), hidden, setHidden };
}

/** Which columns to show. */
export function ColumnChoiceButton({
  columns,
  choice,
}: {
  readonly columns: readonly ResultColumn[];
  readonly choice: ColumnChoice;
}) {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>();
  const toggle = (key: string, isShown: boolean) =>
    choice.setHidden(isShown ? choice.hidden.filter((other) => other !== key) : [...choice.hidden, key]);
  return (
    <>
      <Button
        startIcon={<ViewColumnIcon />}
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        Columns
      </Button>
      <Popover
        open={anchor !== undefined}
        anchorEl={anchor ?? null}
        onClose={() => setAnchor(undefined)}
        anchorOrigin={{ vertical: "bottom", horizontal: "right" }}
        transformOrigin={{ vertical: "top", horizontal: "right" }}
        slotProps={{ paper: { role: "dialog", "aria-label": "Columns", sx: { mt: 1, p: 3 } } }}
      >
        {columns.map((column) => (
          <Box component="label" key={column.key} sx={{ display: "flex", gap: 2, alignItems: "center", height: 26 }}>
            <input
              type="checkbox"
              checked={!choice.hidden.includes(column.key)}
              onChange={(event) => toggle(column.key, event.target.checked)}
            />
            {column.title}
          </Box>
        ))}
      </Popover>
    </>
  );
}
