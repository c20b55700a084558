"use client";

import RedoIcon from "@mui/icons-material/Redo";
import UndoIcon from "@mui/icons-material/Undo";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import { useRef, type RefObject } from "react";
import { token } from "#components/ui/tokens.ts";
import { TERMINATOR_NAMES, type Terminator } from "#lib/hl7v2/inspect-draft.ts";
import { hl7Time, MESSAGE_TEMPLATES } from "#lib/hl7v2/templates.ts";
import { restamp } from "#lib/hl7v2/restamp.ts";
import type { EditorHandle } from "./draft-editor.tsx";

export interface ComposeBarProps {
  readonly editor: RefObject<EditorHandle | null>;
  readonly text: string;
  /** What the draft took the place of. */
  readonly earlier: string | undefined;
  readonly terminator: Terminator;
  /** What the store's parser reads. */
  readonly expected: Terminator;
  readonly onTerminator: (terminator: Terminator) => void;
  readonly onTemplate: (text: string) => void;
  readonly onFile: (bytes: Uint8Array) => void;
}

/** Where a draft comes from, and how its segments end when it is sent. */
export function ComposeBar(props: ComposeBarProps) {
  const { editor, text, earlier, terminator, expected, onTerminator, onTemplate, onFile } = props;
  const input = useRef<HTMLInputElement>(null);
  const begin = (name: string) => {
    const template = MESSAGE_TEMPLATES.find((each) => each.name === name);
    if (template) onTemplate(`${template.lines(newStamp()).join("\n")}\n`);
  };
  return (
    <Box role="toolbar" aria-label="Draft" sx={BAR}>
      <Box
        component="select"
        aria-label="Begin from a template"
        value=""
        onChange={(event) => begin(event.target.value)}
        sx={SELECT}
      >
        <option value="">Template…</option>
        {MESSAGE_TEMPLATES.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </Box>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="HL7v2 file"
        accept=".hl7,.txt,.dat,.msg"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) void file.bytes().then(onFile);
          event.target.value = "";
        }}
      />
      <Button onClick={() => input.current?.click()}>Open file…</Button>
      <Button
        disabled={text.trim() === ""}
        title="A new control id (MSH-10) and the present time (MSH-7): the same bytes again would be the same message"
        onClick={() => onTemplate(restamp(text, newStamp()))}
      >
        New id and time
      </Button>
      {earlier === undefined ? null : <Button onClick={() => onTemplate(earlier)}>Earlier draft</Button>}
      <IconButton aria-label="Undo" title="Undo (Ctrl Z)" onClick={() => editor.current?.undo()}>
        <UndoIcon sx={{ fontSize: 17 }} />
      </IconButton>
      <IconButton aria-label="Redo" title="Redo (Ctrl Y)" onClick={() => editor.current?.redo()}>
        <RedoIcon sx={{ fontSize: 17 }} />
      </IconButton>
      <Box component="label" sx={{ display: "inline-flex", gap: 1, alignItems: "center", whiteSpace: "nowrap" }}>
        Ends with
        <Box
          component="select"
          value={terminator}
          sx={{ ...SELECT, borderColor: terminator === expected ? token.control : token.warn }}
          onChange={(event) => onTerminator(TERMINATORS.find((each) => each === event.target.value) ?? expected)}
        >
          {TERMINATORS.map((each) => (
            <option key={each} value={each}>
              {TERMINATOR_NAMES[each]}
              {each === expected ? " (store)" : ""}
            </option>
          ))}
        </Box>
      </Box>
    </Box>
  );
}

const TERMINATORS: readonly Terminator[] = ["\r", "\n", "\r\n"];

function newStamp() {
  const now = Date.now();
  return {
    controlId: `CP${now.toString(36).toUpperCase()}${Math.floor(Math.random() * 1296)
      .toString(36)
      .toUpperCase()
      .padStart(2, "0")}`,
    time: hl7Time(now, -new Date(now).getTimezoneOffset()),
  };
}

const BAR = {
  display: "flex",
  flexWrap: "wrap",
  gap: 2,
  alignItems: "center",
  px: 3,
  py: 2,
  flexShrink: 0,
  borderBottom: `1px solid ${token.line}`,
  "& button": { whiteSpace: "nowrap" },
} as const;
const SELECT = {
  font: "inherit",
  fontSize: 13,
  color: token.ink,
  bgcolor: token.panel,
  border: `1px solid ${token.control}`,
  borderRadius: "7px",
  height: 28,
  px: 1,
  cursor: "pointer",
} as const;
