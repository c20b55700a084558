"use client";

import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { focusOnOpen } from "#components/ui/focus-on-open.ts";
import { resourceHref } from "#components/ui/resource-href.ts";
import { finishedOperation } from "#lib/queries/operations.ts";
import { datasetCreation, sendOperation, type ResourceChange } from "#lib/queries/resource-changes.ts";
import { treeQueries, type TreeLocation } from "#lib/queries/tree.ts";
import { FormDialog } from "./form-dialog.tsx";
import { idProblem } from "./resource-id.ts";
import { TimeZoneField } from "./time-zone-field.tsx";

export interface CreateDatasetDialogProps {
  readonly project: string;
  readonly locations: readonly TreeLocation[];
  /** The location to begin with; the person may choose another. */
  readonly initialLocation: string | undefined;
  readonly onClose: () => void;
}

/** Location, id and time zone of a new dataset. The API creates it in the background; the window waits for that. */
export function CreateDatasetDialog({ project, locations, initialLocation, onClose }: CreateDatasetDialogProps) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const used = locations.find((location) => location.datasets.length > 0)?.name;
  const [location, setLocation] = useState(initialLocation ?? used ?? locations[0]?.name ?? "");
  const [id, setId] = useState("");
  const [timeZone, setTimeZone] = useState("");
  const headers = useUnlockHeaders(location);
  const taken = locations.find((each) => each.name === location)?.datasets.map(shortName) ?? [];
  const problem = idProblem(id, taken);

  const creation = useMutation({
    mutationFn: async (change: ResourceChange) => finishedOperation(await sendOperation(change, headers)),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: [...treeQueries.project(project).queryKey] });
      onClose();
      router.push(resourceHref(`${location}/datasets/${id}`));
    },
  });
  const isComplete = location !== "" && id !== "" && problem === undefined;

  return (
    <FormDialog
      title="Create a dataset"
      action="Create dataset"
      change={isComplete ? datasetCreation(location, id, timeZone) : undefined}
      isPending={creation.isPending}
      error={creation.error}
      onSubmit={creation.mutate}
      onClose={onClose}
    >
      <TextField
        select
        label="Location"
        value={location}
        onChange={(event) => setLocation(event.target.value)}
        helperText="Cannot be changed later. Data at rest stays there."
      >
        {locations.map((each) => (
          <MenuItem key={each.name} value={each.name}>
            {shortName(each.name)}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        label="Id"
        required
        inputRef={focusOnOpen}
        value={id}
        onChange={(event) => setId(event.target.value)}
        error={problem !== undefined}
        helperText={problem ?? "Cannot be changed later. It becomes part of addresses and logs: no patient data."}
        slotProps={{ htmlInput: { autoComplete: "off", spellCheck: false } }}
      />
      <TimeZoneField value={timeZone} onChange={setTimeZone} />
    </FormDialog>
  );
}

function shortName(name: string): string {
  return name.split("/").at(-1) ?? name;
}
