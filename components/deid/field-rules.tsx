"use client";

import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { token } from "#components/ui/tokens.ts";
import type { DeidentifyConfigJson } from "#lib/deid/config.ts";

type FhirJson = NonNullable<DeidentifyConfigJson["fhir"]>;
type Rule = NonNullable<FhirJson["fieldMetadataList"]>[number];

const ACTIONS = [
  ["TRANSFORM", "Transform the value"],
  ["INSPECT_AND_TRANSFORM", "Inspect the text"],
  ["DO_NOT_TRANSFORM", "Keep"],
] as const;

export interface FieldRulesProps {
  readonly fhir: FhirJson;
  readonly onChange: (fhir: FhirJson) => void;
}

/** Rules by path; the first that fits counts. None: the defaults of the API. */
export function FieldRules({ fhir, onChange }: FieldRulesProps) {
  const rules = fhir.fieldMetadataList ?? [];
  const { fieldMetadataList: _, ...rest } = fhir;
  const set = (next: readonly Rule[]) => onChange(next.length === 0 ? rest : { ...rest, fieldMetadataList: [...next] });
  return (
    <>
      <Box sx={{ color: token.dim, fontSize: 12 }}>
        {rules.length === 0
          ? "No rules of your own: the defaults for known identifying fields and free text hold."
          : "The first rule that fits counts; fields that none names stay as they are."}
      </Box>
      {rules.map((rule, index) => (
        // Rules have no identity but their place.
        <Box key={index} sx={{ display: "flex", gap: 2, alignItems: "flex-start" }}>
          <TextField
            label={`Paths of rule ${index + 1}`}
            value={(rule.paths ?? []).join(" ")}
            onChange={(event) => set(rules.with(index, { ...rule, paths: event.target.value.split(" ") }))}
            placeholder="Patient.HumanName Address.city"
            sx={{ flex: 1 }}
            slotProps={{ htmlInput: { spellCheck: false } }}
          />
          <TextField
            select
            label="Action"
            value={rule.action === undefined || rule.action === "ACTION_UNSPECIFIED" ? "DO_NOT_TRANSFORM" : rule.action}
            onChange={(event) => set(rules.with(index, { ...rule, action: event.target.value as Rule["action"] }))}
            sx={{ width: 180 }}
          >
            {ACTIONS.map(([value, title]) => (
              <MenuItem key={value} value={value}>
                {title}
              </MenuItem>
            ))}
          </TextField>
          <IconButton aria-label={`Remove rule ${index + 1}`} onClick={() => set(rules.toSpliced(index, 1))}>
            <DeleteIcon sx={{ fontSize: 18 }} />
          </IconButton>
        </Box>
      ))}
      <Button
        sx={{ alignSelf: "flex-start" }}
        onClick={() => set([...rules, { paths: ["HumanName"], action: "TRANSFORM" }])}
      >
        Add a rule
      </Button>
    </>
  );
}
