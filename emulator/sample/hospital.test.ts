import { createHash } from "node:crypto";
import type { FhirResource, ImagingStudy, Observation, Patient } from "fhir/r4";
import { expect, it } from "vitest";
import { hospital, storiesOf } from "./hospital.ts";
import { people, patientCount, personAt } from "./people.ts";

const OPTIONS = { seed: "test", scale: 1 };
const everything = [...hospital(OPTIONS)];
const ofType = <T extends FhirResource["resourceType"]>(type: T): Extract<FhirResource, { resourceType: T }>[] =>
  everything.filter(
    (resource): resource is Extract<FhirResource, { resourceType: T }> => resource.resourceType === type,
  );

function digest(resources: Iterable<FhirResource>): string {
  const hash = createHash("sha256");
  for (const resource of resources) hash.update(JSON.stringify(resource));
  return hash.digest("hex");
}

/** Every literal reference of a resource with the path it stands at. */
function* referencesIn(value: unknown, path: string): Generator<{ path: string; reference: string }> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (key === "reference" && typeof child === "string") yield { path, reference: child };
    else if (key === "url" && typeof child === "string" && child.startsWith("Binary/"))
      yield { path, reference: child };
    else yield* referencesIn(child, `${path}.${key}`);
  }
}

it("gives the same bytes for the same seed and others for another", () => {
  expect(digest(hospital({ seed: "test", scale: 0.1 }))).toBe(digest(hospital({ seed: "test", scale: 0.1 })));
  expect(digest(hospital({ seed: "test", scale: 0.1 }))).not.toBe(digest(hospital({ seed: "other", scale: 0.1 })));
});

it("makes a patient the same at every scale, alone or in the crowd, and with a cohort", () => {
  const big = [...people({ seed: "test", scale: 2 })];
  expect(big.slice(0, 200)).toEqual([...people(OPTIONS)]);
  expect(personAt(137, OPTIONS)).toEqual(big[137]);
  const cohort = [...hospital({ ...OPTIONS, cohort: ({ person }) => person.index === 9 })];
  const own = (resource: FhirResource): boolean => /-0010(-|$)/.test(resource.id ?? "");
  expect(cohort.filter(own)).toEqual(everything.filter(own));
});

it("has 200 patients at scale 1 and always whole households", () => {
  expect([patientCount(), patientCount(0.001), patientCount(0.33), patientCount(500)]).toEqual([200, 20, 60, 100_000]);
  expect(everything.length).toBeGreaterThan(10_000);
});

it("gives every resource an id of its own that FHIR allows", () => {
  const names = everything.map((resource) => `${resource.resourceType}/${resource.id}`);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[A-Z]\w+\/[A-Za-z0-9\-.]{1,64}$/.test(name))).toEqual([]);
});

it("resolves every reference within the stream", () => {
  const names = new Set(everything.map((resource) => `${resource.resourceType}/${resource.id}`));
  const dangling = everything.flatMap((resource) =>
    [...referencesIn(resource, resource.resourceType)].filter(({ reference }) => !names.has(reference)),
  );
  expect(dangling).toEqual([]);
});

it("dates nothing before birth, nothing after death or the reference date", () => {
  const lives = new Map(ofType("Patient").map((patient) => [`Patient/${patient.id}`, patient]));
  const outside = ofType("Encounter").filter((encounter) => {
    const patient = lives.get(encounter.subject?.reference ?? "");
    const { start = "", end = "" } = encounter.period ?? {};
    const last = patient?.deceasedDateTime ?? "2026-11-01";
    return start < (patient?.birthDate ?? "") || end < start || end.slice(0, 10) > last;
  });
  expect(outside).toEqual([]);
});

it("moves with the reference date", () => {
  const [earlier] = people({ seed: "test", referenceDate: "2016-11-01" });
  const [later] = people({ seed: "test" });
  expect(earlier?.age).toBe(later?.age);
  expect(earlier?.birthDate.slice(0, 4)).toBe(String(Number(later?.birthDate.slice(0, 4)) - 10));
});

it("tells every story to somebody, and only to people it fits", () => {
  const told = [...people(OPTIONS)].flatMap((person) => storiesOf(person, "test").map((story) => ({ person, story })));
  expect(new Set(told.map(({ story }) => story.title)).size).toBe(16);
  expect(told.filter(({ person, story }) => story.weight(person) === 0)).toEqual([]);
});

it("lets every newborn be born by its mother", () => {
  const mothers = ofType("RelatedPerson").map((row) => row.identifier?.[0]?.value);
  const delivered = new Set(
    ofType("Procedure")
      .filter((row) => ["177184002", "11466000"].includes(row.code?.coding?.[0]?.code ?? ""))
      .map((row) => row.subject.reference),
  );
  const records = ofType("Patient").filter((row) => mothers.includes(row.identifier?.[0]?.value));
  expect(records.length).toBe(10);
  expect(records.filter((row) => !delivered.has(`Patient/${row.id}`))).toEqual([]);
});

