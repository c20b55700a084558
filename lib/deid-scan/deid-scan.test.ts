import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { daysIn } from "./calendar.ts";
import { SourceKnowledge } from "./read-source.ts";
import { OutputScan } from "./scan-output.ts";

const PATIENT = {
  resourceType: "Patient",
  id: "pt-4711-x",
  name: [{ family: "Müller-Østergård", given: ["Zoë", "Karla"] }],
  identifier: [{ system: "urn:mrn", value: "MRN-0049-1187" }],
  telecom: [
    { system: "phone", value: "+1 (555) 010-7788" },
    { system: "email", value: "zoe.k@example.org" },
  ],
  address: [{ line: ["12 Quarry Ridge Road"], city: "Austin", state: "TX" }],
  birthDate: "1961-03-09",
  contact: [{ name: { family: "Brandvold", given: ["Ingrid"] } }],
};
const CODED = {
  resourceType: "Condition",
  subject: { reference: "Patient/pt-4711-x" },
  code: { coding: [{ system: "http://snomed.info/sct", code: "49049000", display: "Parkinson's disease" }] },
  onsetDateTime: "2011-05-06",
  recordedDate: "2011-05-07",
};

const source = (extra: readonly Record<string, unknown>[] = []): SourceKnowledge => {
  const knowledge = new SourceKnowledge();
  for (const resource of [PATIENT, CODED, ...extra]) knowledge.addFhir(resource);
  knowledge.finish();
  return knowledge;
};
const scan = (output: Record<string, unknown>, knowledge = source()) => {
  const each = new OutputScan(knowledge);
  each.addFhir(output, "Observation/x");
  return each.result();
};
const note = (text: string) => ({ resourceType: "Observation", id: "x", note: [{ text }] });
const base64 = (text: string) => Buffer.from(text).toString("base64");
const utf16 = (text: string) => Buffer.from(text, "utf16le").toString("base64");
const hex = (text: string) => Buffer.from(text).toString("hex");

describe("what is known", () => {
  it("counts a person once whose record and pictures have the same number", () => {
    const knowledge = source();
    const pictureOf = (id: string) => ({
      "00100020": { vr: "LO", Value: [id] },
      "0020000D": { vr: "UI", Value: ["1.2"] },
    });
    for (const id of ["MRN00491187", "mrn-0049-1187", "OTHER-77"]) knowledge.addDicom(pictureOf(id));
    expect(knowledge.patients).toBe(2);
  });
});

describe("names of places", () => {
  const found = (more: Record<string, unknown>) => scan({ resourceType: "Location", id: "x", ...more }).found;

  it("are no findings for one word of a ward's or an organisation's name, and are for a home's", () => {
    expect(found({ name: "Brandvold Wing", alias: ["Brandvold"] })).toEqual({});
    expect(scan({ resourceType: "Organization", id: "x", name: "Brandvold Clinic" }).found).toEqual({});
    expect(found({ name: "Brandvold residence" })).toEqual({ name: 1 });
    expect(found({ name: "Brandvold", physicalType: { coding: [{ code: "ho" }] } })).toEqual({ name: 1 });
    expect(found({ description: "Brandvold lives here" })).toEqual({ name: 1 });
  });

  it("are findings as soon as somebody's whole name stands in them", () => {
    expect(found({ name: "Ingrid Brandvold Wing" })).toEqual({ name: 1 });
  });
});

describe("what is found", () => {
  it.each([
    ["name", "seen: Zoë Müller-Østergård, well"],
    ["name", "zoe muller ostergard"],
    ["name", "MÜLLER-ØSTERGÅRD, ZOË"],
    ["name", "Mu\u0308ller-Østergård Zoe\u0308 Karla"],
    ["name", "called Ｚｏｅ　Ｍｕｌｌｅｒ－Ostergard"],
    ["name", "zoemullerostergard"],
    ["name", "Zo\u200bë Müller-Øster\u00adgård"],
    ["name", "informed Ingrid Brandvold (sister)"],
    ["name", "<p>Zoë <b>Müller-Østergård</b></p>"],
    ["name", "<p>Zoe Muller-Oster<i>gard</i></p>"],
    ["name", "Zo&#235; M&uuml;ller".replace("&uuml;", "&#xfc;") + "-&#216;sterg&#229;rd"],
    ["name", "q=Zo%C3%AB%20M%C3%BCller-%C3%98sterg%C3%A5rd"],
    ["name", base64("Zoë Müller-Østergård")],
    ["name", utf16("Zoë Müller-Østergård")],
    ["name", hex("Zoë Müller-Østergård")],
    ["name", base64(base64("patient Zoë Müller-Østergård was seen"))],
    ["identifier", "MRN-0049-1187"],
    ["identifier", "mrn 00491187"],
    ["identifier", "nr 0049.1187"],
    ["identifier", base64("id 00491187")],
    ["phone", "555.010.7788"],
    ["phone", "call 1-555-010-7788 after five"],
    ["phone", "(555)0107788"],
    ["email", "ZOE.K@example.org"],
    ["address", "lives at 12 quarry ridge road"],
    ["id", "Patient/pt-4711-x"],
    ["id", "urn:pt_4711_x"],
  ])("%s in %s", (kind, text) => {
    const { findings } = scan(note(text));
    expect(findings).toContainEqual({
      kind,
      certainty: "certain",
      resource: "Observation/x",
      path: "note[0].text",
      value: 1,
    });
  });

  it("a single word of a name is only possible, and in lower case or in a code it is nothing", () => {
    expect(scan(note("Mrs Brandvold came")).possible).toBe(1);
    expect(scan(note("Mrs Brandvold came")).certain).toBe(0);
    expect(scan(note("the brandvold of the text")).possible).toBe(0);
    expect(scan({ resourceType: "Observation", id: "x", code: { coding: [{ code: "Brandvold" }] } }).possible).toBe(0);
  });
});

