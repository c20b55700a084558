import { definitionsFor } from "./definitions/versions.ts";
import type { JsonObject } from "./lossless-json.ts";
import { searchParams } from "./search-params.ts";
import type { FhirVersion, SearchParam } from "./search-types.ts";

export interface CapabilityConfig {
  readonly version: FhirVersion;
  readonly enableUpdateCreate: boolean;
  readonly disableResourceVersioning: boolean;
  readonly disableReferentialIntegrity: boolean;
  /** `http://host/v1/projects/…/fhirStores/x/fhir`, no trailing slash. */
  readonly baseUrl: string;
  /** FHIR dateTime. */
  readonly date: string;
}

const FHIR_VERSION: Readonly<Record<FhirVersion, string>> = { DSTU2: "1.0.2", STU3: "3.0.2", R4: "4.0.1", R5: "5.0.0" };
const OPERATION = "http://hl7.org/fhir/OperationDefinition/";

/** What a FHIR store says of itself at `/metadata` (contract section 8.9); DSTU2 calls the resource Conformance. */
export function capabilityStatement(config: CapabilityConfig): JsonObject {
  const { version } = config;
  return {
    resourceType: version === "DSTU2" ? "Conformance" : "CapabilityStatement",
    url: `${config.baseUrl}/metadata`,
    version: "v1",
    status: "active",
    experimental: false,
    date: config.date,
    description: `FHIR ${version} store`,
    kind: "instance",
    fhirVersion: FHIR_VERSION[version],
    format: ["json"],
    ...(version === "DSTU2" ? { acceptUnknown: "no" } : {}),
    ...(version === "R4" || version === "R5" ? { patchFormat: ["application/json-patch+json"] } : {}),
    rest: [
      {
        mode: "server",
        resource: definitionsFor(version).resourceTypes.map((type) => describeType(type, config)),
        interaction: ["transaction", "batch", "search-system"].map((code) => ({ code })),
        searchParam: [
          { name: "_content", type: "string", documentation: "All words in any text of the resource" },
          { name: "_text", type: "string", documentation: "All words in the narrative of the resource" },
        ],
        operation: [
          { name: "export", definition: "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/export" },
          { name: "validate", definition: `${OPERATION}Resource-validate` },
        ],
      },
    ],
  };
}

function describeType(type: string, config: CapabilityConfig): JsonObject {
  const isVersioned = !config.disableResourceVersioning;
  const { searchParam, searchInclude, searchRevInclude } = searchOf(config.version, type);
  const interactions = [
    "create",
    "read",
    ...(isVersioned ? ["vread", "history-instance"] : []),
    "update",
    "patch",
    "delete",
  ];
  return {
    type,
    interaction: [...interactions, "search-type"].map((code) => ({ code })),
    versioning: isVersioned ? "versioned" : "no-version",
    readHistory: isVersioned,
    updateCreate: config.enableUpdateCreate,
    conditionalCreate: true,
    conditionalRead: "full-support",
    conditionalUpdate: true,
    conditionalDelete: "single",
    referencePolicy: ["literal", "logical", ...(config.disableReferentialIntegrity ? [] : ["enforced"])],
    ...(searchInclude.length === 0 ? {} : { searchInclude: [...searchInclude] }),
    searchRevInclude: [...searchRevInclude],
    searchParam: searchParam.map((param) => ({ ...param })),
    ...(type === "Patient"
      ? { operation: [{ name: "everything", definition: `${OPERATION}Patient-everything` }] }
      : {}),
  };
}

interface TypeSearch {
  readonly searchParam: readonly {
    readonly name: string;
    readonly type: string;
    readonly definition: string;
    readonly documentation: string;
  }[];
  /** `Observation:subject` */
  readonly searchInclude: readonly string[];
  /** Reference parameters of any type that may point to this one. */
  readonly searchRevInclude: readonly string[];
}

const SEARCHES = new Map<FhirVersion, ReadonlyMap<string, TypeSearch>>();

/** The same for every store of a version, and a few thousand parameters to go through: kept. */
function searchOf(version: FhirVersion, type: string): TypeSearch {
  let searches = SEARCHES.get(version);
  if (searches === undefined) {
    searches = describeSearches(version);
    SEARCHES.set(version, searches);
  }
  return searches.get(type) ?? { searchParam: [], searchInclude: [], searchRevInclude: [] };
}

function describeSearches(version: FhirVersion): ReadonlyMap<string, TypeSearch> {
  const types = definitionsFor(version).resourceTypes;
  const links = types.flatMap((source) =>
    [...searchParams(version, source).values()]
      .filter((param) => param.type === "reference")
      .map((param) => ({ source, name: `${source}:${param.code}`, targets: param.targets })),
  );
  return new Map(
    types.map((type) => [
      type,
      {
        searchParam: [...searchParams(version, type).values()].map(describeParam),
        searchInclude: links.filter(({ source }) => source === type).map(({ name }) => name),
        searchRevInclude: links
          .filter(({ targets }) => targets.length === 0 || targets.includes(type))
          .map(({ name }) => name),
      },
    ]),
  );
}

function describeParam(param: SearchParam): TypeSearch["searchParam"][number] {
  return { name: param.code, type: param.type, definition: param.url, documentation: param.description };
}
