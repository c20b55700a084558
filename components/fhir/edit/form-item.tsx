"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { MONO, token } from "#components/ui/tokens.ts";
import type { Field } from "#lib/fhir/definitions.ts";
import { fhirPathOf, type JsonPath } from "#lib/fhir/json-path.ts";
import { isJsonObject, isRawNumber, type JsonObject, type JsonValue } from "#lib/fhir/lossless-json.ts";
import type { FormTools } from "./form-tools.ts";
import { PrimitiveInput } from "./primitive-input.tsx";

export interface FormItemProps {
  readonly form: FormTools;
  readonly value: JsonValue;
  readonly path: JsonPath;
  readonly field: Field | undefined;
}

/** One value: an input, an object that opens, or what only the text can show. */
export function FormItem({ form, value, path, field }: FormItemProps) {
  const expression = fhirPathOf(form.rootType, path);
  if (isJsonObject(value))
    return <Nested form={form} value={value} path={path} field={field} expression={expression} />;
  if (field && form.definitions.isPrimitive(field.type.code) && !Array.isArray(value))
    return (
      <Box sx={{ display: "flex", gap: 1, alignItems: "flex-start" }}>
        <PrimitiveInput
          form={form}
          path={path}
          field={field}
          value={spell(value)}
          problems={form.problemsAt(expression).map(({ message }) => message)}
        />
        <RemoveButton form={form} path={path} expression={expression} />
      </Box>
    );
  return <OnlyText form={form} value={value} path={path} expression={expression} />;
}

interface PlacedProps extends Omit<FormItemProps, "field"> {
  readonly expression: string;
}

/** The first two levels are open: most of what people correct stands there. */
const OPEN_DEPTH = 3;

function Nested({
  form,
  value,
  path,
  field,
  expression,
}: PlacedProps & { readonly value: JsonObject; readonly field: Field | undefined }) {
  const content = field?.content === "Resource" ? String(value["resourceType"] ?? "") : (field?.content ?? "");
  const isKnown = form.definitions.fields(content).size > 0;
  const problems = form.problemsAt(expression);
  // The server's own notes are seldom what somebody came to correct.
  const isOpen = problems.length > 0 || (path.length <= OPEN_DEPTH && path[0] !== "meta");
  return (
    <Box sx={{ position: "relative" }}>
      <Box component="details" open={isOpen} sx={NESTED}>
        <Box component="summary" sx={SUMMARY}>
          <Box component="span" sx={{ fontFamily: MONO, color: token.key }}>
            {labelOf(path)}
          </Box>
          <Box component="span" sx={{ color: token.dim, fontSize: 12 }}>
            {field?.type.code} {field ? `· ${field.element.short}` : ""}
          </Box>
        </Box>
        {problems.map(({ message }) => (
          <Box key={message} sx={{ color: token.err, px: 3, pb: 2 }}>
            {message}
          </Box>
        ))}
        <Box sx={{ px: 3, pb: 3 }}>
          {isKnown ? (
            form.renderObject({ value, path, content })
          ) : (
            <OnlyText form={form} value={value} path={path} expression={expression} />
          )}
        </Box>
      </Box>
      {/* Beside the summary, not inside: a control within a control cannot be told apart by a screen reader. */}
      <Box sx={{ position: "absolute", top: 3, right: 8 }}>
        <RemoveButton form={form} path={path} expression={expression} />
      </Box>
    </Box>
  );
}

function OnlyText({ form, value, path, expression }: PlacedProps) {
  return (
    <Box sx={{ display: "flex", gap: 2, alignItems: "baseline", flexWrap: "wrap" }}>
      <Box component="span" sx={{ fontFamily: MONO, color: token.key }}>
        {labelOf(path)}
      </Box>
      <Box component="code" sx={{ overflowWrap: "anywhere" }}>
        {JSON.stringify(value).slice(0, 200)}
      </Box>
      <Box component="span" sx={{ color: token.dim }}>
        Not in the definitions of this type: only the JSON can change it.
      </Box>
      <RemoveButton form={form} path={path} expression={expression} />
    </Box>
  );
}

function RemoveButton({
  form,
  path,
  expression,
}: {
  readonly form: FormTools;
  readonly path: JsonPath;
  readonly expression: string;
}) {
  return (
    <Button
      variant="text"
      aria-label={`Remove ${expression}`}
      onClick={() => form.remove(path)}
      sx={{ minWidth: 0, color: token.dim, fontSize: 12 }}
    >
      Remove
    </Button>
  );
}

function labelOf(path: JsonPath): string {
  const last = path.at(-1);
  return typeof last === "number" ? `${String(path.at(-2))} ${last + 1}` : String(last);
}

function spell(value: JsonValue): string {
  if (isRawNumber(value)) return value.rawJSON;
  return value === null ? "" : String(value);
}

const NESTED = { border: `1px solid ${token.line}`, borderRadius: "8px" } as const;

const SUMMARY = {
  display: "flex",
  gap: 2,
  alignItems: "center",
  pl: 3,
  pr: 12,
  py: 1,
  minHeight: 36,
  cursor: "pointer",
} as const;