describe("what is left alone", () => {
  it.each([
    "Hemoglobin 11.4 g/dL on 2011-05-06, Parkinson's disease unchanged",
    "Referred to the ward; call back in 10 days. LOINC 718-7, SNOMED 49049000.",
    "2014-09-01T10:20:30.123Z to 2014-09-03",
    "blood pressure 120/80, pulse 72, weight 70.5 kg",
    "[PERSON_NAME] of [LOCATION], phone [PHONE_NUMBER]",
    "3f1c2ab4e8d04c5a9b6e7d8c9f0a1b2c3d4e5f60718293a4b5c6d7e8f9012345",
  ])("%s", (text) => {
    const { certain, possible } = scan(note(text));
    expect({ certain, possible }).toEqual({ certain: 0, possible: 0 });
  });

  it("names that are also words of the language", () => {
    const knowledge = source([{ resourceType: "Patient", id: "a", name: [{ family: "Young", given: ["Mark"] }] }]);
    expect(scan(note("Young patient. Mark the site."), knowledge).possible).toBe(0);
    expect(scan(note("Young, Mark"), knowledge).certain).toBe(1);
  });
});

describe("dates", () => {
  const record = (patient: string, move: number) =>
    [PATIENT.birthDate, CODED.onsetDateTime, CODED.recordedDate].map((day, index) => ({
      resourceType: "Observation",
      id: `o${index}`,
      subject: { reference: `Patient/${patient}` },
      effectiveDateTime: new Date(Date.parse(day) + move * 86_400_000).toISOString(),
    }));
  const unmoved = (move: number) => {
    const each = new OutputScan(source());
    for (const resource of record("other", move)) each.addFhir(resource, "Observation/o");
    return each.result().found["dates"] ?? 0;
  };

  it("are found patient by patient when they have not moved, and not when they have", () => {
    expect(unmoved(0)).toBe(1);
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 100 }), fc.boolean(), (days, back) => {
        expect(unmoved(back ? -days : days)).toBe(0);
      }),
    );
  });

  it.each([
    ["1961-03-09T10:00:00Z", ["1961-03-09"]],
    ["19610309", ["1961-03-09"]],
    ["19610309102030.5", ["1961-03-09"]],
    ["03/09/1961", ["1961-03-09", "1961-09-03"]],
    ["9 March 1961", ["1961-03-09"]],
    ["Mar. 9th, 1961", ["1961-03-09"]],
    ["1961", []],
    ["room 1234567", []],
  ])("of %s: %j", (text, days) => {
    expect(daysIn(text)).toEqual(days);
  });
});

it("attachments that are no text are counted, texts are read", () => {
  const attachment = (data: string) => ({ resourceType: "Binary", id: "b", data });
  const noise = Buffer.from(Array.from({ length: 90 }, (_, index) => (index * 89 + 200) % 256)).toString("base64");
  expect(scan(attachment(noise)).unreadable).toBe(1);
  expect(
    scan(attachment(base64("a letter of more than sixty-four letters, about nobody in particular, with no name")))
      .unreadable,
  ).toBe(0);
  expect(scan(attachment(base64(`a letter about Zoë Müller-Østergård ${"x".repeat(60)}`))).certain).toBe(1);
});

it("DICOM attributes are searched like resources", () => {
  const knowledge = new SourceKnowledge();
  knowledge.addDicom({
    "00100010": { vr: "PN", Value: [{ Alphabetic: "Halvorsen^Berit" }] },
    "00100020": { vr: "LO", Value: ["PID-88120"] },
    "0020000D": { vr: "UI", Value: ["1.2.826.0.1.3680043.9.7"] },
  });
  knowledge.finish();
  const each = new OutputScan(knowledge);
  each.addDicom(
    { "00104000": { vr: "LT", Value: ["Berit Halvorsen, see 1.2.826.0.1.3680043.9.7; id PID88120"] } },
    "studies/1",
  );
  each.addDicom(
    { "00081030": { vr: "LO", Value: ["CHEST"] }, "0020000D": { vr: "UI", Value: ["2.25.11"] } },
    "studies/1",
  );
  expect(each.result().found).toEqual({ name: 1, uid: 1, identifier: 1 });
});
