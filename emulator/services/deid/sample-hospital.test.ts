import { healthcare, type healthcare_v1 } from "@googleapis/healthcare";
import type { FhirResource } from "fhir/r4";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fhirStoreOf } from "#emulator/services/fhir/fhir-store.ts";
import { importResource } from "#emulator/services/fhir/write-resources.ts";
import { findStore } from "#emulator/services/stores/rows.ts";
import { hospital } from "#emulator/sample/hospital.ts";
import { openTestEmulator, type TestEmulator } from "#emulator/test-emulator.ts";

/**
 * The sample hospital's whole record, de-identified over HTTP and then searched by code that shares nothing with the engine: T38 to T40 of
 * the test plan. Canaries are all values that the record itself has in its structured fields.
 */
const LOCATION = "projects/p/locations/us-central1";
const DATASET = `${LOCATION}/datasets/d`;
/** What is the hospital's own identifies no person. */
const HOUSE = new Set(["Organization", "Location"]);
interface Json {
  [key: string]: unknown;
}
type Kind = "name" | "address" | "phone" | "email" | "number" | "id";

let emulator: TestEmulator;
let api: healthcare_v1.Resource$Projects$Locations$Datasets;
const source: Json[] = [];
let output: Json[] = [];
let counter: unknown;
const canaries = new Map<string, Kind>();

