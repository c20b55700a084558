import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { definitionsFor } from "#lib/fhir/definitions/versions.ts";
import { readDeidentifyConfig } from "#lib/deid/check-config.ts";
import { planOf } from "#lib/deid/plan.ts";
import { prepareKnown } from "#lib/deid/text/known-values.ts";
import type { Subject } from "#lib/deid/text/transform-text.ts";
import { fhirDeidentifier, type FhirDeidentifier } from "#lib/deid/fhir/deidentify-resource.ts";
import { harvestKnown } from "#lib/deid/fhir/harvest.ts";
import type { JsonObject } from "#lib/deid/fhir/json.ts";

const crypto = { hmac: (key: Uint8Array, text: string) => createHmac("sha256", key).update(text).digest() };
const definitions = definitionsFor("R4");
const shapes = {
  field: (content: string, property: string) => {
    const field = definitions.fields(content).get(property);
    return (
      field && {
        element: field.element.name,
        type: field.type.code,
        content: field.content,
        isPrimitive: definitions.isPrimitive(field.type.code) || field.type.code.endsWith("System.String"),
        isRequired: field.element.min > 0,
        targets: field.type.targets,
      }
    );
  },
};
const KEY = Buffer.alloc(32, 7).toString("base64");

function deidentifier(config: unknown): FhirDeidentifier {
  const read = readDeidentifyConfig(config, () => true);
  if (!("config" in read)) throw new Error(JSON.stringify(read.violations));
  return fhirDeidentifier(
    planOf(read.config, crypto, () => Buffer.alloc(32, 9)),
    crypto,
    shapes,
  );
}

describe("places", () => {
  const named = (location: JsonObject): JsonObject =>
    deidentifier({ fhir: {} }).deidentify(
      { resourceType: "Location", id: "l-1", ...location },
      { patient: "Location/l-1", isPatient: false, known: [] },
    );
  const house = { coding: [{ code: "ho" }] };

  it.each<JsonObject>([
    { name: "Falk", physicalType: house },
    { name: "Falk", type: [{ coding: [{ code: "PTRES" }] }] },
    { name: "Home of Tobermory Falk" },
    { name: "Falk residence" },
    { name: "Tobermory Falk's home" },
    { name: "Tobermory’s flat" },
  ])("takes away what a home is called: %j", (location) => {
    const result = named({ ...location, description: "Ring at Falk", alias: ["Falk, upstairs"] });
    expect(JSON.stringify(result)).not.toMatch(/Falk|Tobermory/);
  });

  it.each([
    "Falk Wing",
    "St. Mary's Home",
    "Falk Memorial Hospital",
    "Nursing home Sunrise",
    "Veterans' Home",
    "ICU 2",
  ])("does not take a ward or house of care for a home: %s", (name) => {
    expect(named({ name, physicalType: { coding: [{ code: "wa" }] } })["name"]).toBeTypeOf("string");
  });

  it("leaves a home to the rules of the caller when there are any", () => {
    const config = { fhir: { fieldMetadataList: [{ paths: ["Location.name"], action: "DO_NOT_TRANSFORM" }] } };
    const home: JsonObject = { resourceType: "Location", id: "l-1", name: "Falk", physicalType: house };
    const subject = { patient: "Location/l-1", isPatient: false, known: [] };
    expect(deidentifier(config).deidentify(home, subject)).toMatchObject({ name: "Falk" });
  });
});

