import type { CodeableConcept, Coding } from "fhir/r4";

/** Canonical urls of the terminologies the hospital speaks. */
export const LOINC = "http://loinc.org";
export const SNOMED = "http://snomed.info/sct";
export const RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm";
export const CVX = "http://hl7.org/fhir/sid/cvx";
export const UCUM = "http://unitsofmeasure.org";
export const DICOM = "http://dicom.nema.org/resources/ontology/DCM";
const HL7_CODE_SYSTEM = "http://terminology.hl7.org/CodeSystem/";

export interface Term {
  readonly system: string;
  readonly code: string;
  readonly display: string;
}

export function term(system: string, code: string, display: string): Term {
  return { system, code, display };
}

/** A term of terminology.hl7.org, e.g. `hl7("condition-clinical", "active", "Active")`. */
export function hl7(codeSystem: string, code: string, display: string): Term {
  return { system: `${HL7_CODE_SYSTEM}${codeSystem}`, code, display };
}

export function coding(of: Term): Coding {
  return { system: of.system, code: of.code, display: of.display };
}

/** @param text what the person at the desk wrote; the display when absent. */
export function concept(of: Term, text = of.display): CodeableConcept {
  return { coding: [coding(of)], text };
}
