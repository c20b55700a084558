"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import type { ColouredPiece, Completion, CompletionOption, TextProblem } from "#lib/contract/query-text.ts";
import { CompletionList, completionOptionId } from "./completion-list.tsx";
import { isTyping } from "./is-typing.ts";
import { Kbd } from "./kbd.tsx";
import { MarkedText } from "./marked-text.tsx";
import { ProblemList } from "./problem-list.tsx";
import { MONO, token } from "./tokens.ts";

export interface QueryBoxProps {
  /** Names the box for screen readers. */
  readonly label: string;
  readonly placeholder: string;
  /** Words of the button that runs it. */
  readonly action: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onRun: (text: string) => void;
  readonly complete: (text: string, cursor: number) => Completion;
  readonly problems: readonly TextProblem[];
  /** Cuts the text into stretches of one colour. */
  readonly colour?: (text: string) => readonly ColouredPiece[];
  /** More buttons in the row, after the one that runs it. */
  readonly children?: ReactNode;
}

/** A query as text: `/` comes here, Enter runs, completion while typing (arrows, Tab takes it, Escape closes, Ctrl-Space opens). */
export function QueryBox(props: QueryBoxProps) {
  const { label, placeholder, action, text, onChange, onRun, complete, problems, children } = props;
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const problemsId = useId();
  const [cursor, setCursor] = useState(0);
  const [scroll, setScroll] = useState(0);
  /** Index of the lit option; -1 for an open list with none lit; undefined when closed. */
  const [lit, setLit] = useState<number | undefined>();
  /** Where the caret belongs once the completed text is in the box. */
  const caret = useRef<number>(undefined);
  useLayoutEffect(() => {
    if (caret.current !== undefined) input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  });
  useSlashKey(input);

  const completion = complete(text, cursor);
  const options = lit === undefined ? [] : completion.options.slice(0, 60);
  const isOpen = options.length > 0;
  const accept = (option: CompletionOption) => {
    const end = completion.from + option.insert.length;
    onChange(text.slice(0, completion.from) + option.insert + text.slice(completion.to));
    setCursor(end);
    // A name is followed by its value: go on offering.
    setLit(/[=:(\s]$/.test(option.insert) ? -1 : undefined);
    caret.current = end;
  };
  const handleKey = (event: KeyboardEvent<HTMLInputElement>) => {
    const action = keyAction(event, { isOpen, lit: lit ?? -1, count: options.length });
    if (action === undefined) return;
    event.preventDefault();
    const chosen = options[Math.max(lit ?? -1, 0)];
    if (action === "run") {
      setLit(undefined);
      onRun(text);
    } else if (action === "accept" && chosen) accept(chosen);
    else if (action === "close") setLit(undefined);
    else if (typeof action === "number") setLit(action);
  };

  return (
    <Box>
      <Box sx={{ display: "flex", gap: 2 }}>
        <Box sx={BOX} data-has-errors={problems.some((problem) => problem.severity === "error")}>
          <MarkedText text={text} problems={problems} colour={props.colour} scroll={scroll} />
          <Box
            component="input"
            ref={input}
            sx={INPUT}
            value={text}
            role="combobox"
            aria-label={label}
            aria-describedby={problemsId}
            aria-expanded={isOpen}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={
              isOpen && lit !== undefined && lit >= 0 ? completionOptionId(listId, lit) : undefined
            }
            placeholder={placeholder}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            onChange={(event) => {
              onChange(event.target.value);
              setCursor(event.target.selectionStart ?? event.target.value.length);
              setLit(-1);
            }}
            onSelect={(event) => setCursor(event.currentTarget.selectionStart ?? 0)}
            onScroll={(event) => setScroll(event.currentTarget.scrollLeft)}
            onBlur={() => setLit(undefined)}
            onKeyDown={handleKey}
          />
          <Kbd>/</Kbd>
          {isOpen ? (
            <CompletionList
              id={listId}
              options={options}
              lit={lit ?? -1}
              left={`calc(12px + ${completion.from}ch - ${scroll}px)`}
              onAccept={accept}
            />
          ) : null}
        </Box>
        <Button variant="contained" color="primary" onClick={() => onRun(text)} sx={{ px: 4 }}>
          {action}
        </Button>
        {children}
      </Box>
      <ProblemList
        id={problemsId}
        problems={problems}
        text={text}
        onGoTo={(problem) => {
          input.current?.focus();
          input.current?.setSelectionRange(problem.start, problem.end);
        }}
      />
    </Box>
  );
}

interface ListState {
  readonly isOpen: boolean;
  readonly lit: number;
  readonly count: number;
}

type KeyAction = "run" | "accept" | "close" | number | undefined;

const KEYS: Readonly<Record<string, (list: ListState, event: KeyboardEvent) => KeyAction>> = {
  Enter: (list) => (list.isOpen && list.lit >= 0 ? "accept" : "run"),
  Tab: (list, event) => (list.isOpen && !event.shiftKey ? "accept" : undefined),
  Escape: (list) => (list.isOpen ? "close" : undefined),
  " ": (_, event) => (event.ctrlKey ? 0 : undefined),
  ArrowDown: (list) => (list.isOpen ? (list.lit + 1) % list.count : 0),
  ArrowUp: (list) => (list.isOpen ? (Math.max(list.lit, 0) + list.count - 1) % list.count : undefined),
};

/** What a key means here: a number is the option to light, undefined leaves the key to the browser. */
function keyAction(event: KeyboardEvent, list: ListState): KeyAction {
  return event.nativeEvent.isComposing ? undefined : KEYS[event.key]?.(list, event);
}

/** `/` anywhere on the page, outside of fields, comes to the box. */
function useSlashKey(input: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const handleKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    // On the document: the frame listens on the window, after the page.
    document.addEventListener("keydown", handleKey);
    return () => document.removeEventListener("keydown", handleKey);
  }, [input]);
}

const BOX = {
  position: "relative",
  flex: 1,
  minWidth: 0,
  display: "flex",
  alignItems: "center",
  pr: 2,
  height: 36,
  bgcolor: token.panel,
  border: `1px solid ${token.control}`,
  borderRadius: "8px",
  fontFamily: MONO,
  fontSize: 13,
  fontVariantLigatures: "none",
  "&:focus-within": { outline: `2px solid ${token.accent}`, outlineOffset: -1 },
  '&[data-has-errors="true"]': { borderColor: token.err },
} as const;

const INPUT = {
  position: "relative",
  flex: 1,
  minWidth: 0,
  height: "100%",
  px: 3,
  border: 0,
  outline: 0,
  background: "transparent",
  // The coloured text behind is what is seen; in forced colours the browser's own ink comes back.
  color: "transparent",
  caretColor: token.ink,
  font: "inherit",
  "@media (forced-colors: active)": { color: "CanvasText" },
  "&::placeholder": { color: token.dim, opacity: 1 },
} as const;
