"use client";

import { setDiagnostics } from "@codemirror/lint";
import { EditorView } from "@codemirror/view";
import Box from "@mui/material/Box";
import { useEffect, useImperativeHandle, useRef, type Ref } from "react";
import type { Definitions } from "#lib/fhir/definitions.ts";
import type { EditProblem } from "#lib/fhir/edit-problems.ts";
import { openEditor } from "./code-mirror.ts";

export interface EditorHandle {
  /** Puts the cursor at an offset and brings it into view. */
  readonly goTo: (offset: number) => void;
}

export interface JsonEditorProps {
  readonly ref?: Ref<EditorHandle>;
  /** Where the cursor is put when the editor opens; undefined leaves the focus where it is. */
  readonly start?: number | undefined;
  readonly label: string;
  readonly text: string;
  readonly definitions: Definitions;
  readonly problems: readonly EditProblem[];
  readonly onText: (text: string) => void;
}

/** The text of a resource in CodeMirror; problems are underlined at their place. */
export function JsonEditor({ ref, start, label, text, definitions, problems, onText }: JsonEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef({ text, start, onText });
  /** What the editor itself told last: keys that came since must not be undone by it. */
  const told = useRef<string>(undefined);
  useEffect(() => {
    latest.current = { text, start, onText };
  });
  useEffect(() => {
    if (!host.current) return undefined;
    const opened = openEditor(host.current, {
      label,
      definitions,
      text: latest.current.text,
      onText: (typed) => {
        told.current = typed;
        latest.current.onText(typed);
      },
    });
    view.current = opened;
    if (latest.current.start !== undefined) goTo(opened, latest.current.start);
    return () => opened.destroy();
  }, [label, definitions]);
  useEffect(() => {
    // What changed elsewhere (a merge, a discarded draft) comes in as one step that can be undone.
    const opened = view.current;
    if (opened && text !== told.current && opened.state.doc.toString() !== text)
      opened.dispatch({ changes: { from: 0, to: opened.state.doc.length, insert: text } });
  }, [text]);
  useEffect(() => {
    const opened = view.current;
    if (!opened) return;
    const end = opened.state.doc.length;
    const diagnostics = problems.map(({ from, to, severity, message }) => ({
      from: Math.min(from, end),
      to: Math.min(to, end),
      severity,
      message,
    }));
    opened.dispatch(setDiagnostics(opened.state, diagnostics));
  }, [problems]);
  useImperativeHandle(ref, () => ({
    goTo: (offset) => {
      if (view.current) goTo(view.current, offset);
    },
  }));
  return <Box ref={host} sx={{ flex: 1, minHeight: 0, overflow: "hidden" }} />;
}

function goTo(view: EditorView, offset: number): void {
  const anchor = Math.min(offset, view.state.doc.length);
  view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
  view.focus();
}
