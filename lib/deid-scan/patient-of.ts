const REFERENCES = ["subject", "patient", "beneficiary", "individual", "for"];

/** Whose resource it is: its patient's id, its own for a patient, empty when it is nobody's. */
export function patientOf(resource: Readonly<Record<string, unknown>>): string {
  if (resource["resourceType"] === "Patient") return typeof resource["id"] === "string" ? resource["id"] : "";
  for (const name of REFERENCES) {
    const reference = (resource[name] as { readonly reference?: unknown } | undefined)?.reference;
    const found = typeof reference === "string" ? /(?:^|\/)Patient\/([^/|]+)/.exec(reference) : null;
    if (found?.[1] !== undefined) return found[1];
  }
  return "";
}
