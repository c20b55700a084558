"use client";

import Box from "@mui/material/Box";
import { useId, useState, type KeyboardEvent } from "react";
import { MONO, token } from "#components/ui/tokens.ts";
import type { CompletionOption } from "#lib/contract/query-text.ts";
import { CompletionList, completionOptionId } from "#components/ui/completion-list.tsx";

export interface ValueFieldProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  /** What could stand here, for what is typed; asked only while the field has the focus. */
  readonly options: readonly CompletionOption[];
  readonly onFocus: () => void;
  readonly onChange: (value: string) => void;
  readonly onAccept: (option: CompletionOption) => void;
  /** Enter outside of the list. */
  readonly onRun: () => void;
  readonly onRemove?: (() => void) | undefined;
}

/** A value of the builder with help below it: arrows choose, Enter or Tab takes, Escape closes; Backspace in an empty one takes it out. */
export function ValueField(props: ValueFieldProps) {
  const { label, value, options } = props;
  const listId = useId();
  /** Index of the lit option; -1 for an open list with none lit; undefined when closed. */
  const [lit, setLit] = useState<number | undefined>();
  const isOpen = lit !== undefined && options.length > 0;
  const accept = (option: CompletionOption | undefined) => {
    if (!option) return;
    setLit(undefined);
    props.onAccept(option);
  };
  const keys: Readonly<Record<string, () => boolean>> = {
    ArrowDown: () => (setLit(isOpen ? (lit + 1) % options.length : 0), true),
    ArrowUp: () => isOpen && (setLit((Math.max(lit, 0) + options.length - 1) % options.length), true),
    Escape: () => isOpen && (setLit(undefined), true),
    Enter: () => {
      if (isOpen && lit >= 0) accept(options[lit]);
      else props.onRun();
      return true;
    },
    Tab: () => {
      if (isOpen && lit >= 0) accept(options[lit]);
      return false;
    },
    Backspace: () => value === "" && props.onRemove !== undefined && (props.onRemove(), true),
  };
  const handleKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || !keys[event.key]?.()) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Box sx={{ position: "relative" }}>
      <Box
        component="input"
        data-value
        role="combobox"
        aria-label={label}
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && lit >= 0 ? completionOptionId(listId, lit) : undefined}
        autoComplete="off"
        spellCheck={false}
        value={value}
        placeholder={props.placeholder}
        sx={{ ...FIELD, width: `calc(${Math.min(32, Math.max(8, value.length + 1))}ch + 20px)` }}
        onChange={(event) => {
          setLit(-1);
          props.onChange(event.target.value);
        }}
        onFocus={() => {
          setLit(-1);
          props.onFocus();
        }}
        onBlur={() => setLit(undefined)}
        onKeyDown={handleKey}
      />
      {isOpen ? <CompletionList id={listId} options={options} lit={lit} left="0px" onAccept={accept} /> : null}
    </Box>
  );
}

const FIELD = {
  font: `12.5px ${MONO}`,
  color: token.ink,
  bgcolor: token.bg,
  border: `1px solid ${token.line}`,
  borderRadius: "5px",
  height: 26,
  px: 2,
  minWidth: 0,
  "&::placeholder": { color: token.dim, opacity: 1 },
} as const;
