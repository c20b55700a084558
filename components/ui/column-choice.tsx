"use client";

import ViewColumnIcon from "@mui/icons-material/ViewColumnOutlined";
import Button from "@mui/material/Button";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { ChoosableColumn, HiddenColumns } from "./use-column-choice.ts";

// The window comes with its code when it is opened.
const ColumnPopover = dynamic(() => import("./column-popover.tsx").then((file) => file.ColumnPopover), { ssr: false });

/** Which columns to show. */
export function ColumnChoiceButton({
  columns,
  choice,
}: {
  readonly columns: readonly ChoosableColumn[];
  readonly choice: HiddenColumns;
}) {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>();
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
      {anchor ? (
        <ColumnPopover anchor={anchor} columns={columns} choice={choice} onClose={() => setAnchor(undefined)} />
      ) : null}
    </>
  );
}
