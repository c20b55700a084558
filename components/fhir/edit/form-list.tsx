"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import type { Field } from "#lib/fhir/definitions.ts";
import type { JsonPath } from "#lib/fhir/json-path.ts";
import type { JsonValue } from "#lib/fhir/lossless-json.ts";
import { firstValue } from "#lib/fhir/resource-template.ts";
import { FormItem } from "./form-item.tsx";
import type { FormTools } from "./form-tools.ts";
import { todayAsDate } from "./today.ts";

export interface FormListProps {
  readonly form: FormTools;
  readonly value: readonly JsonValue[];
  readonly path: JsonPath;
  readonly field: Field | undefined;
}

/** The items of a repeating element. */
export function FormList({ form, value, path, field }: FormListProps) {
  const name = String(path.at(-1));
  return (
    <Box role="group" aria-label={name} sx={{ display: "flex", flexDirection: "column", gap: 2 }}>
      {value.map((item, at) => (
        // An item has no name of its own; its position is what its path says too.
        <FormItem key={at} form={form} value={item} path={[...path, at]} field={field} />
      ))}
      {field ? (
        <Button
          onClick={() => form.append(path, firstValue(form.definitions, field, todayAsDate()), value.length)}
          sx={{ alignSelf: "flex-start" }}
        >
          Add another {name}
        </Button>
      ) : null}
    </Box>
  );
}
