/** The shape of a proto3 message as data: what `parse-message.ts` reads and what the update masks walk. */
export interface Message {
  /** Full protobuf name, e.g. google.cloud.healthcare.v1.fhir.FhirStore */
  readonly typeName: string;
  /** Fields by their JSON name (camelCase). */
  readonly fields: Readonly<Record<string, Field>>;
}

export type Field =
  | { readonly kind: "string" | "bool" | "int32" | "int64" | "bytes" | "duration" | "timestamp" }
  | {
      readonly kind: "enum";
      readonly typeName: string;
      readonly unspecified: string;
      readonly values: readonly string[];
    }
  | { readonly kind: "message"; readonly message: () => Message }
  | { readonly kind: "list"; readonly element: Field }
  | { readonly kind: "map"; readonly value: Field };

/**
 * The fields that a type of Google's client must have: every one of its keys, with a field of the fitting kind, plus `Extra` ones that the
 * service knows and the client's typings lack. Used with `satisfies`, so a new release of the client that adds a field fails to compile.
 */
export type FieldsOf<Schema, Extra extends string = never> = {
  readonly [Key in keyof Schema]-?: FieldFor<NonNullable<Schema[Key]>>;
} & Readonly<Record<Extra, Field>>;

type Kind<Name extends Field["kind"]> = Extract<Field, { kind: Name }>;
type Scalar<Name extends string> = { readonly kind: Name };

type FieldFor<T> = T extends boolean
  ? Scalar<"bool">
  : T extends number
    ? Scalar<"int32">
    : T extends string
      ? Scalar<"string" | "int64" | "bytes" | "duration" | "timestamp"> | Kind<"enum">
      : T extends readonly (infer Element)[]
        ? { readonly kind: "list"; readonly element: FieldFor<Element> }
        : Kind<"message"> | Kind<"map">;

export const STRING = { kind: "string" } as const;
export const BOOL = { kind: "bool" } as const;
export const INT32 = { kind: "int32" } as const;
export const INT64 = { kind: "int64" } as const;
export const BYTES = { kind: "bytes" } as const;
export const DURATION = { kind: "duration" } as const;
export const TIMESTAMP = { kind: "timestamp" } as const;
export const STRINGS = { kind: "list", element: STRING } as const;
/** `labels` and other maps of strings. */
export const STRING_MAP = { kind: "map", value: STRING } as const;

/** @param unspecified the zero value, which proto3 JSON leaves out of answers */
export function enumOf(typeName: string, unspecified: string, values: readonly string[]): Kind<"enum"> {
  return { kind: "enum", typeName, unspecified, values };
}

/** A function, because messages may hold each other (SchemaGroup). */
export function messageOf(message: () => Message): Kind<"message"> {
  return { kind: "message", message };
}

export function listOf<Element extends Field>(element: Element): { readonly kind: "list"; readonly element: Element } {
  return { kind: "list", element };
}

export function mapOf(value: Field): Kind<"map"> {
  return { kind: "map", value };
}

/** `fhirStore` → `fhir_store`: how error messages and field masks may spell a field. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The JSON name of a field written in camelCase or snake_case, or undefined when the message has no such field. */
export function fieldName(message: Message, written: string): string | undefined {
  if (Object.hasOwn(message.fields, written)) return written;
  const camel = written.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return written.includes("_") && Object.hasOwn(message.fields, camel) ? camel : undefined;
}
