"use client";

import FileDownloadIcon from "@mui/icons-material/FileDownloadOutlined";
import dynamic from "next/dynamic";
import { useState } from "react";
import { ToolButton } from "./tool-button.tsx";
import type { ExportScope } from "./use-export.ts";

// The window comes with its code when it is opened.
const ExportPopover = dynamic(() => import("./export-popover.tsx").then((file) => file.ExportPopover), { ssr: false });

/** The results as a file. */
export function ExportButton({ scope, isNarrow }: { readonly scope: ExportScope; readonly isNarrow: boolean }) {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>();
  return (
    <>
      <ToolButton
        icon={<FileDownloadIcon />}
        words="Export"
        isNarrow={isNarrow}
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        onClick={(event) => setAnchor(event.currentTarget)}
      />
      {anchor ? <ExportPopover anchor={anchor} scope={scope} onClose={() => setAnchor(undefined)} /> : null}
    </>
  );
}
