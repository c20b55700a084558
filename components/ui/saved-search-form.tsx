"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useId, useState, type FormEvent } from "react";
import type { SearchLabel } from "#lib/contract/console/searches.ts";
import { ROLES, type Role } from "#lib/contract/roles.ts";
import { focusOnOpen } from "./focus-on-open.ts";
import { QueryProblem } from "./query-problem.tsx";
import { token } from "./tokens.ts";

export interface SavedSearchFormProps {
  readonly title: string;
  /** Words on the button. */
  readonly action: string;
  readonly initial?: SearchLabel;
  readonly onSave: (label: SearchLabel) => Promise<void>;
  readonly onCancel?: () => void;
}

/** A name for a search, and which roles see it. */
export function SavedSearchForm({ title, action, initial, onSave, onCancel }: SavedSearchFormProps) {
  const nameId = useId();
  const [name, setName] = useState(initial?.name ?? "");
  const [sharedWith, setSharedWith] = useState<readonly Role[]>(initial?.sharedWith ?? []);
  const [state, setState] = useState<{ readonly isPending: boolean; readonly error?: unknown }>({ isPending: false });
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "" || state.isPending) return;
    setState({ isPending: true });
    onSave({ name: name.trim(), sharedWith: [...sharedWith] }).then(
      () => setState({ isPending: false }),
      (error: unknown) => setState({ isPending: false, error }),
    );
  };
  return (
    <Box component="form" onSubmit={save} aria-label={title} sx={{ display: "flex", flexDirection: "column", gap: 2 }}>
      <Box sx={{ display: "flex", gap: 2 }}>
        <Box
          component="input"
          id={nameId}
          ref={onCancel ? focusOnOpen : undefined}
          aria-label="Name of the search"
          placeholder={title}
          maxLength={120}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
          sx={FIELD}
        />
        <Button type="submit" variant="contained" color="primary" disabled={name.trim() === "" || state.isPending}>
          {state.isPending ? "Saving…" : action}
        </Button>
        {onCancel ? <Button onClick={onCancel}>Cancel</Button> : null}
      </Box>
      <Box component="fieldset" sx={ROLES_ROW}>
        <Box component="legend" sx={{ float: "left", p: 0, mr: 3, color: token.dim }}>
          Share with
        </Box>
        {ROLES.map((role) => (
          <Box component="label" key={role} sx={{ display: "flex", gap: 1, alignItems: "center" }}>
            <input
              type="checkbox"
              checked={sharedWith.includes(role)}
              onChange={(event) =>
                setSharedWith(event.target.checked ? [...sharedWith, role] : sharedWith.filter((one) => one !== role))
              }
            />
            {role}
          </Box>
        ))}
      </Box>
      {state.error === undefined ? null : <QueryProblem error={state.error} />}
    </Box>
  );
}

const FIELD = {
  font: "inherit",
  color: token.ink,
  bgcolor: token.panel,
  border: `1px solid ${token.control}`,
  borderRadius: "7px",
  height: 30,
  px: 2,
  flex: 1,
  minWidth: 0,
  "&::placeholder": { color: token.dim, opacity: 1 },
} as const;

const ROLES_ROW = { display: "flex", gap: 3, alignItems: "center", m: 0, p: 0, border: 0, fontSize: 12 } as const;