const PATIENT: JsonObject = {
  resourceType: "Patient",
  id: "p-1",
  meta: {
    versionId: "1",
    lastUpdated: "2024-01-01T00:00:00Z",
    source: "https://feed.example/9",
    profile: ["http://x.example/p"],
  },
  extension: [{ url: "http://x.example/e", valueString: "Tobermory" }],
  identifier: [{ system: "https://hospital.example/mrn", value: "4419002" }],
  name: [{ use: "official", family: "Falk", given: ["Tobermory"] }],
  telecom: [
    { system: "phone", value: "+1-515-555-0147" },
    { system: "email", value: "t@falk.example" },
  ],
  gender: "male",
  birthDate: "1950-05-04",
  _birthDate: { extension: [{ url: "http://x.example/time", valueDateTime: "1950-05-04T01:00:00Z" }] },
  deceasedDateTime: "2024-06-01T10:00:00Z",
  address: [{ line: ["17 Larkspur Hollow"], city: "Brindleford", state: "IA", postalCode: "52245", country: "US" }],
  text: {
    status: "generated",
    div: '<div xmlns="http://www.w3.org/1999/xhtml"><p title="Falk">Tobermory <b>Falk</b>, MRN 4419002 &amp; co</p></div>',
  },
};
const subject: Subject = { patient: "4419002", isPatient: true, known: [prepareKnown(harvestKnown(PATIENT))] };
const NOTE: JsonObject = {
  resourceType: "Observation",
  id: "o-1",
  status: "final",
  code: { coding: [{ system: "http://loinc.org", code: "8480-6", display: "Systolic blood pressure" }] },
  subject: { reference: "Patient/p-1", display: "Tobermory Falk" },
  effectiveDateTime: "2024-05-04T10:00:00-05:00",
  valueQuantity: { value: 120, unit: "mmHg" },
  note: [{ text: "Tobermory of Brindleford called from 515.555.0147 on 5 May 2024; Parkinson's disease stable." }],
};

