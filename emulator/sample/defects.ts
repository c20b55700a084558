import type { FhirResource, HumanName, Observation, Patient } from "fhir/r4";
import { personAt, REFERENCE_DATE, type PopulationOptions } from "./people.ts";
import { HOSPITAL, HOSPITAL_URL } from "./staff.ts";
import { coding, concept, hl7, LOINC, term, UCUM } from "./vocabulary/coding.ts";

/**
 * What goes wrong in every real store, once each: a patient without a number, a reference that leads nowhere, a code without its system,
 * a date that has not come yet, and a person registered twice. All valid FHIR, so only somebody who looks finds them.
 */
export function plantedDefects(options: PopulationOptions): FhirResource[] {
  const [first, second] = [personAt(0, options), personAt(2, options)];
  const year = Number((options.referenceDate ?? REFERENCE_DATE).slice(0, 4));
  return [
    walkIn(),
    bodyWeight("weight-of-nobody", "Patient/patient-moved-away", `${year}-03-02`),
    { ...bodyWeight("weight-without-system", `Patient/${first.id}`, `${year}-03-03`), code: uncoded() },
    bodyWeight("weight-from-tomorrow", `Patient/${second.id}`, `${year + 36}-03-04`),
    {
      resourceType: "Patient",
      id: `${first.id}-again`,
      active: true,
      identifier: [
        {
          use: "usual",
          type: concept(hl7("v2-0203", "MR", "Medical record number")),
          system: `${HOSPITAL_URL}/mrn`,
          value: `${first.mrn}-9`,
        },
      ],
      name: [nameOf(first.name)],
      gender: first.sex,
      birthDate: first.birthDate,
      managingOrganization: HOSPITAL,
    },
  ];
}

/** Registered at night without a number, and never looked at again. */
function walkIn(): Patient {
  return {
    resourceType: "Patient",
    id: "walk-in-without-number",
    active: true,
    name: [{ use: "temp", text: "Walk-in, name to be confirmed" }],
    gender: "unknown",
    managingOrganization: HOSPITAL,
  };
}

const BODY_WEIGHT = term(LOINC, "29463-7", "Body weight");

function bodyWeight(id: string, subject: string, date: string): Observation {
  return {
    resourceType: "Observation",
    id,
    status: "final",
    category: [concept(hl7("observation-category", "vital-signs", "Vital Signs"))],
    code: concept(BODY_WEIGHT),
    subject: { reference: subject },
    effectiveDateTime: date,
    valueQuantity: { value: 71.5, unit: "kg", system: UCUM, code: "kg" },
  };
}

function uncoded(): Observation["code"] {
  const { code, display } = coding(BODY_WEIGHT);
  return { coding: [{ ...(code === undefined ? {} : { code }), ...(display === undefined ? {} : { display }) }] };
}

function nameOf({ family, given }: { readonly family: string; readonly given: readonly string[] }): HumanName {
  return { use: "official", family, given: [...given] };
}
