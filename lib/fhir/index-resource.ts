import type { Definitions } from "./definitions.ts";
import { R4 } from "./definitions/r4.ts";
import { converterFor } from "./index-values.ts";
import type { Converter } from "./index-values.ts";
import { isJsonObject } from "./lossless-json.ts";
import type { JsonObject, JsonValue } from "./lossless-json.ts";
import { normalizeText } from "./normalize-text.ts";
import { compileExpression } from "./search-expression.ts";
import type { Extractor } from "./search-expression.ts";
import { searchParams } from "./search-params.ts";
import type { FhirVersion, IndexEntry, IndexValue, SearchParam } from "./search-types.ts";

/**
 * Every value that search can find the resource by, `_id`, `_lastUpdated`, `_tag` and the other common ones included as far as the resource carries
 * them. A composite's entry has one part per component. Elements of the wrong type or shape are passed over.
 */
export function indexResource(resource: JsonObject, version: FhirVersion): IndexEntry[] {
  const { resourceType } = resource;
  const entries: IndexEntry[] = [];
  if (typeof resourceType !== "string") return entries;
  for (const { code, run } of plansFor(version, resourceType)) {
    run(resource, resource, (value) => {
      entries.push({ code, value });
    });
  }
  return entries;
}

/** Normalized words for `_text` (the narrative without markup) and `_content` (narrative and every string), parted by single spaces. */
export function fulltextOf(resource: JsonObject): { readonly narrative: string; readonly content: string } {
  const strings: string[] = [];
  collectStrings(resource, strings);
  const { text } = resource;
  const div = isJsonObject(text) && typeof text["div"] === "string" ? withoutMarkup(text["div"]) : "";
  return { narrative: normalizeText(div), content: normalizeText(`${div} ${strings.join(" ")}`) };
}

type Run = (node: JsonValue, resource: JsonObject, emit: (value: IndexValue) => void) => void;
interface Plan {
  readonly code: string;
  readonly run: Run;
}

const PLANS = new Map<string, readonly Plan[]>();

/** R4's element definitions serve all versions, as its search parameters do. */
function plansFor(version: FhirVersion, type: string): readonly Plan[] {
  const key = `${version} ${type}`;
  let plans = PLANS.get(key);
  if (plans === undefined) {
    const context = R4.isResourceType(type) ? type : "DomainResource";
    plans = [...searchParams(version, type).values()].map((param) => ({
      code: param.code,
      run: planOf(param, context),
    }));
    PLANS.set(key, plans);
  }
  return plans;
}

function planOf(param: SearchParam, context: string): Run {
  if (param.type === "composite") return compositePlan(param, context);
  const branches = compileExpression(param.expression, context, R4).flatMap((extractor) => {
    const convert = converterFor(param.type, extractor.type);
    return convert === undefined ? [] : [branchOf(extractor, convert)];
  });
  return sequence(branches);
}

function branchOf(extractor: Extractor, convert: Converter): Run {
  const codeSystem = systemOf(extractor, R4);
  return (node, resource, emit) => {
    extractor.visit(node, resource, (value) => {
      convert(value, emit, codeSystem);
    });
  };
}

/** A bare code means a code of the one system its required value set draws from. */
function systemOf({ type, valueSet }: Extractor, definitions: Definitions): string {
  return type === "code" && valueSet !== undefined ? (definitions.codeSystem(valueSet) ?? "") : "";
}

function sequence(branches: readonly Run[]): Run {
  return (node, resource, emit) => {
    for (const branch of branches) branch(node, resource, emit);
  };
}

/** The expression gives the nodes within which all components must be found together. */
function compositePlan(param: SearchParam, context: string): Run {
  return sequence(
    compileExpression(param.expression, context, R4).map((extractor): Run => {
      const components = param.components.map((component) =>
        planOf({ ...param, type: component.type, expression: component.expression }, extractor.content),
      );
      return (node, resource, emit) => {
        extractor.visit(node, resource, (found) => {
          const parts = components.map((component) => {
            const values: IndexValue[] = [];
            component(found, resource, (value) => {
              values.push(value);
            });
            return values;
          });
          if (parts.every((values) => values.length > 0)) emit({ kind: "composite", parts });
        });
      };
    }),
  );
}

/** Names that say nothing of the content, the narrative (read without its markup) and base64. */
const NOT_CONTENT: ReadonlySet<string> = new Set(["resourceType", "div", "data"]);

function collectStrings(node: JsonValue | undefined, strings: string[]): void {
  if (typeof node === "string") {
    strings.push(node);
  } else if (Array.isArray(node)) {
    for (const item of node) collectStrings(item, strings);
  } else if (isJsonObject(node)) {
    for (const key of Object.keys(node)) if (!NOT_CONTENT.has(key)) collectStrings(node[key], strings);
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

function withoutMarkup(div: string): string {
  return div
    .replaceAll(/<[^>]*>/gu, " ")
    .replaceAll(
      /&(?:#(\d{1,6})|#x([0-9a-fA-F]{1,5})|(\w+));/gu,
      (whole: string, decimal?: string, hex?: string, name?: string) => {
        if (name !== undefined) return ENTITIES[name] ?? whole;
        return String.fromCodePoint(decimal === undefined ? Number.parseInt(hex ?? "20", 16) : Number(decimal));
      },
    );
}
