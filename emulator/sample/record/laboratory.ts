import { fhirDateTime, MINUTE } from "#emulator/sample/calendar.ts";
import { concept, hl7, LOINC, term } from "#emulator/sample/vocabulary/coding.ts";
import { MEASURES, PANELS, type PanelName } from "#emulator/sample/vocabulary/measures.ts";
import type { Chart } from "./chart.ts";
import { observe, typical, type Values } from "./findings.ts";
import { narrative } from "./narrative.ts";
import type { Visit } from "./visits.ts";

/** An order to the laboratory: every result, and the report that holds them together. */
export function labs(chart: Chart, visit: Visit, panel: PanelName, given: Values = {}): void {
  const { code, display, measures } = PANELS[panel];
  const results = measures.map((name) => observe(chart, visit, name, given[name] ?? typical(chart, name)));
  const lines = results.map((result, index) => {
    const measure = MEASURES[measures[index] ?? measures[0]];
    return `${measure.display}: ${result.valueQuantity?.value ?? "-"} ${measure.unit}`;
  });
  chart.resources.push({
    resourceType: "DiagnosticReport",
    id: chart.nextId("report"),
    text: narrative([display, ...lines]),
    status: "final",
    category: [concept(hl7("v2-0074", "LAB", "Laboratory"))],
    code: concept(term(LOINC, code, display)),
    subject: chart.subject,
    encounter: visit.reference,
    effectiveDateTime: fhirDateTime(visit.start + 10 * MINUTE),
    issued: fhirDateTime(visit.start + 150 * MINUTE),
    performer: [{ reference: "Organization/org-laboratory", display: "Clinical Laboratory" }],
    result: results.map((result) => ({
      reference: `Observation/${result.id ?? ""}`,
      display: result.code.text ?? display,
    })),
  });
}
