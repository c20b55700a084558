import { z } from "zod";
import type { StoreKind } from "#lib/contract/resource-name.ts";
import type { ConfiguredResource } from "#lib/queries/stores.ts";

/** One setting of a store: how it is asked for, shown and explained. Texts follow the API reference of v1. */
export interface StoreField {
  readonly key: string;
  readonly label: string;
  readonly help: string;
  /** What the API assumes when the field is absent. */
  readonly initial: string | boolean;
  /** Set at creation and never again. */
  readonly isFixed: boolean;
  readonly options?: readonly { readonly value: string; readonly title: string }[];
}

const FHIR_FIELDS: readonly StoreField[] = [
  {
    key: "version",
    label: "FHIR version",
    help: "Cannot be changed later. R4 is what most software speaks.",
    initial: "R4",
    isFixed: true,
    options: ["R4", "R5", "STU3", "DSTU2"].map((version) => ({ value: version, title: version })),
  },
  {
    key: "enableUpdateCreate",
    label: "Update may create",
    help: "A PUT to an id that does not exist creates it. Needed by systems that choose their own ids.",
    initial: false,
    isFixed: false,
  },
  {
    key: "defaultSearchHandlingStrict",
    label: "Strict search",
    help: "A search with an unknown parameter is refused. Otherwise the parameter is ignored and more is found than asked for.",
    initial: false,
    isFixed: false,
  },
  {
    key: "complexDataTypeReferenceParsing",
    label: "References in complex types",
    help: "Whether references inside extensions and the like are checked and rewritten too.",
    initial: "COMPLEX_DATA_TYPE_REFERENCE_PARSING_UNSPECIFIED",
    isFixed: false,
    options: [
      { value: "COMPLEX_DATA_TYPE_REFERENCE_PARSING_UNSPECIFIED", title: "As the API decides" },
      { value: "ENABLED", title: "Enabled" },
      { value: "DISABLED", title: "Disabled" },
    ],
  },
  {
    key: "disableReferentialIntegrity",
    label: "Allow broken references",
    help: "Cannot be changed later. Off: a resource that points at something missing is refused.",
    initial: false,
    isFixed: true,
  },
  {
    key: "disableResourceVersioning",
    label: "Keep no old versions",
    help: "Cannot be changed later. On: an update or delete forgets what was there before; there is no history.",
    initial: false,
    isFixed: true,
  },
];

export const STORE_FIELDS: Readonly<Record<StoreKind, readonly StoreField[]>> = {
  fhirStores: FHIR_FIELDS,
  dicomStores: [],
  hl7V2Stores: [
    {
      key: "rejectDuplicateMessage",
      label: "Refuse duplicates",
      help: "A message that is already in the store, byte for byte, is refused.",
      initial: false,
      isFixed: false,
    },
  ],
  consentStores: [
    {
      key: "defaultConsentTtl",
      label: "Consents expire after",
      help: "Seconds with an s, at least 24 hours: 86400s. Empty: they do not expire by themselves.",
      initial: "",
      isFixed: false,
    },
    {
      key: "enableConsentCreateOnUpdate",
      label: "Update may create",
      help: "A PATCH of a consent that does not exist creates it.",
      initial: false,
      isFixed: false,
    },
  ],
};

export type FieldValues = Readonly<Record<string, string | boolean>>;

const fieldValueSchema = z.union([z.string(), z.boolean()]);

/** The present value of each field, or what the API assumes. */
export function fieldValues(fields: readonly StoreField[], store?: ConfiguredResource): FieldValues {
  return Object.fromEntries(
    fields.map((field) => [field.key, fieldValueSchema.safeParse(store?.[field.key]).data ?? field.initial]),
  );
}

/** The body of a creation: only what differs from what the API assumes, and always what it requires (`version`). */
export function creationBody(fields: readonly StoreField[], values: FieldValues): Record<string, string | boolean> {
  const sent = fields.flatMap((field) => {
    const value = values[field.key];
    return value !== undefined && (value !== field.initial || field.key === "version")
      ? [[field.key, value] as const]
      : [];
  });
  return Object.fromEntries(sent);
}

/** The fields that the person changed; empty when nothing did. An emptied text is sent as undefined, which clears it. */
export function changedFields(
  fields: readonly StoreField[],
  before: FieldValues,
  after: FieldValues,
): Record<string, string | boolean | undefined> {
  const changed = fields.filter((field) => !field.isFixed && before[field.key] !== after[field.key]);
  return Object.fromEntries(
    changed.map((field) => [field.key, after[field.key] === "" ? undefined : after[field.key]]),
  );
}

/** A field's value in words. */
export function fieldText(field: StoreField, values: FieldValues): string {
  const value = values[field.key] ?? field.initial;
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return field.options?.find((option) => option.value === value)?.title ?? (value === "" ? "Not set" : value);
}
