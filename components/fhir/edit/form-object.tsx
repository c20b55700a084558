"use client";

import Box from "@mui/material/Box";
import type { Field } from "#lib/fhir/definitions.ts";
import type { JsonPath } from "#lib/fhir/json-path.ts";
import type { JsonValue } from "#lib/fhir/lossless-json.ts";
import { AddElement } from "./add-element.tsx";
import { FormItem } from "./form-item.tsx";
import { FormList } from "./form-list.tsx";
import type { FormTools, NestedObject } from "./form-tools.ts";

export interface FormObjectProps extends NestedObject {
  readonly form: FormTools;
}

/** The members of one object in their order, then a way to add more of what the type allows. */
export function FormObject({ form, value, path, content }: FormObjectProps) {
  const fields = form.definitions.fields(content);
  const members = Object.entries(value).filter(([name]) => name !== "resourceType" || fields.has(name));
  return (
    <Box sx={{ display: "flex", flexDirection: "column", gap: 3 }}>
      {members.map(([name, member]) => (
        <FormMember key={name} form={form} value={member} path={[...path, name]} field={fieldOf(fields, name)} />
      ))}
      <AddElement form={form} value={value} path={path} content={content} />
    </Box>
  );
}

interface MemberProps {
  readonly form: FormTools;
  readonly value: JsonValue;
  readonly path: JsonPath;
  readonly field: Field | undefined;
}

function FormMember({ form, value, path, field }: MemberProps) {
  if (Array.isArray(value)) return <FormList form={form} value={value} path={path} field={field} />;
  return <FormItem form={form} value={value} path={path} field={field} />;
}

/** `_birthDate` is an Element of its own. */
function fieldOf(fields: ReadonlyMap<string, Field>, name: string): Field | undefined {
  const field = fields.get(name.startsWith("_") ? name.slice(1) : name);
  return field && name.startsWith("_")
    ? { ...field, type: { code: "Element", targets: [] }, content: "Element" }
    : field;
}
