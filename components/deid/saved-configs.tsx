"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { formatMoment } from "#components/ui/moment.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { deidReviewQueries, saveConfig } from "#lib/queries/deid-review.ts";
import type { DeidForm } from "./use-deid-form.ts";

/** Configurations under a name, for everybody who may de-identify; every save is a version of its own. */
export function SavedConfigs({ form }: { readonly form: DeidForm }) {
  const queryClient = useQueryClient();
  const saved = useQuery(deidReviewQueries.configs()).data ?? [];
  const [name, setName] = useState("");
  const saving = useMutation({
    mutationFn: () => saveConfig(name, form.text),
    onSuccess: (configs) => {
      queryClient.setQueryData(deidReviewQueries.configs().queryKey, [...configs]);
      const [newest] = configs;
      if (newest) form.open(`${newest.name}, version ${newest.version}`, form.text);
      setName("");
    },
  });
  const open = (key: string) => {
    const chosen = saved.find((each) => keyOf(each) === key);
    if (chosen) form.open(`${chosen.name}, version ${chosen.version}`, chosen.config);
  };
  return (
    <Box>
      <Box sx={LINE}>
        {saved.length > 0 ? (
          <TextField select label="Saved configurations" value="" onChange={(event) => open(event.target.value)}>
            {saved.map((each) => (
              <MenuItem key={keyOf(each)} value={keyOf(each)}>
                {each.name}, version {each.version} · {each.savedBy}, {formatMoment(each.savedAt)}
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
    </Box>
  );
}

function keyOf({ name, version }: { readonly name: string; readonly version: number }): string {
  return `${version} ${name}`;
}

const LINE = {
  display: "grid",
  gridAutoFlow: { md: "column" },
  gridAutoColumns: { md: "minmax(0, 1fr)" },
  gap: 2,
  alignItems: "start",
  "& > button": { justifySelf: "start" },
} as const;
