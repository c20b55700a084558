import type { Observation } from "fhir/r4";
import { fhirDateTime, MINUTE } from "#emulator/sample/calendar.ts";
import { coding, concept, hl7, LOINC, term, UCUM } from "#emulator/sample/vocabulary/coding.ts";
import { MEASURES, type Measure, type MeasureName } from "#emulator/sample/vocabulary/measures.ts";
import type { Chart } from "./chart.ts";
import type { Visit } from "./visits.ts";

const CATEGORY_NAMES = {
  "vital-signs": "Vital Signs",
  laboratory: "Laboratory",
  survey: "Survey",
  exam: "Exam",
} as const satisfies Record<Measure["category"], string>;

/** Values a story gives; the rest of a panel is drawn around a well person's. */
export type Values = { readonly [name in MeasureName]?: number };

/** Writes one measured value. */
export function observe(chart: Chart, visit: Visit, name: MeasureName, value: number): Observation {
  const measure: Measure = MEASURES[name];
  const isLab = measure.category === "laboratory";
  const taken = visit.start + chart.random.int(5, 25) * MINUTE;
  const observation: Observation = {
    resourceType: "Observation",
    id: chart.nextId("obs"),
    status: "final",
    category: [categoryOf(measure.category)],
    code: concept(term(LOINC, measure.code, measure.display)),
    subject: chart.subject,
    encounter: visit.reference,
    effectiveDateTime: fhirDateTime(taken),
    issued: fhirDateTime(isLab ? taken + 90 * MINUTE : taken),
    performer: [isLab ? { reference: "Organization/org-laboratory", display: "Clinical Laboratory" } : visit.clinician],
    valueQuantity: quantityOf(measure, value),
    ...interpretation(chart, measure, value),
    ...referenceRange(measure),
  };
  chart.resources.push(observation);
  return observation;
}

/** Writes several in the order given. */
export function observeAll(chart: Chart, visit: Visit, values: Values): Observation[] {
  return measured(values).map(([name, value]) => observe(chart, visit, name, value));
}

/** Blood pressure as one panel with two components, and pulse; given values first, the rest drawn. */
export function vitals(chart: Chart, visit: Visit, given: Values = {}): void {
  const { systolic = typical(chart, "systolic"), diastolic = typical(chart, "diastolic"), ...rest } = given;
  bloodPressure(chart, visit, systolic, diastolic);
  observeAll(chart, visit, { heartRate: typical(chart, "heartRate"), ...rest });
}

/** A well person's value. Throws for a measure that has none: the story must say it. */
export function typical(chart: Chart, name: MeasureName): number {
  const { typical: range }: Measure = MEASURES[name];
  if (!range) throw new Error(`The story must give a value for ${name}`);
  return chart.random.near(range[0], range[1]);
}

/** What a person answers about smoking. LOINC 72166-2 with the SNOMED codes of the US Core value set. */
export function smokingStatus(chart: Chart, visit: Visit): void {
  const answer = chart.random.pickWeighted([
    { weight: 7, ...term("http://snomed.info/sct", "266919005", "Never smoked tobacco") },
    { weight: 2, ...term("http://snomed.info/sct", "8517006", "Ex-smoker") },
    { weight: 1, ...term("http://snomed.info/sct", "449868002", "Smokes tobacco daily") },
  ]);
  chart.resources.push({
    resourceType: "Observation",
    id: chart.nextId("obs"),
    status: "final",
    category: [concept(hl7("observation-category", "social-history", "Social History"))],
    code: concept(term(LOINC, "72166-2", "Tobacco smoking status")),
    subject: chart.subject,
    encounter: visit.reference,
    effectiveDateTime: fhirDateTime(visit.start),
    valueCodeableConcept: concept(answer),
  });
}

/** A slip of the keyboard that somebody noticed: ten times the weight, entered in error. */
export function mistypedWeight(chart: Chart, visit: Visit, weight: number): void {
  const slip = observe(chart, visit, "weight", weight * 10);
  slip.status = "entered-in-error";
  slip.note = [{ text: "Decimal point missing; measured again." }];
}

function bloodPressure(chart: Chart, visit: Visit, systolic: number, diastolic: number): void {
  const component = (name: "systolic" | "diastolic", value: number): NonNullable<Observation["component"]>[number] => ({
    code: concept(term(LOINC, MEASURES[name].code, MEASURES[name].display)),
    valueQuantity: quantityOf(MEASURES[name], value),
    ...interpretation(chart, MEASURES[name], value),
  });
  chart.resources.push({
    resourceType: "Observation",
    id: chart.nextId("obs"),
    meta: { profile: ["http://hl7.org/fhir/StructureDefinition/bp"] },
    status: "final",
    category: [categoryOf("vital-signs")],
    code: concept(term(LOINC, "85354-9", "Blood pressure panel with all children optional"), "Blood pressure"),
    subject: chart.subject,
    encounter: visit.reference,
    effectiveDateTime: fhirDateTime(visit.start + chart.random.int(2, 10) * MINUTE),
    performer: [visit.clinician],
    component: [component("systolic", systolic), component("diastolic", diastolic)],
  });
}

function categoryOf(category: Measure["category"]): NonNullable<Observation["category"]>[number] {
  return { coding: [coding(hl7("observation-category", category, CATEGORY_NAMES[category]))] };
}

function quantityOf(measure: Measure, value: number): NonNullable<Observation["valueQuantity"]> {
  return {
    value: Number(value.toFixed(measure.digits)),
    unit: measure.unitText ?? measure.unit,
    system: UCUM,
    code: measure.unit,
  };
}

/** Every tenth value comes without an interpretation, as from a device that sends none. */
function interpretation(chart: Chart, measure: Measure, value: number): Pick<Observation, "interpretation"> {
  if ((measure.low === undefined && measure.high === undefined) || chart.random.chance(0.1)) return {};
  return { interpretation: [concept(flagOf(measure, Number(value.toFixed(measure.digits))))] };
}

function flagOf(measure: Measure, value: number): ReturnType<typeof hl7> {
  if (measure.high !== undefined && value > measure.high) return hl7("v3-ObservationInterpretation", "H", "High");
  if (measure.low !== undefined && value < measure.low) return hl7("v3-ObservationInterpretation", "L", "Low");
  return hl7("v3-ObservationInterpretation", "N", "Normal");
}

function referenceRange(measure: Measure): Pick<Observation, "referenceRange"> {
  const bound = (value: number): { value: number; unit: string; system: string; code: string } => ({
    value,
    unit: measure.unitText ?? measure.unit,
    system: UCUM,
    code: measure.unit,
  });
  if (measure.low === undefined && measure.high === undefined) return {};
  return {
    referenceRange: [
      {
        ...(measure.low === undefined ? {} : { low: bound(measure.low) }),
        ...(measure.high === undefined ? {} : { high: bound(measure.high) }),
      },
    ],
  };
}

/** The entries of a table of values, typed. */
function measured(values: Values): [MeasureName, number][] {
  return (Object.keys(values) as MeasureName[]).flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [[name, value] satisfies [MeasureName, number]];
  });
}
