"use client";

import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { focusOnOpen } from "#components/ui/focus-on-open.ts";
import type { Field } from "#lib/fhir/definitions.ts";
import type { JsonPath } from "#lib/fhir/json-path.ts";
import { parseJson, type JsonValue } from "#lib/fhir/lossless-json.ts";
import { pathKey } from "#lib/fhir/three-way-merge.ts";
import type { FormTools } from "./form-tools.ts";

export interface PrimitiveInputProps {
  readonly form: FormTools;
  readonly path: JsonPath;
  readonly field: Field;
  /** As spelled in the text, without quotes. */
  readonly value: string;
  readonly problems: readonly string[];
}

/** An input for one primitive: a choice where the definitions list the codes, text otherwise. */
export function PrimitiveInput({ form, path, field, value, problems }: PrimitiveInputProps) {
  const { element, type } = field;
  const options = optionsOf(form, field);
  const name =
    typeof path.at(-1) === "number" ? `${String(path.at(-2))} ${Number(path.at(-1)) + 1}` : String(path.at(-1));
  const hasUnlisted = options !== undefined && !options.includes(value);
  return (
    <TextField
      fullWidth
      select={options !== undefined}
      label={name}
      required={element.min > 0}
      value={value}
      error={problems.length > 0}
      helperText={problems.length > 0 ? problems.join(". ") : `${type.code} · ${element.short}`}
      multiline={type.code === "markdown" || type.code === "xhtml"}
      maxRows={8}
      {...(form.added === pathKey(path) ? { inputRef: focusOnOpen } : {})}
      onChange={(event) => form.set(path, valueOf(event.target.value, type.code))}
      slotProps={{ htmlInput: { autoComplete: "off", spellCheck: false } }}
    >
      {hasUnlisted ? <MenuItem value={value}>{value === "" ? "(empty)" : value}</MenuItem> : null}
      {options?.map((option) => (
        <MenuItem key={option} value={option}>
          {option}
        </MenuItem>
      ))}
    </TextField>
  );
}

function optionsOf({ definitions }: FormTools, { element, type }: Field): readonly string[] | undefined {
  if (type.code === "boolean") return ["true", "false"];
  if (type.code !== "code" || element.binding === undefined) return undefined;
  return definitions.codes(element.binding.valueSet);
}

const NUMBERS = new Set(["decimal", "integer", "unsignedInt", "positiveInt"]);
/** RFC 8259 §6. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u;

/** Numbers keep their spelling; what is no number yet stays text, and the check says so. */
function valueOf(typed: string, type: string): JsonValue {
  if (type === "boolean") return typed === "true";
  return NUMBERS.has(type) && NUMBER.test(typed) ? parseJson(typed) : typed;
}