beforeAll(async () => {
  emulator = await openTestEmulator();
  api = healthcare({ version: "v1", rootUrl: `${emulator.origin}/`, retry: false }).projects.locations.datasets;
  await api.create({ parent: LOCATION, datasetId: "d" });
  const requestBody = { version: "R4", enableUpdateCreate: true, disableReferentialIntegrity: true };
  for (const fhirStoreId of ["ehr", "research"])
    await api.fhirStores.create({ parent: DATASET, fhirStoreId, requestBody });
  const row = findStore(emulator.context.database, {
    project: "p",
    location: "us-central1",
    dataset: "d",
    storeKind: "fhirStores",
    store: "ehr",
  });
  if (!row) throw new Error("The store just made is not there");
  for (const resource of hospital({ seed: "deid", scale: 0.1 })) source.push(planted(resource) as unknown as Json);
  await emulator.context.database.write(() => {
    for (const resource of source)
      importResource(emulator.context, fhirStoreOf(row), structuredClone(resource) as never);
  });
  const { data } = await api.fhirStores.deidentify({
    sourceStore: `${DATASET}/fhirStores/ehr`,
    requestBody: { destinationStore: `${DATASET}/fhirStores/research`, config: { fhir: {} } },
  });
  for (;;) {
    const operation = await api.operations.get({ name: data.name ?? "" });
    if (operation.data.done) {
      counter = operation.data.metadata?.["counter"];
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  output = emulator.context.database
    .all<{ json: string }>(
      "SELECT json FROM fhir_resources JOIN fhir_types ON fhir_types.key = fhir_resources.type JOIN stores ON stores.id = fhir_types.store WHERE store_id = 'research'",
    )
    .map(({ json }) => JSON.parse(json) as Json);
  for (const resource of source) if (!HOUSE.has(String(resource["resourceType"]))) collect(resource, "");
});
afterAll(() => emulator.dispose());

/** Sentences that name the patient of a record in fields of free text, as people write them. */
function planted(resource: FhirResource): FhirResource {
  if (resource.resourceType !== "Encounter" && resource.resourceType !== "Procedure") return resource;
  const name = resource.subject?.display ?? "";
  const family = name.split(" ").at(-1) ?? "";
  const text = `${family} attended. Spoke with ${name.toUpperCase()} and ${name}'s family; ref ${resource.subject?.reference?.split("/")[1] ?? ""}.`;
  return resource.resourceType === "Encounter"
    ? { ...resource, reasonCode: [{ text }] }
    : { ...resource, note: [...(resource.note ?? []), { text }] };
}

function collect(value: unknown, key: string): void {
  if (Array.isArray(value)) for (const item of value) collect(item, key);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return;
  const node = value as Json;
  const add = (kind: Kind, ...texts: unknown[]): void => {
    for (const text of texts.flat()) if (typeof text === "string" && text !== "") canaries.set(text, kind);
  };
  if ("family" in node)
    add("name", node["family"], ...[node["given"]].flat().flatMap((given) => String(given).split(" ")));
  if ("postalCode" in node) add("address", node["line"], node["city"], node["postalCode"]);
  if (key === "telecom") add(node["system"] === "email" ? "email" : "phone", node["value"]);
  if (key === "identifier") add("number", node["value"]);
  if (typeof node["resourceType"] === "string") add("id", node["id"]);
  for (const [name, member] of Object.entries(node)) collect(member, name);
}

/** All texts of a resource, with what base64 of text stands for; pseudonyms are digits of a hash and no place to hide. */
function textsOf(resource: Json): string {
  const texts: string[] = [];
  const visit = (value: unknown, key: string): void => {
    if (typeof value === "string") texts.push(key === "data" ? Buffer.from(value, "base64").toString() : value);
    else if (typeof value === "object" && value !== null)
      for (const [name, member] of Object.entries(value)) visit(member, Array.isArray(value) ? key : name);
  };
  visit(resource, "");
  return texts.join("\n").replaceAll(/[0-9a-f]{32,64}|2\.25\.\d{30,}/g, "");
}

const unmarked = (text: string): string => text.normalize("NFD").replaceAll(/\p{M}/gu, "");
const plain = (text: string): string => unmarked(text).toLowerCase();
const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];
const digits = (text: string): string => text.replaceAll(/\D/g, "");
/** Other spellings of a canary in which it would still tell (T40). */
const FORMS: readonly ((text: string) => string)[] = [
  (text) => Buffer.from(text).toString("base64").replaceAll("=", ""),
  (text) => Buffer.from(text).toString("hex"),
  (text) => encodeURIComponent(text),
];

/** A text as a set of what can be looked up in it. */
class Haystack {
  readonly #text: string;
  readonly #words: ReadonlySet<string>;
  readonly #tokens: ReadonlySet<string>;
  readonly #numbers: ReadonlySet<string>;

  constructor(text: string) {
    this.#text = plain(text);
    this.#words = new Set(wordsOf(unmarked(text)));
    this.#tokens = new Set(text.split(/[\s"<>,;()=]+/));
    this.#numbers = new Set((text.match(/\+?\d[\d ().-]{5,}\d/g) ?? []).map(digits));
  }

  has(canary: string, kind: Kind): boolean {
    const bare = unmarked(canary);
    const isSpelled = FORMS.some((form) => form(canary) !== canary && this.#tokens.has(form(canary)));
    if (isSpelled && canary.length > 5) return true;
    switch (kind) {
      case "name":
        return [bare, bare.toUpperCase()].some((word) => word.length > 2 && this.#words.has(word));
      case "id":
        return this.#tokens.has(canary);
      case "phone":
        return this.#numbers.has(digits(canary)) || this.#numbers.has(digits(canary).slice(-10));
      default:
        return /^\w+$/.test(bare) ? this.#words.has(bare) : this.#text.includes(plain(canary));
    }
  }
}

describe("the sample hospital, de-identified by default rules", () => {
  it("is all there, and valid", () => {
    expect(counter).toEqual({ success: String(source.length) });
    expect(output).toHaveLength(source.length);
    expect(source.length).toBeGreaterThan(1000);
  });

  it("has no canary left, in any spelling", () => {
    const haystack = new Haystack(output.map(textsOf).join("\n"));
    const before = new Haystack(source.map(textsOf).join("\n"));
    // Words of coded values, such as the language German, are nobody's name there.
    const vocabulary = new Set(
      [...JSON.stringify(source).matchAll(/"display":"([^"]+)"|"text":"([^"]+)"/g)].flatMap((match) =>
        wordsOf(unmarked(match[1] ?? match[2] ?? "")),
      ),
    );
    const displays = new Set(
      [...JSON.stringify(output).matchAll(/"system":"[^"]+"[^{}]*|"display":"[^"]+"/g)].flatMap((match) =>
        wordsOf(unmarked(match[0])),
      ),
    );
    const left: string[] = [];
    const tally = new Map<Kind, { all: number; seen: number; left: number }>();
    for (const [canary, kind] of canaries) {
      const count = tally.get(kind) ?? { all: 0, seen: 0, left: 0 };
      tally.set(kind, count);
      count.all += 1;
      if (before.has(canary, kind)) count.seen += 1;
      const isWordToo = kind === "name" && vocabulary.has(unmarked(canary)) && displays.has(unmarked(canary));
      if (!haystack.has(canary, kind) || isWordToo) continue;
      count.left += 1;
      left.push(`${kind} ${canary}`);
    }
    const lines = [...tally].map(
      ([kind, { all, seen, left }]) => `${kind}: ${all} canaries, ${seen} found before, ${left} after`,
    );
    process.stdout.write(`${lines.join("\n")}\n`);
    expect(left).toEqual([]);
  });

  it("keeps clinical text: no word is lost that names nobody and is no date", () => {
    const known = new Set([...canaries.keys()].flatMap((canary) => wordsOf(plain(canary))));
    const before = wordCounts(source);
    const after = wordCounts(output);
    const lost: string[] = [];
    let all = 0;
    for (const [word, count] of before) {
      all += count;
      if (known.has(word) || /\d/.test(word) || MONTHS.has(word)) continue;
      const missing = count - (after.get(word) ?? 0);
      if (missing > 0) lost.push(`${word} ${missing} of ${count}`);
    }
    process.stdout.write(`free text: ${all} words before, ${lost.length} different words lost that name nobody\n`);
    expect(lost).toEqual([]);
  });

  it("has an id of its own for each resource, and every reference leads where it led", () => {
    const addresses = (resources: readonly Json[]): Set<string> =>
      new Set(resources.map((resource) => `${String(resource["resourceType"])}/${String(resource["id"])}`));
    const [old, young] = [addresses(source), addresses(output)];
    expect(young.size).toBe(old.size);
    const references = (resources: readonly Json[], there: Set<string>): { all: number; whole: number } => {
      const found = resources.flatMap((resource) =>
        [...JSON.stringify(resource).matchAll(/"reference":"([A-Z]\w+\/[^"#]+)"/g)].map((match) => match[1] ?? ""),
      );
      return { all: found.length, whole: found.filter((reference) => there.has(reference)).length };
    };
    const [before, after] = [references(source, old), references(output, young)];
    process.stdout.write(
      `references: ${before.all} before, ${after.all} after, ${after.whole} of them lead to a resource (${before.whole} before)\n`,
    );
    expect(after).toEqual(before);
    expect([...young].filter((address) => old.has(address))).toEqual([]);
  });

  it("moves the dates of each patient by one number of days, the birth date too", () => {
    const [before, after] = [timelines(source), timelines(output)];
    expect([...after.keys()].toSorted()).toEqual([...before.keys()].toSorted());
    const shifts = [...before].map(([intervals, first]) => ((after.get(intervals) ?? Number.NaN) - first) / 86_400_000);
    expect(shifts.every((days) => Number.isInteger(days) && days !== 0 && Math.abs(days) <= 100)).toBe(true);
    process.stdout.write(
      `dates: ${before.size} patients moved by ${new Set(shifts).size} different numbers of days, all intervals kept\n`,
    );
  });

  it("keeps no key in the database once the operation has ended", () => {
    const rows = emulator.context.database.all<{ request: string; checkpoint: string | null }>(
      "SELECT request, checkpoint FROM operations",
    );
    expect(rows.every(({ request, checkpoint }) => request === "{}" && checkpoint === null)).toBe(true);
  });
});

const MONTHS = new Set(
  "january february march april may june july august september october november december jan feb mar apr jun jul aug sep oct nov dec".split(
    " ",
  ),
);

/** Distances of all dates of a patient, which tell patients apart, and the first date. */
function timelines(resources: readonly Json[]): Map<string, number> {
  const times = new Map<string, number[]>();
  const add = (patient: string, time: unknown): void => {
    if (typeof time === "string" && time.length >= 10)
      times.set(patient, [...(times.get(patient) ?? []), Date.parse(time)]);
  };
  for (const resource of resources) {
    if (resource["resourceType"] === "Patient") add(`Patient/${String(resource["id"])}`, resource["birthDate"]);
    if (resource["resourceType"] === "Observation")
      add((resource["subject"] as { reference: string }).reference, resource["effectiveDateTime"]);
  }
  const sorted = [...times.values()].map((all) => all.toSorted((a, b) => a - b)).filter((all) => all.length > 3);
  return new Map(sorted.map((all) => [all.map((time) => time - (all[0] ?? 0)).join(), all[0] ?? 0]));
}

/** Words of narratives, notes and free-text members. */
function wordCounts(resources: readonly Json[]): Map<string, number> {
  const counts = new Map<string, number>();
  const visit = (value: unknown, key: string): void => {
    if (
      typeof value === "string" &&
      /^(?:text|div|description|title|conclusion|comment|patientInstruction|data)$/.test(key)
    ) {
      const text = (key === "data" ? readable(value) : value).replaceAll(/\[[A-Z_]+\]|<[^>]*>|&#\d+;/g, " ");
      for (const word of plain(text).match(/[\p{L}\p{N}]+/gu) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
    } else if (typeof value === "object" && value !== null)
      for (const [name, member] of Object.entries(value))
        if (name !== "name") visit(member, Array.isArray(value) ? key : name);
  };
  for (const resource of resources) if (resource["resourceType"] !== "Binary") visit(resource, "");
  return counts;
}

/** Pictures and letters are taken away as a whole: their bytes are no words. */
function readable(base64: string): string {
  const text = Buffer.from(base64, "base64").toString();
  return /^[\p{L}\p{N}\p{P}\p{S}\s]*$/u.test(text) && !text.includes("\ufffd") ? text : "";
}
