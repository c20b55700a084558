import { describe, expect, it } from "vitest";
import { createDefinitions } from "./definitions.ts";
import { R4 } from "./definitions/r4.ts";
import { definitionsFor } from "./definitions/versions.ts";

describe("elementAt", () => {
  it.each([
    ["Patient", ["name", 0, "family"], "HumanName.family", "string"],
    ["Patient", ["_birthDate", "extension", 0, "valueDateTime"], "Extension.value[x]", "dateTime"],
    ["Patient", ["contact", 1, "name", "given", 0], "HumanName.given", "string"],
    ["Patient", ["deceasedBoolean"], "Patient.deceased[x]", "boolean"],
    ["Patient", ["extension", 0, "extension", 1, "valueCodeableConcept", "coding", 0, "code"], "Coding.code", "code"],
    ["Observation", ["valueQuantity", "unit"], "Quantity.unit", "string"],
    ["Observation", ["component", 0, "referenceRange", 0, "low", "value"], "Quantity.value", "decimal"],
    ["Questionnaire", ["item", 0, "item", 2, "item", 0, "linkId"], "Questionnaire.item.linkId", "string"],
    [
      "MedicationRequest",
      ["dosageInstruction", 0, "timing", "repeat", "boundsPeriod", "start"],
      "Period.start",
      "dateTime",
    ],
    ["Bundle", ["entry", 0, "link", 0, "url"], "Bundle.link.url", "uri"],
    ["Patient", ["id"], "Patient.id", "string"],
    ["Condition", ["onsetAge", "value"], "Age.value", "decimal"],
  ] as const)("finds %s %j", (type, path, elementPath, elementType) => {
    expect(R4.elementAt(type, path)).toMatchObject({ path: elementPath, types: [{ code: elementType }] });
  });

  it.each([
    ["Patient", ["nickname"]],
    ["Patient", ["deceased"]],
    ["Patient", ["deceasedQuantity"]],
    ["Patient", ["constructor"]],
    ["Patient", ["__proto__"]],
    ["Unicorn", ["id"]],
    ["Patient", []],
  ] as const)("finds nothing at %s %j", (type, path) => {
    expect(R4.elementAt(type, path)).toBeUndefined();
  });

  it("enters contained resources and entries by the type that the document names", () => {
    const patient = { resourceType: "Patient", name: [{ family: "Ngata" }] };
    const bundle = { resourceType: "Bundle", entry: [{ resource: { resourceType: "List", contained: [patient] } }] };
    const path = ["entry", 0, "resource", "contained", 0, "name", 0, "family"];
    expect(R4.elementAt("Bundle", path, bundle)?.path).toBe("HumanName.family");
    expect(R4.elementAt("Bundle", path)).toBeUndefined();
  });
});

describe("children", () => {
  it("lists inherited elements first", () => {
    expect(
      R4.children("Patient")
        .map(({ name }) => name)
        .slice(0, 9),
    ).toEqual([
      "id",
      "meta",
      "implicitRules",
      "language",
      "text",
      "contained",
      "extension",
      "modifierExtension",
      "identifier",
    ]);
    expect(R4.children("Patient.contact").map(({ path }) => path)).toContain("Patient.contact.telecom");
    expect(R4.children("Observation.component.referenceRange").map(({ name }) => name)).toContain("appliesTo");
    expect(R4.children("toString")).toEqual([]);
  });
  it("tells cardinality, binding, targets and summary", () => {
    const [status] = R4.children("Observation").filter(({ name }) => name === "status");
    expect(status).toMatchObject({
      min: 1,
      max: "1",
      isSummary: true,
      binding: { strength: "required", valueSet: "http://hl7.org/fhir/ValueSet/observation-status" },
    });
    const [subject] = R4.children("Observation").filter(({ name }) => name === "subject");
    expect(subject?.types).toEqual([{ code: "Reference", targets: ["Patient", "Group", "Device", "Location"] }]);
  });
});

describe("the published standard", () => {
  it("is free of what the source package adds for its own product", () => {
    expect(R4.isResourceType("SubscriptionStatus")).toBe(false);
    expect(R4.elementAt("Patient", ["meta", "project"])).toBeUndefined();
    expect(R4.elementAt("ResearchStudy", ["label"])).toBeUndefined();
    expect(R4.elementAt("EvidenceVariable", ["characteristic", 0, "usageContext"])?.types).toEqual([
      { code: "UsageContext", targets: [] },
    ]);
    expect(R4.elementAt("Bundle", ["entry", 0, "response", "outcome"])?.types).toEqual([
      { code: "Resource", targets: [] },
    ]);
    expect(R4.elementAt("Observation", ["valueQuantity", "comparator"])?.max).toBe("1");
  });
});

describe("value sets", () => {
  it("lists the codes of small required ones and their one system", () => {
    expect(R4.codes("http://hl7.org/fhir/ValueSet/administrative-gender|4.0.1")).toEqual([
      "male",
      "female",
      "other",
      "unknown",
    ]);
    expect(R4.codeSystem("http://hl7.org/fhir/ValueSet/administrative-gender")).toBe(
      "http://hl7.org/fhir/administrative-gender",
    );
    expect(R4.codes("http://hl7.org/fhir/ValueSet/mimetypes")).toBeUndefined();
    expect(R4.codes("constructor")).toBeUndefined();
  });
});

describe("isA", () => {
  it("follows specialization", () => {
    expect(R4.isA("canonical", "uri")).toBe(true);
    expect(R4.isA("Age", "Quantity")).toBe(true);
    expect(R4.isA("uri", "canonical")).toBe(false);
  });
});

describe("subset", () => {
  it("works alone and stays small", () => {
    const data = R4.subset("Patient");
    expect(JSON.stringify(data).length).toBeLessThan(60_000);
    const own = createDefinitions(data);
    expect(own.elementAt("Patient", ["contact", 0, "period", "start"])).toEqual(
      R4.elementAt("Patient", ["contact", 0, "period", "start"]),
    );
    expect(own.codes("http://hl7.org/fhir/ValueSet/administrative-gender")).toHaveLength(4);
    expect(own.children("Observation")).toEqual([]);
  });
});

describe("definitionsFor", () => {
  it("knows the types of every version", () => {
    expect(definitionsFor("R4").resourceTypes).toHaveLength(146);
    expect(definitionsFor("DSTU2").isResourceType("Conformance")).toBe(true);
    expect(definitionsFor("STU3").isResourceType("ProcedureRequest")).toBe(true);
    expect(definitionsFor("R5").isResourceType("ActorDefinition")).toBe(true);
    expect(definitionsFor("R4").isResourceType("ActorDefinition")).toBe(false);
    expect(definitionsFor("R5").isResourceType("Resource")).toBe(false);
    expect(definitionsFor("R5").isResourceType("CanonicalResource")).toBe(false);
  });
});
