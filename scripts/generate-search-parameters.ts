import { z } from "zod";

const parameterSchema = z.object({
  url: z.string(),
  code: z.string(),
  type: z.string(),
  description: z.string(),
  base: z.array(z.string()),
  expression: z.string().optional(),
  target: z.array(z.string()).optional(),
  component: z.array(z.object({ definition: z.string(), expression: z.string() })).optional(),
});
type Parameter = z.infer<typeof parameterSchema>;

/** One published parameter; see `SearchData` in lib/fhir/search-params.ts. */
interface CompactParameter {
  readonly code: string;
  readonly type: string;
  readonly url: string;
  /** Expression and description by resource type; `Resource` for all. */
  readonly on: Record<string, readonly [expression: string, description: string]>;
  readonly targets?: readonly string[];
  readonly components?: readonly { readonly code: string; readonly type: string; readonly expression: string }[];
}

/** Splits HL7's SearchParameter bundle by resource type: each type gets only the branches of the expression that start at it. */
export function generateSearchParameters(
  bundle: unknown,
  resourceTypes: readonly string[],
  paths: ReadonlySet<string>,
): CompactParameter[] {
  const schema = z.object({ entry: z.array(z.object({ resource: parameterSchema })) });
  const parameters = schema.parse(bundle).entry.map(({ resource }) => resource);
  const byUrl = new Map(parameters.map((parameter) => [parameter.url, parameter]));
  return (
    parameters
      .filter((parameter) => parameter.expression !== undefined && parameter.type !== "special")
      // The package carries a parameter for an element that R4 lacks (DeviceDefinition.classification).
      .filter(({ expression = "" }) => startsAtElement(expression, paths))
      .map((parameter) => compact(parameter, byUrl, resourceTypes))
      .toSorted((a, b) => (a.url < b.url ? -1 : 1))
  );
}

function startsAtElement(expression: string, paths: ReadonlySet<string>): boolean {
  const start = /^\(?([A-Z]\w+)\.\w+/u.exec(expression);
  return start === null || start[1] === "Resource" || paths.has(start[0].replace("(", ""));
}

function compact(
  parameter: Parameter,
  byUrl: ReadonlyMap<string, Parameter>,
  resourceTypes: readonly string[],
): CompactParameter {
  const branches = topLevelBranches(parameter.expression ?? "");
  const targets = parameter.target ?? [];
  return {
    code: parameter.code,
    type: parameter.type,
    url: parameter.url,
    on: Object.fromEntries(
      parameter.base.map((base) => [
        base,
        [branchesOf(base, branches).join(" | "), describe(parameter.description, base)],
      ]),
    ),
    // A parameter that lists all types may point anywhere.
    ...(targets.length === 0 || targets.length >= resourceTypes.length - 5 ? {} : { targets: targets.toSorted() }),
    ...(parameter.component === undefined
      ? {}
      : {
          components: parameter.component.map(({ definition, expression }) => ({
            code: byUrl.get(definition)?.code ?? "",
            type: byUrl.get(definition)?.type ?? "",
            expression,
          })),
        }),
  };
}

function branchesOf(base: string, branches: readonly string[]): readonly string[] {
  const own = branches.filter((branch) => new RegExp(`^\\(*${base}\\b`, "u").test(branch));
  return own.length > 0 ? own : branches;
}

/** The operands of the outermost `|`: a union inside parentheses belongs to its branch. */
function topLevelBranches(expression: string): string[] {
  const branches: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < expression.length; i += 1) {
    const char = expression[i];
    if (char === "(") depth += 1;
    if (char === ")") depth -= 1;
    if (char === "|" && depth === 0) {
      branches.push(expression.slice(start, i).trim());
      start = i + 1;
    }
  }
  return [...branches, expression.slice(start).trim()];
}

/** Descriptions of shared parameters are lists: `Multiple Resources: * [Patient](patient.html): A portion of …`. */
function describe(description: string, base: string): string {
  const item = new RegExp(`\\* \\[${base}\\]\\([^)]*\\): (.*)`, "u").exec(description);
  return (item?.[1] ?? description).replaceAll(/\s+/gu, " ").trim();
}