describe("FHIR with default rules", () => {
  const engine = deidentifier({ fhir: {} });

  it("takes identifying fields away and leaves the rest", () => {
    const result = engine.deidentify(PATIENT, subject);
    const text = JSON.stringify(result);
    for (const gone of [
      "Falk",
      "Tobermory",
      "4419002",
      "0147",
      "falk.example",
      "1950-05-04",
      "Larkspur",
      "Brindleford",
      "52245",
      "feed.example",
      "p-1",
    ])
      expect(text).not.toContain(gone);
    expect(result).toMatchObject({
      gender: "male",
      name: [{ use: "official" }],
      telecom: [{ system: "phone" }, { system: "email" }],
      address: [{ state: "IA", country: "US" }],
      meta: { profile: ["http://x.example/p"] },
    });
    expect(result).not.toHaveProperty("extension");
    expect(result).not.toHaveProperty("_birthDate");
    expect(text).toContain(
      '<p title=\\"[PERSON_NAME]\\">[PERSON_NAME]<b></b>, MRN [MEDICAL_RECORD_NUMBER] &#38; co</p>',
    );
  });

  it("changes nothing of its input", () => {
    const before = structuredClone(PATIENT);
    engine.deidentify(PATIENT, subject);
    expect(PATIENT).toEqual(before);
  });

  it("moves all dates of a patient by the same days, in fields and in text", () => {
    const patient = engine.deidentify(PATIENT, subject);
    const note = engine.deidentify(NOTE, subject);
    const days = (Date.parse(String(patient["birthDate"])) - Date.parse("1950-05-04")) / 86_400_000;
    expect(days).not.toBe(0);
    const moved = new Date(Date.parse("2024-05-04") + days * 86_400_000).toISOString().slice(0, 10);
    expect(note["effectiveDateTime"]).toBe(`${moved}T10:00:00-05:00`);
    const written = /on (\d+ \w+ \d{4});/.exec(JSON.stringify(note["note"]))?.[1] ?? "";
    expect(Date.parse(`${written} UTC`)).toBe(Date.parse(moved) + 86_400_000);
  });

  it("knows the patient's values in a text, and keeps clinical words", () => {
    expect(JSON.stringify(engine.deidentify(NOTE, subject)["note"])).toMatch(
      /\[PERSON_NAME\] of \[LOCATION\] called from \[PHONE_NUMBER\] on .+; Parkinson's disease stable\./,
    );
  });

  it("gives ids and all forms of references the same pseudonym", () => {
    const id = engine.idOf("Patient", "p-1");
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    expect(engine.deidentify(PATIENT, subject)["id"]).toBe(id);
    const references = [
      "Patient/p-1",
      "Patient/p-1/_history/4",
      "https://healthcare.googleapis.com/v1/projects/p/locations/l/datasets/d/fhirStores/s/fhir/Patient/p-1",
    ];
    for (const reference of references) {
      const result = engine.deidentify({ ...NOTE, subject: { reference, display: "Tobermory Falk" } }, subject);
      expect(result["subject"]).toEqual({ reference: `Patient/${id}` });
    }
    expect(
      engine.deidentify({ ...NOTE, subject: { reference: "Patient?identifier=4419002", type: "Patient" } }, subject)[
        "subject"
      ],
    ).toEqual({ type: "Patient" });
  });

  it("renames contained resources together with what points to them", () => {
    const result = engine.deidentify(
      {
        ...NOTE,
        contained: [{ resourceType: "Patient", id: "falk", name: [{ family: "Falk" }], gender: "male" }],
        subject: { reference: "#falk" },
      },
      subject,
    );
    const [contained] = result["contained"] as JsonObject[];
    expect(contained).toEqual({ resourceType: "Patient", id: contained?.["id"], gender: "male" });
    expect(result["subject"]).toEqual({ reference: `#${String(contained?.["id"])}` });
  });

  it("inspects attachments of text and takes others away with their hash", () => {
    const attach = (contentType: string, text: string): JsonObject => ({
      resourceType: "DocumentReference",
      status: "current",
      subject: { reference: "Patient/p-1" },
      content: [
        { attachment: { contentType, data: Buffer.from(text).toString("base64"), size: text.length, hash: "AAAA" } },
      ],
    });
    const content = (resource: JsonObject): JsonObject =>
      (resource as { content: { attachment: JsonObject }[] }).content[0]?.attachment ?? {};
    const plain = content(engine.deidentify(attach("text/plain", "Seen: Tobermory Falk"), subject));
    expect(Buffer.from(String(plain["data"]), "base64").toString()).toBe("Seen: [PERSON_NAME]");
    expect(plain).toMatchObject({ size: 19 });
    expect(plain).not.toHaveProperty("hash");
    expect(content(engine.deidentify(attach("application/pdf", "%PDF"), subject))).toEqual({
      contentType: "application/pdf",
    });
  });

  it("groups ages over 89 and says of a required value that it was masked", () => {
    const condition: JsonObject = {
      resourceType: "Condition",
      subject: { reference: "Patient/p-1" },
      onsetAge: { value: 93, unit: "a" },
    };
    expect(engine.deidentify(condition, subject)).toMatchObject({ onsetAge: { value: 90, unit: "a" } });
    const coverage: JsonObject = {
      resourceType: "Coverage",
      status: "active",
      class: [{ type: { text: "group" }, value: "XW-9912" }],
    };
    expect(engine.deidentify(coverage, subject)).toMatchObject({
      class: [{ _value: { extension: [{ valueCode: "masked" }] } }],
    });
  });

  it("names images as the DICOM store does", () => {
    const study: JsonObject = {
      resourceType: "ImagingStudy",
      status: "available",
      identifier: [{ system: "urn:dicom:uid", value: "urn:oid:2.25.77" }],
      series: [{ uid: "1.2.3.4" }],
    };
    expect(engine.deidentify(study, subject)).toMatchObject({
      identifier: [{ value: expect.stringMatching(/^urn:oid:2\.25\.\d{30,}$/) as string }],
      series: [{ uid: expect.stringMatching(/^2\.25\.\d{30,}$/) as string }],
    });
  });

  it("lets nothing pass that the standard does not know", () => {
    expect(engine.deidentify({ ...NOTE, nickname: "Toby" }, subject)).not.toHaveProperty("nickname");
  });
});

