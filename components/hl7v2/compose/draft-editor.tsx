"use client";

import { redo, undo } from "@codemirror/commands";
import { setDiagnostics } from "@codemirror/lint";
import { EditorView } from "@codemirror/view";
import Box from "@mui/material/Box";
import { useEffect, useImperativeHandle, useRef, type Ref } from "react";
import type { TextProblem } from "#lib/contract/query-text.ts";
import { openEditor } from "./code-mirror.ts";

export interface EditorHandle {
  /** Marks a range, brings it into view and takes the keyboard there. */
  readonly goTo: (start: number, end: number) => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

export interface DraftEditorProps {
  readonly ref?: Ref<EditorHandle>;
  readonly text: string;
  readonly problems: readonly TextProblem[];
  readonly onText: (text: string) => void;
  readonly onCursor: (offset: number) => void;
  readonly onPaste: (text: string) => string | undefined;
}

/** The draft in CodeMirror; problems are underlined at their place. What is put in from outside (a template, a file) is one step that can be undone. */
export function DraftEditor({ ref, text, problems, ...on }: DraftEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef({ text, ...on });
  useEffect(() => {
    latest.current = { text, ...on };
  });
  useEffect(() => {
    if (!host.current) return undefined;
    const opened = openEditor(host.current, {
      label: "Message draft",
      text: latest.current.text,
      onText: (typed) => latest.current.onText(typed),
      onCursor: (offset) => latest.current.onCursor(offset),
      onPaste: (pasted) => latest.current.onPaste(pasted),
    });
    view.current = opened;
    return () => opened.destroy();
  }, []);
  useEffect(() => {
    const opened = view.current;
    if (opened && opened.state.doc.toString() !== text)
      opened.dispatch({ changes: { from: 0, to: opened.state.doc.length, insert: text } });
  }, [text]);
  useEffect(() => {
    const opened = view.current;
    if (!opened) return;
    const last = opened.state.doc.length;
    const diagnostics = problems.map(({ start, end, severity, message }) => ({
      from: Math.min(start, last),
      to: Math.min(end, last),
      severity,
      message,
    }));
    opened.dispatch(setDiagnostics(opened.state, diagnostics));
  }, [problems]);
  useImperativeHandle(ref, () => ({
    goTo: (start, end) => {
      const opened = view.current;
      if (!opened) return;
      const last = opened.state.doc.length;
      const [anchor, head] = [Math.min(start, last), Math.min(end, last)];
      opened.dispatch({ selection: { anchor, head }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
      opened.focus();
    },
    undo: () => view.current && undo(view.current),
    redo: () => view.current && redo(view.current),
  }));
  return <Box ref={host} sx={{ height: "100%", minHeight: 0, overflow: "hidden" }} />;
}
