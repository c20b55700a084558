"use client";

import { json } from "@codemirror/lang-json";
import { unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import Box from "@mui/material/Box";
import { useEffect, useRef } from "react";
import { EDITOR_LOOK } from "./editor-look.ts";

export interface DiffViewProps {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** Two texts in one column: what went, what came, and what stands around it. */
export function DiffView({ label, before, after }: DiffViewProps) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return undefined;
    const view = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: after,
        extensions: [
          lineNumbers(),
          json(),
          EditorState.readOnly.of(true),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": label, "aria-readonly": "true" }),
          unifiedMergeView({
            original: before,
            mergeControls: false,
            collapseUnchanged: { margin: 3, minSize: 6 },
          }),
          EDITOR_LOOK,
        ],
      }),
    });
    return () => view.destroy();
  }, [label, before, after]);
  return <Box ref={host} sx={{ minHeight: 0, maxHeight: "100%", overflow: "auto" }} />;
}