describe("FHIR with rules of the caller", () => {
  const withRules = (fieldMetadataList: object[], text?: object): FhirDeidentifier =>
    deidentifier({ fhir: { fieldMetadataList }, ...(text && { text }) });

  it("passes on what no path fits, but for ids, references and extensions", () => {
    const engine = withRules([{ paths: ["Patient.birthDate"], action: "TRANSFORM" }]);
    const result = engine.deidentify(PATIENT, subject);
    expect(result).toMatchObject({ name: PATIENT["name"], address: PATIENT["address"], telecom: PATIENT["telecom"] });
    expect(result["birthDate"]).not.toBe("1950-05-04");
    expect(result["id"]).not.toBe("p-1");
    expect(result).not.toHaveProperty("extension");
  });

  it("takes the first rule that fits", () => {
    const engine = withRules([
      { paths: ["HumanName.given"], action: "DO_NOT_TRANSFORM" },
      { paths: ["HumanName"], action: "TRANSFORM" },
    ]);
    expect(engine.deidentify(PATIENT, subject)["name"]).toEqual([{ given: ["Tobermory"] }]);
  });

  it.each([
    ["Patient.name.family", "name"],
    ["Patient.HumanName.family", "name"],
    ["HumanName.family", "name"],
    ["HumanName.String", "name"],
    ["Patient.HumanName", "name"],
    ["Deceased.DateTime", "deceasedDateTime"],
    ["Patient.deceased.dateTime", "deceasedDateTime"],
    ["Patient.AdministrativeGenderCode", "gender"],
    ["Date", "birthDate"],
    ["Address.city", "address"],
  ])("knows the path %s", (path, property) => {
    const result = withRules([{ paths: [path], action: "TRANSFORM" }]).deidentify(PATIENT, subject);
    const changed = ["name", "gender", "birthDate", "address", "deceasedDateTime"].filter(
      (name) => JSON.stringify(result[name]) !== JSON.stringify(PATIENT[name]),
    );
    expect(changed).toEqual([property]);
  });

  it("applies each method to a whole value, and removes where it cannot apply", () => {
    const by = (method: object): JsonObject =>
      withRules([{ paths: ["HumanName.family", "Date"], action: "TRANSFORM" }], {
        transformations: [{ infoTypes: [], ...method }],
      }).deidentify(PATIENT, subject);
    expect(by({ characterMaskConfig: {} })).toMatchObject({ name: [{ family: "****" }] });
    expect(by({ characterMaskConfig: {} })).not.toHaveProperty("birthDate");
    const hashed = by({ cryptoHashConfig: { cryptoKey: KEY } }) as { name: { family: string }[] };
    expect(hashed.name[0]?.family).toMatch(/^[\w+/]{43}=$/);
    expect(hashed).not.toHaveProperty("birthDate");
    expect(by({ redactConfig: {} })).toMatchObject({ name: [{ use: "official", given: ["Tobermory"] }] });
    expect(by({ dateShiftConfig: { cryptoKey: KEY } })["birthDate"]).toMatch(/^19(?:49|50)-\d\d-\d\d$/);
  });

  it("applies each method to findings in a text", () => {
    const noteBy = (method: object): string => {
      const engine = withRules([{ paths: ["Annotation.text"], action: "INSPECT_AND_TRANSFORM" }], {
        transformations: [{ infoTypes: ["PERSON_NAME"], ...method }],
      });
      return JSON.stringify(engine.deidentify(NOTE, subject)["note"]);
    };
    expect(noteBy({ redactConfig: {} })).toContain('"text":" of [LOCATION]');
    expect(noteBy({ characterMaskConfig: { maskingCharacter: "#" } })).toContain('"text":"######### of');
    expect(noteBy({ replaceWithInfoTypeConfig: {} })).toContain("[PERSON_NAME] of");
    expect(noteBy({ cryptoHashConfig: { cryptoKey: KEY } })).toMatch(/"text":"[\w+/]{43}= of/);
  });

  it("leaves ids of a type when a rule says so, and references to it", () => {
    const engine = withRules([{ paths: ["Patient.id"], action: "DO_NOT_TRANSFORM" }]);
    expect(engine.deidentify(PATIENT, subject)["id"]).toBe("p-1");
    expect(engine.deidentify(NOTE, subject)).toMatchObject({ subject: { reference: "Patient/p-1" } });
    expect(engine.deidentify(NOTE, subject)["id"]).not.toBe("o-1");
  });

  it("keeps extensions when asked to, and judges what is in them", () => {
    const engine = deidentifier({
      fhir: {
        defaultKeepExtensions: true,
        fieldMetadataList: [{ paths: ["Extension.value.String"], action: "INSPECT_AND_TRANSFORM" }],
      },
    });
    expect(engine.deidentify(PATIENT, subject)).toMatchObject({
      extension: [{ url: "http://x.example/e", valueString: "[PERSON_NAME]" }],
    });
    expect(engine.deidentify(PATIENT, subject)).toHaveProperty("_birthDate");
  });
});

it("does nothing without fhir in the configuration", () => {
  expect(deidentifier({ text: {} }).deidentify(PATIENT, subject)).toEqual(PATIENT);
});
