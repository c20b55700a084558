"use client";

import Box from "@mui/material/Box";
import TextField from "@mui/material/TextField";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { focusOnOpen } from "#components/ui/focus-on-open.ts";
import { resourceHref } from "#components/ui/resource-href.ts";
import { KIND_TITLES, TypeMark } from "#components/ui/type-mark.tsx";
import { STORE_KINDS, type StoreKind } from "#lib/contract/resource-name.ts";
import { sendChange, storeCreation, type ResourceChange } from "#lib/queries/resource-changes.ts";
import { treeQueries } from "#lib/queries/tree.ts";
import { FormDialog } from "./form-dialog.tsx";
import { parseLabels } from "./labels-text.ts";
import { idProblem } from "./resource-id.ts";
import { StoreFieldInputs } from "./store-field-inputs.tsx";
import { creationBody, fieldValues, STORE_FIELDS, type FieldValues } from "./store-fields.ts";

export interface CreateStoreDialogProps {
  readonly dataset: string;
  readonly onClose: () => void;
}

/** Kind, id, settings and labels of a new store. */
export function CreateStoreDialog({ dataset, onClose }: CreateStoreDialogProps) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const headers = useUnlockHeaders(dataset);
  const stores = useQuery(treeQueries.stores(dataset)).data ?? [];
  const [kind, setKind] = useState<StoreKind>("fhirStores");
  const [id, setId] = useState("");
  const [settings, setSettings] = useState<FieldValues>({});
  const [labelsText, setLabelsText] = useState("");
  const fields = STORE_FIELDS[kind];
  const values = { ...fieldValues(fields), ...settings };
  const labels = parseLabels(labelsText);
  const taken = stores.filter((store) => store.kind === kind).map((store) => store.name.split("/").at(-1) ?? "");
  const problem = idProblem(id, taken);

  const creation = useMutation({
    mutationFn: (change: ResourceChange) => sendChange(change, headers),
    onSuccess: async (store) => {
      await queryClient.invalidateQueries({ queryKey: [...treeQueries.stores(dataset).queryKey] });
      onClose();
      router.push(resourceHref(store.name));
    },
  });
  const change =
    id !== "" && problem === undefined && labels.isValid
      ? storeCreation(dataset, kind, id, { ...creationBody(fields, values), ...labelsBody(labels.labels) })
      : undefined;

  return (
    <FormDialog
      title="Create a store"
      action="Create store"
      change={change}
      isPending={creation.isPending}
      error={creation.error}
      onSubmit={creation.mutate}
      onClose={onClose}
    >
      <KindChoice value={kind} onChange={setKind} />
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
      <StoreFieldInputs fields={fields} values={values} onChange={setSettings} />
      <LabelsField text={labelsText} onChange={setLabelsText} />
    </FormDialog>
  );
}

interface KindChoiceProps {
  readonly value: StoreKind;
  readonly onChange: (kind: StoreKind) => void;
}

function KindChoice({ value, onChange }: KindChoiceProps) {
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      aria-label="Kind of store"
      value={value}
      onChange={(_, next: StoreKind | null) => next && onChange(next)}
    >
      {STORE_KINDS.map((kind) => (
        <ToggleButton key={kind} value={kind} sx={{ flex: 1, gap: 2, textTransform: "none" }}>
          <TypeMark kind={kind} />
          <Box component="span">{KIND_TITLES[kind]}</Box>
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

export interface LabelsFieldProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
}

/** Labels, one `key=value` a line. */
export function LabelsField({ text, onChange }: LabelsFieldProps) {
  const labels = parseLabels(text);
  return (
    <TextField
      label="Labels"
      multiline
      minRows={2}
      maxRows={6}
      placeholder="team=cardiology"
      value={text}
      onChange={(event) => onChange(event.target.value)}
      error={!labels.isValid}
      helperText={labels.isValid ? "One key=value a line. For filters and billing." : labels.problem}
      slotProps={{ htmlInput: { spellCheck: false } }}
    />
  );
}

function labelsBody(labels: Readonly<Record<string, string>>) {
  return Object.keys(labels).length > 0 ? { labels } : {};
}