it("lets HbA1c fall under metformin", () => {
  const bySubject = Map.groupBy(
    ofType("Observation").filter((row) => row.code.coding?.[0]?.code === "4548-4"),
    (row) => row.subject?.reference,
  );
  expect(bySubject.size).toBeGreaterThan(10);
  for (const values of bySubject.values()) {
    const sorted = values.toSorted((a, b) => (a.effectiveDateTime ?? "").localeCompare(b.effectiveDateTime ?? ""));
    expect(sorted.at(-1)?.valueQuantity?.value).toBeLessThan(sorted[0]?.valueQuantity?.value ?? 0);
  }
});

it("flags a laboratory value as its reference range says, or not at all", () => {
  const wrong = ofType("Observation").filter((row) => {
    const flag = row.interpretation?.[0]?.coding?.[0]?.code;
    const [range] = row.referenceRange ?? [];
    const value = row.valueQuantity?.value;
    if (flag === undefined || value === undefined) return false;
    return flag !== expectedFlag(value, range?.low?.value, range?.high?.value);
  });
  expect(wrong).toEqual([]);
  const isUnflagged = (row: Observation): boolean =>
    row.referenceRange !== undefined && row.interpretation === undefined;
  expect(ofType("Observation").filter(isUnflagged).length).toBeGreaterThan(100);
});

function expectedFlag(value: number, low: number | undefined, high: number | undefined): string {
  if (high !== undefined && value > high) return "H";
  return low !== undefined && value < low ? "L" : "N";
}

const has = (test: (patient: Patient) => boolean): number => ofType("Patient").filter(test).length;
it.each<[what: string, count: () => number]>([
  ["names outside ASCII", () => has((patient) => /[^\u0020-\u007e]/.test(JSON.stringify(patient.name)))],
  [
    "names in another script",
    () =>
      has((patient) =>
        /\p{Script=Han}|\p{Script=Arabic}|\p{Script=Greek}|\p{Script=Cyrillic}/u.test(JSON.stringify(patient.name)),
      ),
  ],
  ["the deceased", () => has((patient) => patient.deceasedDateTime !== undefined)],
  ["a merged duplicate", () => has((patient) => patient.link?.[0]?.type === "replaced-by")],
  ["a value entered in error", () => ofType("Observation").filter((row) => row.status === "entered-in-error").length],
  [
    "a date of which only the year is known",
    () => ofType("Procedure").filter((row) => row.performedDateTime?.length === 4).length,
  ],
  [
    "a PDF",
    () =>
      ofType("Binary").filter((row) =>
        Buffer.from(row.data ?? "", "base64")
          .toString("latin1")
          .startsWith("%PDF-1.4"),
      ).length,
  ],
  ["a refused vaccination", () => ofType("Immunization").filter((row) => row.status === "not-done").length],
  ["an opt-out", () => ofType("Consent").filter((row) => row.provision?.type === "deny").length],
])("has %s", (_, count) => {
  expect(count()).toBeGreaterThan(0);
});

it("gives DICOM UIDs that are valid, distinct and the same in every run", () => {
  const uids = (studies: ImagingStudy[]): string[] =>
    studies.flatMap((study) => [
      study.identifier?.[0]?.value?.replace("urn:oid:", "") ?? "",
      ...(study.series ?? []).flatMap((series) => [
        series.uid,
        ...(series.instance ?? []).map((instance) => instance.uid),
      ]),
    ]);
  const all = uids(ofType("ImagingStudy"));
  expect(all.filter((uid) => !/^2\.25\.(0|[1-9]\d{0,38})$/.test(uid) || uid.length > 64)).toEqual([]);
  expect(new Set(all).size).toBe(all.length);
});

it("never uses a telephone number or a social security number that somebody could have", () => {
  const phones = JSON.stringify(everything).match(/"\+1-\d{3}-\d{3}-\d{4}"/g) ?? [];
  expect(phones.filter((phone) => !phone.includes("-555-01"))).toEqual([]);
  const ssns = ofType("Patient").flatMap((patient) =>
    (patient.identifier ?? []).filter((row) => row.system?.endsWith("us-ssn")),
  );
  expect(ssns.filter((row) => !row.value?.startsWith("000-"))).toEqual([]);
});

it("streams: two thousand patients leave no more in memory than a few do", () => {
  let count = 0;
  let peak = 0;
  for (const resource of hospital({ seed: "test", scale: 10 })) {
    count += resource.id === undefined ? 0 : 1;
    if (count % 20_000 === 0) peak = Math.max(peak, process.memoryUsage().heapUsed);
  }
  expect(count).toBeGreaterThan(100_000);
  expect(peak).toBeLessThan(400 * 1024 * 1024);
});
