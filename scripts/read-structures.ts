import { z } from "zod";

const elementSchema = z.object({
  path: z.string(),
  short: z.string().optional(),
  definition: z.string().optional(),
  min: z.number(),
  max: z.string(),
  base: z.object({ path: z.string() }).optional(),
  type: z
    .array(
      z.object({
        code: z.string(),
        targetProfile: z.array(z.string()).optional(),
        extension: z.array(z.object({ url: z.string(), valueUrl: z.string().optional() })).optional(),
      }),
    )
    .optional(),
  binding: z.object({ strength: z.string(), valueSet: z.string().optional() }).optional(),
  isSummary: z.boolean().optional(),
  contentReference: z.string().optional(),
});
export type Element = z.infer<typeof elementSchema>;

const structureSchema = z.object({
  resourceType: z.literal("StructureDefinition"),
  id: z.string(),
  kind: z.enum(["resource", "complex-type", "primitive-type", "logical"]),
  abstract: z.boolean(),
  derivation: z.string().optional(),
  baseDefinition: z.string().optional(),
  snapshot: z.object({ element: z.array(elementSchema) }),
});
/** A type with the elements it does not inherit. */
export interface Structure extends Omit<z.infer<typeof structureSchema>, "snapshot"> {
  readonly elements: readonly Element[];
}

interface Sources {
  /** profiles-types.json and profiles-resources.json. */
  readonly structureBundles: readonly unknown[];
  /** dataelements.json: HL7's own text of every element that is no backbone and whose path is not too long for an id. */
  readonly dataElements: unknown;
  /** All element paths of R4, choices by their stem. */
  readonly paths: ReadonlySet<string>;
}

/**
 * The types of R4 as HL7 published them. The package's structure definitions were edited for its own product (Meta.project, a ResearchStudy of R5), so an
 * element counts only if it is among R4's paths, and HL7's data elements have the last word on what it says.
 */
export function readStructures({ structureBundles, dataElements, paths }: Sources): Structure[] {
  const published = readDataElements(dataElements);
  const isPublished = ({ path }: Element): boolean => paths.has(path.replaceAll("[x]", ""));
  return structureBundles
    .flatMap(readBundle)
    .filter(({ derivation, kind }) => derivation !== "constraint" && kind !== "logical")
    .filter(({ id, kind }) => kind !== "resource" || [...paths].some((path) => path.startsWith(`${id}.`)))
    .map(({ snapshot, ...structure }) => {
      const own = snapshot.element.filter(({ path, base }) => path !== structure.id && (base?.path ?? path) === path);
      const kept = own
        .filter((element) => structure.kind === "primitive-type" || isPublished(element))
        .map((element) => published.get(element.path) ?? element);
      const known = new Set(snapshot.element.map(({ path }) => path));
      const dropped = [...published.values()].filter(
        (element) => element.path.startsWith(`${structure.id}.`) && !known.has(element.path) && isPublished(element),
      );
      return { ...structure, elements: [...kept, ...dropped] };
    });
}

const bundleSchema = z.object({ entry: z.array(z.object({ resource: z.looseObject({ resourceType: z.string() }) })) });

/** Operation definitions and the like are passed over. */
function readBundle(bundle: unknown): z.infer<typeof structureSchema>[] {
  return bundleSchema
    .parse(bundle)
    .entry.filter(({ resource }) => resource.resourceType === "StructureDefinition")
    .map(({ resource }) => structureSchema.parse(resource));
}

/** By path. Profiles repeat elements of the type they constrain (SimpleQuantity those of Quantity): the first is the type's own. */
function readDataElements(bundle: unknown): ReadonlyMap<string, Element> {
  const schema = z.object({ snapshot: z.object({ element: z.tuple([elementSchema]).rest(elementSchema) }) });
  const elements = bundleSchema.parse(bundle).entry.map(({ resource }) => schema.parse(resource).snapshot.element[0]);
  return new Map(elements.toReversed().map((element) => [element.path, element]));
}
