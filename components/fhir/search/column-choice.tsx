"use client";

import ViewColumnIcon from "@mui/icons-material/ViewColumnOutlined";
import dynamic from "next/dynamic";
import { useState } from "react";
import { ToolButton } from "./tool-button.tsx";
import type { Columns } from "./use-columns.ts";

// The window comes with its code when it is opened.
const ColumnPopover = dynamic(() => import("./column-popover.tsx").then((file) => file.ColumnPopover), { ssr: false });

/** Which columns to show, in which order, and any FHIRPath as one more. */
export function ColumnChoiceButton({ columns, isNarrow }: { readonly columns: Columns; readonly isNarrow: boolean }) {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>();
  return (
    <>
      <ToolButton
        icon={<ViewColumnIcon />}
        words="Columns"
        isNarrow={isNarrow}
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        onClick={(event) => setAnchor(event.currentTarget)}
      />
      {anchor ? <ColumnPopover anchor={anchor} columns={columns} onClose={() => setAnchor(undefined)} /> : null}
    </>
  );
}
