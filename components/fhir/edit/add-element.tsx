"use client";

import Autocomplete from "@mui/material/Autocomplete";
import Box from "@mui/material/Box";
import TextField from "@mui/material/TextField";
import { token } from "#components/ui/tokens.ts";
import type { Field } from "#lib/fhir/definitions.ts";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import { firstValue } from "#lib/fhir/resource-template.ts";
import type { FormTools, NestedObject } from "./form-tools.ts";
import { todayAsDate } from "./today.ts";

export interface AddElementProps extends NestedObject {
  readonly form: FormTools;
}

/** Adds an element that the type has and the object lacks; of a choice only one. */
export function AddElement({ form, value, path, content }: AddElementProps) {
  const missing = missingFields(form, value, content);
  if (missing.length === 0) return null;
  const where = path.length === 0 ? form.rootType : path.filter((step) => typeof step === "string").join(".");
  return (
    <Autocomplete
      key={missing.length}
      options={missing}
      getOptionLabel={([name]) => name}
      isOptionEqualToValue={([a], [b]) => a === b}
      value={null}
      clearOnBlur
      autoHighlight
      onChange={(_, chosen) => {
        if (chosen === null) return;
        const [name, field] = chosen;
        const first = firstValue(form.definitions, field, todayAsDate());
        if (field.element.max === "1") form.add([...path, name], first);
        else form.append([...path, name], first, 0);
      }}
      renderOption={({ key, ...props }, [name, field]) => (
        <Box component="li" key={key} {...props}>
          <Box>
            {name}
            {field.element.min > 0 ? " (required)" : ""}
            <Box sx={{ color: token.dim, fontSize: 12 }}>
              {field.type.code} · {field.element.short}
            </Box>
          </Box>
        </Box>
      )}
      renderInput={(params) => <TextField {...params} label={`Add to ${where}`} />}
      sx={{ maxWidth: 420 }}
    />
  );
}

function missingFields({ definitions }: FormTools, value: JsonObject, content: string): (readonly [string, Field])[] {
  const fields = [...definitions.fields(content)];
  const taken = new Set(fields.filter(([name]) => Object.hasOwn(value, name)).map(([, { element }]) => element));
  return fields
    .filter(([, { element, content: inner }]) => !taken.has(element) && inner !== "Resource")
    .toSorted(([, a], [, b]) => Number(b.element.min > 0) - Number(a.element.min > 0));
}
