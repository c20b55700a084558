import params from "./definitions/compartment-r4.generated.json" with { type: "json" };

const PATIENT_COMPARTMENT: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(params));

/**
 * Codes of the search parameters by which a resource of `type` belongs to a patient's compartment (R4 CompartmentDefinition/patient); empty when it
 * never does. `Patient` itself belongs to its own compartment and by `link`.
 */
export function patientCompartmentParams(type: string): readonly string[] {
  return PATIENT_COMPARTMENT.get(type) ?? [];
}
