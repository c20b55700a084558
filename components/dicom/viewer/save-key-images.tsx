"use client";

import Box from "@mui/material/Box";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { token } from "#components/ui/tokens.ts";
import { KEY_TITLES, keyObject } from "#lib/dicom/key-object.ts";
import type { ReportedImage } from "#lib/dicom/report-evidence.ts";
import { storeInstance } from "#lib/queries/dicom-store.ts";
import { dicomStudyQueries, type StudyAddress } from "#lib/queries/dicom-study.ts";
import { sessionQueries } from "#lib/queries/session.ts";
import { documentContext } from "./document-context.ts";
import { writePart10 } from "./write-part10.ts";

export interface SaveKeyImagesProps {
  readonly study: StudyAddress;
  /** At least one. */
  readonly marked: readonly ReportedImage[];
  readonly onSaved: () => void;
}

/** Stores the marked pictures as a key object selection beside them. */
export function SaveKeyImages({ study, marked, onSaved }: SaveKeyImagesProps) {
  const queries = useQueryClient();
  const unlock = useUnlockHeaders(study.store);
  const person = useQuery(sessionQueries.current()).data?.user.name ?? "";
  const [code, setCode] = useState("113000");
  const [description, setDescription] = useState("");
  const save = useMutation({
    mutationFn: async () => {
      const title = KEY_TITLES.find(([value]) => value === code) ?? ["113000", "DCM", "Of Interest"];
      const object = keyObject(marked, { title, description: description.trim() }, documentContext(person));
      await storeInstance(study.store, await writePart10(object), unlock);
      await Promise.all([
        queries.invalidateQueries(dicomStudyQueries.series(study)),
        queries.invalidateQueries(dicomStudyQueries.instances(study)),
      ]);
    },
    onSuccess: onSaved,
  });
  return (
    <Box sx={{ borderTop: `1px solid ${token.line}`, p: 2, display: "flex", flexDirection: "column", gap: 3 }}>
      {save.error ? <QueryProblem error={save.error} /> : null}
      <TextField select label="Why" value={code} onChange={(event) => setCode(event.target.value)} sx={{ mt: 1 }}>
        {KEY_TITLES.map(([value, , meaning]) => (
          <MenuItem key={value} value={value}>
            {meaning}
          </MenuItem>
        ))}
      </TextField>
      <TextField label="Description" value={description} onChange={(event) => setDescription(event.target.value)} />
      <div>
        <GuardedButton
          permission="healthcare.dicomStores.dicomWebWrite"
          resource={study.store}
          disabled={save.isPending}
          variant="contained"
          color="primary"
          onAct={() => save.mutate()}
        >
          {save.isPending ? "Saving…" : "Save to store"}
        </GuardedButton>
      </div>
    </Box>
  );
}
