"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import type { StoreKind } from "#lib/contract/resource-name.ts";
import { resourcePatch, sendChange, type ResourceChange } from "#lib/queries/resource-changes.ts";
import { resourceQueries, type ConfiguredResource } from "#lib/queries/stores.ts";
import { LabelsField } from "./create-store-dialog.tsx";
import { FormDialog } from "./form-dialog.tsx";
import { formatLabels, parseLabels } from "./labels-text.ts";
import { StoreFieldInputs } from "./store-field-inputs.tsx";
import { changedFields, fieldValues, STORE_FIELDS } from "./store-fields.ts";
import { TimeZoneField } from "./time-zone-field.tsx";

export interface EditStoreDialogProps {
  readonly store: ConfiguredResource;
  readonly kind: StoreKind;
  readonly onClose: () => void;
}

/** The settings of a store that may still change, sent as a patch of just what did. */
export function EditStoreDialog({ store, kind, onClose }: EditStoreDialogProps) {
  const fields = STORE_FIELDS[kind].filter((field) => !field.isFixed);
  const before = fieldValues(fields, store);
  const labelsBefore = formatLabels(store.labels ?? {});
  const [values, setValues] = useState(before);
  const [labelsText, setLabelsText] = useState(labelsBefore);
  const labels = parseLabels(labelsText);
  const body = {
    ...changedFields(fields, before, values),
    ...(labels.isValid && labelsText !== labelsBefore ? { labels: labels.labels } : {}),
  };
  const patch = usePatch(store.name, onClose);
  return (
    <FormDialog
      title="Edit the store"
      action="Save"
      change={labels.isValid && Object.keys(body).length > 0 ? resourcePatch(store.name, body) : undefined}
      isPending={patch.isPending}
      error={patch.error}
      onSubmit={patch.mutate}
      onClose={onClose}
    >
      <StoreFieldInputs fields={fields} values={values} onChange={setValues} />
      <LabelsField text={labelsText} onChange={setLabelsText} />
    </FormDialog>
  );
}

export interface EditDatasetDialogProps {
  readonly dataset: ConfiguredResource;
  readonly onClose: () => void;
}

/** The one setting of a dataset that may change: its time zone. */
export function EditDatasetDialog({ dataset, onClose }: EditDatasetDialogProps) {
  const before = dataset.timeZone ?? "";
  const [timeZone, setTimeZone] = useState(before);
  const patch = usePatch(dataset.name, onClose);
  const body = { timeZone: timeZone === "" ? undefined : timeZone };
  return (
    <FormDialog
      title="Edit the dataset"
      action="Save"
      change={timeZone === before ? undefined : resourcePatch(dataset.name, body)}
      isPending={patch.isPending}
      error={patch.error}
      onSubmit={patch.mutate}
      onClose={onClose}
    >
      <TimeZoneField value={timeZone} onChange={setTimeZone} />
    </FormDialog>
  );
}

function usePatch(name: string, onDone: () => void) {
  const queryClient = useQueryClient();
  const headers = useUnlockHeaders(name);
  return useMutation({
    mutationFn: (change: ResourceChange) => sendChange(change, headers),
    onSuccess: (resource) => {
      queryClient.setQueryData(resourceQueries.get(name).queryKey, resource);
      onDone();
    },
  });
}
