import { z } from "zod";

/** A larger value set (all-types aside, media types and languages) is not worth its weight. */
const MAX_CODES = 300;

interface Concept {
  readonly code: string;
  readonly concept?: Concept[] | undefined;
}
const conceptSchema: z.ZodType<Concept> = z.object({
  code: z.string(),
  get concept() {
    return z.array(conceptSchema).optional();
  },
});
const codeSystemSchema = z.object({
  resourceType: z.literal("CodeSystem"),
  url: z.string(),
  content: z.string(),
  concept: z.array(conceptSchema).optional(),
});
const includeSchema = z.object({
  system: z.string().optional(),
  concept: z.array(conceptSchema).optional(),
  filter: z.array(z.unknown()).optional(),
  valueSet: z.array(z.string()).optional(),
});
type ValueSetInclude = z.infer<typeof includeSchema>;
const valueSetSchema = z.object({
  resourceType: z.literal("ValueSet"),
  url: z.string(),
  compose: z.object({ include: z.array(includeSchema), exclude: z.array(z.unknown()).optional() }).optional(),
});

/** One member of a value set: `[system, code]`. */
type Member = readonly [system: string, code: string];

/** Codes of the wanted value sets that can be listed, and the code system of those that draw from one only, listed or not (urn:ietf:bcp:13). */
export function readValueSets(
  bundles: readonly unknown[],
  wanted: readonly string[],
): { readonly codes: Record<string, readonly string[]>; readonly systems: Record<string, string> } {
  const terminology = readTerminology(bundles);
  const listed = wanted
    .map((url) => [url, expand(url, terminology) ?? []] as const)
    .filter(([, members]) => members.length > 0 && members.length <= MAX_CODES);
  return {
    codes: Object.fromEntries(listed.map(([url, members]) => [url, [...new Set(members.map(([, code]) => code))]])),
    systems: Object.fromEntries(
      wanted.flatMap((url) => {
        const [system, ...others] = new Set(systemsOf(url, terminology));
        return system !== undefined && others.length === 0 ? [[url, system]] : [];
      }),
    ),
  };
}

interface Terminology {
  /** Codes of complete code systems by url. */
  readonly codeSystems: ReadonlyMap<string, readonly string[]>;
  readonly valueSets: ReadonlyMap<string, z.infer<typeof valueSetSchema>>;
}

function readTerminology(bundles: readonly unknown[]): Terminology {
  const bundleSchema = z.object({ entry: z.array(z.object({ resource: z.unknown() })) });
  const resources = bundles.flatMap((bundle) => bundleSchema.parse(bundle).entry.map(({ resource }) => resource));
  const codeSystems = resources.flatMap((resource) => codeSystemSchema.safeParse(resource).data ?? []);
  const valueSets = resources.flatMap((resource) => valueSetSchema.safeParse(resource).data ?? []);
  return {
    codeSystems: new Map(
      codeSystems
        .filter(({ content }) => content === "complete")
        .map(({ url, concept }) => [url, codesIn(concept ?? [])]),
    ),
    valueSets: new Map(valueSets.map((valueSet) => [valueSet.url, valueSet])),
  };
}

/** The code systems that a value set draws from, through the value sets it includes. */
function systemsOf(canonical: string, terminology: Terminology): readonly string[] {
  const include = terminology.valueSets.get(canonical.replace(/\|.*$/u, ""))?.compose?.include ?? [];
  return include.flatMap(({ system, valueSet = [] }) => [
    ...(system === undefined ? [] : [system]),
    ...valueSet.flatMap((url) => systemsOf(url, terminology)),
  ]);
}

/** Undefined when some part cannot be listed: a filter, an exclusion, a system published elsewhere. */
function expand(canonical: string, terminology: Terminology): readonly Member[] | undefined {
  const compose = terminology.valueSets.get(canonical.replace(/\|.*$/u, ""))?.compose;
  if (compose === undefined || compose.exclude !== undefined) return undefined;
  const parts = compose.include.map((include) => expandInclude(include, terminology));
  return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? []);
}

function expandInclude(include: ValueSetInclude, terminology: Terminology): readonly Member[] | undefined {
  const { system = "", concept, filter, valueSet } = include;
  if (filter !== undefined) return undefined;
  if (valueSet !== undefined) return valueSet.length === 1 ? expand(valueSet[0] ?? "", terminology) : undefined;
  const codes = concept === undefined ? terminology.codeSystems.get(system) : codesIn(concept);
  return codes?.map((code) => [system, code]);
}

function codesIn(concepts: readonly Concept[]): string[] {
  return concepts.flatMap(({ code, concept }) => [code, ...codesIn(concept ?? [])]);
}
