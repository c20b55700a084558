import type { MatchedMethod } from "#lib/contract/match-method.ts";
import { shellQuote } from "./shell-quote.ts";

const GROUPS: Readonly<Record<string, string>> = {
  datasets: "datasets",
  operations: "operations",
  fhirStores: "fhir-stores",
  dicomStores: "dicom-stores",
  hl7V2Stores: "hl7v2-stores",
  consentStores: "consent-stores",
};

const VERBS: Readonly<Record<string, string>> = {
  get: "describe",
  list: "list",
  create: "create",
  delete: "delete",
  cancel: "cancel",
  getIamPolicy: "get-iam-policy",
};

const ID_PARAMETER: Readonly<Record<string, string>> = {
  datasets: "dataset",
  operations: "operation",
  fhirStores: "fhirStore",
  dicomStores: "dicomStore",
  hl7V2Stores: "hl7V2Store",
  consentStores: "consentStore",
};

/**
 * The `gcloud healthcare …` command of a method, or undefined when gcloud has none or cannot say all that the request says.
 * Command groups as in the gcloud reference, `gcloud healthcare`.
 */
export function gcloudCommand(
  { method, params }: MatchedMethod,
  query: URLSearchParams,
  body: unknown,
): string | undefined {
  const [collection = "", action = ""] = method.id.split(".").slice(-2);
  const group = GROUPS[collection];
  if (!group) return undefined;
  const idKey = ID_PARAMETER[collection] ?? "";
  const id = action === "create" ? query.get(`${idKey}Id`) : (params[idKey] ?? null);
  const verb = commandVerb(action, collection, body);
  if (!verb) return undefined;
  const flags = [...scopeFlags(collection, params), ...verb.flags];
  const command = ["gcloud", "healthcare", group, verb.words, ...(id === null ? [] : [shellQuote(id)])].join(" ");
  return [command, ...flags].join(" \\\n  ");
}

interface CommandVerb {
  readonly words: string;
  readonly flags: readonly string[];
}

function commandVerb(action: string, collection: string, body: unknown): CommandVerb | undefined {
  if (action === "import" || action === "export") return transferVerb(action, body);
  const words = VERBS[action];
  if (!words) return undefined;
  const flags = action === "create" ? createFlags(collection, body) : [];
  return flags && { words, flags };
}

/** Undefined when the body holds a field that the create command has no flag for. */
function createFlags(collection: string, body: unknown): readonly string[] | undefined {
  const flags: string[] = [];
  for (const [field, value] of Object.entries(fieldsOf(body))) {
    const flag = createFlag(collection, field, value);
    if (flag === undefined) return undefined;
    flags.push(flag);
  }
  return flags;
}

function createFlag(collection: string, field: string, value: unknown): string | undefined {
  if (collection === "datasets" && field === "timeZone" && typeof value === "string")
    return `--time-zone=${shellQuote(value)}`;
  if (collection !== "fhirStores") return undefined;
  if (field === "version" && typeof value === "string") return `--version=${value.toLowerCase()}`;
  const flag = FHIR_SWITCHES[field];
  return flag && typeof value === "boolean" ? `--${value ? "" : "no-"}${flag}` : undefined;
}

const FHIR_SWITCHES: Readonly<Record<string, string>> = {
  enableUpdateCreate: "enable-update-create",
  disableReferentialIntegrity: "disable-referential-integrity",
  disableResourceVersioning: "disable-resource-versioning",
};

function transferVerb(action: "import" | "export", body: unknown): CommandVerb | undefined {
  const fields = fieldsOf(body);
  const uri =
    action === "import" ? fieldsOf(fields["gcsSource"])["uri"] : fieldsOf(fields["gcsDestination"])["uriPrefix"];
  if (typeof uri !== "string") return undefined;
  const structure = fields["contentStructure"];
  return {
    words: `${action} gcs`,
    flags: [
      action === "import" ? `--gcs-uri=${shellQuote(uri)}` : `--gcs-uri-prefix=${shellQuote(uri)}`,
      ...(typeof structure === "string" ? [`--content-structure=${structure.toLowerCase().replaceAll("_", "-")}`] : []),
    ],
  };
}

function scopeFlags(collection: string, params: Readonly<Record<string, string>>): readonly string[] {
  const flags = [
    `--project=${shellQuote(params["project"] ?? "")}`,
    `--location=${shellQuote(params["location"] ?? "")}`,
  ];
  if (collection !== "datasets") flags.push(`--dataset=${shellQuote(params["dataset"] ?? "")}`);
  return flags;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
