import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openTestEmulator, type TestEmulator } from "#emulator/test-emulator.ts";

/**
 * T39: twenty plants of each of the eighteen classes of 45 CFR 164.514(b)(2)(i), in structured fields and in contained resources, extensions,
 * narratives, notes, attached text, displays, bundles and history. T40: none of them, in any canonical form, in what the data folder holds
 * once the source is deleted, in the logs, or in what the operation says of itself.
 */
const DATASET = "projects/p/locations/us-central1/datasets/d";
const SOURCE = `${DATASET}/fhirStores/source`;
const PER_CLASS = 20;
interface Json {
  [key: string]: Json & Json[] & string;
}
interface Plant {
  readonly letter: string;
  readonly value: string;
}
interface Planted {
  readonly resources: readonly { readonly resourceType: string; readonly id: string }[];
  readonly plants: readonly Plant[];
}

/** Made-up words that no list of names and no text has. */
function word(seed: number): string {
  const syllables = ["zor", "vik", "quel", "mau", "dri", "tham", "bex", "ulf", "nyx", "orv"];
  const text = [Math.floor(seed / 100), seed % 10, Math.floor(seed / 10) % 10].map((at) => syllables[at]).join("");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
const bytesOf = (seed: number, size: number): string =>
  Buffer.from(Array.from({ length: size }, (_, at) => 128 + ((seed * 31 + at * 17) % 120))).toString("base64");

/** The record of one person with one value of each class, each in several places. */
function person(n: number): Planted {
  const two = String(n).padStart(2, "0");
  const [family, given, city] = [word(100 + n), word(300 + n), word(500 + n)];
  const plants = {
    A: `${given} ${family}`,
    B: `${4100 + n} ${city} Lane`,
    // Three years apart: no date that moves by a hundred days becomes that of another.
    C: `${1931 + n * 3}-03-${String((n % 27) + 1).padStart(2, "0")}`,
    D: `555-201-77${two}`,
    E: `555-302-88${two}`,
    F: `${given}.${family}${two}@mail.example.org`.toLowerCase(),
    G: `531-48-71${two}`,
    H: `MRN-7782${two}1`,
    I: `PLAN-5563${two}9`,
    J: `ACC-4471${two}8`,
    K: `LIC-9917${two}3`,
    L: `1HGCM82633A0${two}35${n % 10}`,
    M: `SN-66120${two}K`,
    N: `https://portal.example.org/u/${family.toLowerCase()}${two}`,
    O: `203.0.113.${100 + n}`,
    P: bytesOf(n + 1, 48),
    Q: bytesOf(n + 61, 48),
    R: `TRIAL-${two}-88213`,
  };
  const subject = { reference: `Patient/src-${two}-4410`, display: plants.A };
  const text = `${plants.A} of ${plants.B}, born ${plants.C}, phone ${plants.D}, fax ${plants.E}, ${plants.F}, SSN ${plants.G}, ${plants.H}. Vehicle VIN ${plants.L}. See ${plants.N} from ${plants.O}. Asthma is stable.`;
  const div = { status: "generated", div: `<div xmlns="http://www.w3.org/1999/xhtml"><p>${text}</p></div>` };
  const patient = {
    resourceType: "Patient",
    id: `src-${two}-4410`,
    text: div,
    name: [{ family, given: [given] }],
    birthDate: plants.C,
    address: [{ line: [plants.B], city, state: "TX" }],
    telecom: [
      { system: "phone", value: plants.D },
      { system: "fax", value: plants.E },
      { system: "email", value: plants.F },
    ],
    identifier: [
      { system: "http://hl7.org/fhir/sid/us-ssn", value: plants.G },
      { system: "http://example.org/mrn", value: plants.H },
      { system: "http://example.org/vin", value: plants.L },
      { system: "http://example.org/trial", value: plants.R },
    ],
    photo: [{ contentType: "image/png", data: plants.Q }],
    contact: [{ name: { family, given: [given] }, telecom: [{ system: "phone", value: plants.D }] }],
    extension: [{ url: "http://example.org/mother", valueString: plants.A }],
  };
  const more = [
    {
      resourceType: "Observation",
      status: "final",
      code: { text: "Peak flow" },
      subject,
      effectiveDateTime: `${plants.C}T08:00:00Z`,
      note: [{ authorString: plants.A, time: `${plants.C}T09:00:00Z`, text }],
      contained: [{ resourceType: "Patient", id: "in", name: [{ text: plants.A }], birthDate: plants.C }],
    },
    {
      resourceType: "DocumentReference",
      status: "current",
      subject,
      content: [
        { attachment: { contentType: "text/plain", data: Buffer.from(text).toString("base64"), url: plants.N } },
      ],
    },
    { resourceType: "Coverage", status: "active", beneficiary: subject, payor: [subject], subscriberId: plants.I },
    { resourceType: "Account", status: "active", subject: [subject], identifier: [{ value: plants.J }] },
    {
      resourceType: "Practitioner",
      name: [{ text: plants.A }],
      qualification: [{ identifier: [{ value: plants.K }], code: { text: "MD" } }],
    },
    { resourceType: "Device", patient: subject, serialNumber: plants.M },
    {
      resourceType: "AuditEvent",
      type: { code: "rest", system: "http://terminology.hl7.org/CodeSystem/audit-event-type" },
      recorded: `${plants.C}T09:00:00Z`,
      agent: [{ requestor: true, name: plants.A, network: { address: plants.O, type: "2" } }],
      source: { observer: subject },
    },
    { resourceType: "Media", status: "completed", subject, content: { contentType: "audio/wav", data: plants.P } },
    {
      resourceType: "Bundle",
      type: "collection",
      timestamp: `${plants.C}T09:00:00Z`,
      entry: [{ fullUrl: `https://ehr.example.org/fhir/Patient/src-${two}-4410`, resource: { ...patient } }],
    },
  ].map((resource) => ({ ...resource, id: `src-${two}-${resource.resourceType.toLowerCase()}` }));
  return {
    resources: [patient, ...more],
    plants: Object.entries(plants).map(([letter, value]) => ({ letter, value })),
  };
}

const people = Array.from({ length: PER_CLASS }, (_, n) => person(n));
const plants = people.flatMap((each) => each.plants);

/**
 * Wherever a value stands in base64, without its first and last letters, which depend on what stands beside. Of a date that leaves less than
 * a date: in what came out dates are looked for in base64 undone.
 */
function base64Forms(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((before) =>
    Buffer.concat([Buffer.alloc(before, 32), bytes])
      .toString("base64")
      .slice(before + 2, -4),
  );
}

/** Spellings in which a value would still tell, in lower case without accents (T40). */
function formsOf({ letter, value }: Plant): readonly string[] {
  if (letter === "P" || letter === "Q") return [value.replace(/=+$/, "").toLowerCase()];
  const bytes = Buffer.from(value);
  const [given = "", family = ""] = value.split(" ");
  const reversed = letter === "A" ? [`${family} ${given}`, `${family}^${given}`, `${family}, ${given}`, family] : [];
  const digits = value.replaceAll(/\D/g, "");
  const spelled = [
    value,
    ...reversed,
    bytes.toString("hex"),
    ...(letter === "C" ? [] : base64Forms(bytes)),
    Buffer.from(value, "utf16le").toString("latin1"),
    encodeURIComponent(value),
    ...(letter !== "A" && letter !== "B" && letter !== "C" && digits.length >= 9 ? [digits] : []),
  ];
  return spelled.map((form) => form.toLowerCase());
}

/** Bytes as text in which every form can be looked for, with what stretches of base64 stand for. */
function foldOf(bytes: Buffer): string {
  const text = bytes.toString("latin1");
  const undone = [...text.matchAll(/[A-Za-z0-9+/]{16,}={0,2}/g)].map(([one]) =>
    Buffer.from(one, "base64").toString("latin1"),
  );
  return [text, ...undone].join("\n").toLowerCase();
}

function left(haystack: string): Plant[] {
  return plants.filter((plant) => formsOf(plant).some((form) => haystack.includes(form)));
}

let emulator: TestEmulator;
const logs: string[] = [];
let operation: Json;
let output: readonly Json[] = [];

const call = async (path: string, method = "GET", body?: unknown, type = "application/json"): Promise<Json> => {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${emulator.origin}/v1/${path}`, { method, headers: { "content-type": type }, ...sent });
  const text = await response.text();
  expect(response.status, text).toBeLessThan(300);
  return (text === "" ? {} : JSON.parse(text)) as Json;
};
const filesIn = (folder: string): Buffer[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    return [Buffer.from(path), ...(entry.isFile() ? [readFileSync(path)] : [])];
  });

beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation((chunk) => logs.push(String(chunk)) > 0);
  for (const method of ["log", "error", "warn"] as const)
    vi.spyOn(console, method).mockImplementation((...words) => void logs.push(words.join(" ")));
  emulator = await openTestEmulator();
  await call("projects/p/locations/us-central1/datasets?datasetId=d", "POST", {});
  const settings = { version: "R4", enableUpdateCreate: true, disableReferentialIntegrity: true };
  for (const id of ["source", "out"]) await call(`${DATASET}/fhirStores?fhirStoreId=${id}`, "POST", settings);
  const put = (resource: Planted["resources"][number]) =>
    call(`${SOURCE}/fhir/${resource.resourceType}/${resource.id}`, "PUT", resource, "application/fhir+json");
  await Promise.all(people.flatMap(({ resources }) => resources.map(put)));
  // A second version: the first one is history, which is not copied.
  for (const { resources } of people) if (resources[0]) await put(Object.assign({ active: true }, resources[0]));
  const { name } = await call(`${SOURCE}:deidentify`, "POST", {
    destinationStore: `${DATASET}/fhirStores/out`,
    config: { fhir: {} },
  });
  do operation = await call(name ?? "");
  while (!operation["done"]);
  const types = [...new Set(people.flatMap(({ resources }) => resources.map(({ resourceType }) => resourceType)))];
  const pages = await Promise.all(types.map((type) => call(`${DATASET}/fhirStores/out/fhir/${type}?_count=100`)));
  output = pages.flatMap((page) => (page["entry"] ?? []).map((entry) => entry["resource"] ?? {}));
});
afterAll(async () => {
  vi.restoreAllMocks();
  await emulator.dispose();
});

describe("eighteen classes of identifiers, twenty plants of each", () => {
  it("are all planted, and found by the same search before", () => {
    const before = foldOf(Buffer.from(JSON.stringify(people.map(({ resources }) => resources))));
    const counted = Map.groupBy(left(before), ({ letter }) => letter);
    expect([...counted.keys()].toSorted().join("")).toBe("ABCDEFGHIJKLMNOPQR");
    for (const [, found] of counted) expect(new Set(found.map(({ value }) => value)).size).toBe(PER_CLASS);
  });

  it("are gone from every resource that came out, which are all, each reference leading where it led", () => {
    expect(output).toHaveLength(people.length * 10);
    expect(operation["metadata"]?.["counter"]).toEqual({ success: String(output.length) });
    expect(left(foldOf(Buffer.from(JSON.stringify(output))))).toEqual([]);
    const names = new Set(output.map(({ resourceType, id }) => `${String(resourceType)}/${String(id)}`));
    const references = [...JSON.stringify(output).matchAll(/"reference":"(Patient\/[^"]+)"/g)].map(
      ([, to]) => to ?? "",
    );
    expect(references.length).toBeGreaterThan(PER_CLASS * 7);
    expect(references.filter((to) => !names.has(to))).toEqual([]);
    expect(JSON.stringify(output)).not.toMatch(/src-\d\d/);
    expect(JSON.stringify(output).match(/Asthma is stable/g)?.length).toBeGreaterThanOrEqual(PER_CLASS * 2);
  });

  it("are gone from database, WAL, temporary files and file names once the source is deleted", async () => {
    const dataDir = emulator.dataDir;
    const before = left(foldOf(Buffer.concat(filesIn(dataDir))));
    expect(new Set(before.map(({ letter }) => letter)).size).toBe(18);
    await call(SOURCE, "DELETE");
    // Freed pages keep their bytes until the file is written anew.
    emulator.context.database.run("VACUUM");
    emulator.context.database.run("PRAGMA wal_checkpoint(TRUNCATE)");
    expect(left(foldOf(Buffer.concat(filesIn(dataDir))))).toEqual([]);
  });

  it("were never in a log line or in what the operation says of itself", () => {
    expect(left(foldOf(Buffer.from(JSON.stringify(operation))))).toEqual([]);
    expect(left(foldOf(Buffer.from(logs.join("\n"))))).toEqual([]);
  });
});
