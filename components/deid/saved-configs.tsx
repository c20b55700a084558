"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { formatMoment } from "#components/ui/moment.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import type { SavedDeidConfig } from "#lib/contract/console/deid-configs.ts";
import { droppedKeys } from "#lib/deid/config-keys.ts";
import { deidReviewQueries, saveConfig } from "#lib/queries/deid-review.ts";
import type { RenderDiff } from "./render-json.ts";
import type { DeidForm } from "./use-deid-form.ts";

export interface SavedConfigsProps {
  readonly form: DeidForm;
  readonly renderDiff: RenderDiff;
}

/** Configurations under a name, for everybody who may de-identify; every save is a version of its own. */
export function SavedConfigs({ form, renderDiff }: SavedConfigsProps) {
  const queryClient = useQueryClient();
  const saved = useQuery(deidReviewQueries.configs()).data ?? [];
  const [name, setName] = useState("");
  const [other, setOther] = useState("");
  const compared = saved.find((each) => keyOf(each) === other);
  const saving = useMutation({
    mutationFn: () => saveConfig(name, form.text),
    onSuccess: (configs) => {
      queryClient.setQueryData(deidReviewQueries.configs().queryKey, [...configs]);
      const [newest] = configs;
      if (newest) form.open(titleOf(newest), form.text);
      setName("");
    },
  });
  const open = (key: string) => {
    const chosen = saved.find((each) => keyOf(each) === key);
    if (chosen) form.open(titleOf(chosen), chosen.config);
  };
  return (
    <Box>
      <Box sx={LINE}>
        {saved.length > 0 ? (
          <TextField select label="Saved configurations" value="" onChange={(event) => open(event.target.value)}>
            {saved.map((each) => (
              <MenuItem key={keyOf(each)} value={keyOf(each)}>
                {titleOf(each)} · {each.savedBy}, {formatMoment(each.savedAt)}
              </MenuItem>
            ))}
          </TextField>
        ) : null}
        {saved.length > 0 ? (
          <TextField
            select
            label="Compare with"
            value={compared ? other : ""}
            onChange={(event) => setOther(event.target.value)}
          >
            <MenuItem value="">Nothing</MenuItem>
            {saved.map((each) => (
              <MenuItem key={keyOf(each)} value={keyOf(each)}>
                {titleOf(each)}
              </MenuItem>
            ))}
          </TextField>
        ) : null}
        <TextField
          label="Save under the name"
          value={name}
          onChange={(event) => setName(event.target.value)}
          slotProps={{ htmlInput: { maxLength: 80 } }}
        />
        <Button disabled={name.trim() === "" || !form.read.config || saving.isPending} onClick={() => saving.mutate()}>
          Save without keys
        </Button>
      </Box>
      {saving.isError ? <QueryProblem error={saving.error} /> : null}
      {compared ? (
        <Box component="section" aria-label={`Changes since ${titleOf(compared)}`} sx={DIFF}>
          <div>
            {isSameConfig(compared.config, form.text)
              ? `The same as ${titleOf(compared)}, but for keys.`
              : `What is different from ${titleOf(compared)}, without keys:`}
          </div>
          {isSameConfig(compared.config, form.text)
            ? null
            : renderDiff({
                label: `Changes since ${titleOf(compared)}`,
                before: spelled(compared.config),
                after: spelled(form.text),
              })}
        </Box>
      ) : null}
    </Box>
  );
}

function titleOf({ name, version }: SavedDeidConfig): string {
  return `${name}, version ${version}`;
}

function isSameConfig(one: string, other: string): boolean {
  return spelled(one) === spelled(other);
}

/** In one spelling and without keys, so that only what it does is compared; as it stands while it is no JSON. */
function spelled(text: string): string {
  try {
    return JSON.stringify(droppedKeys(JSON.parse(text)), undefined, 2);
  } catch {
    return text;
  }
}

function keyOf({ name, version }: { readonly name: string; readonly version: number }): string {
  return `${version} ${name}`;
}

const DIFF = { mt: 2, display: "flex", flexDirection: "column", gap: 2, maxHeight: 320, minHeight: 0 } as const;
const LINE = {
  display: "grid",
  gridAutoFlow: { md: "column" },
  gridAutoColumns: { md: "minmax(0, 1fr)" },
  gap: 2,
  alignItems: "start",
  "& > button": { justifySelf: "start" },
} as const;
