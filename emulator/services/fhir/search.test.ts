import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import { canonicalText } from "#lib/fhir/lossless-json.ts";
import { parseResourceName } from "#lib/contract/resource-name.ts";
import { parseSearch } from "#lib/fhir/parse-search.ts";
import { findStore } from "#emulator/services/stores/rows.ts";
import { fhirStoreOf } from "./fhir-store.ts";
import { Judge } from "./oracle/judge.ts";
import type { Json } from "./oracle/judge-params.ts";
import {
  CODES,
  createRandom,
  DATES,
  FAMILIES,
  GIVEN,
  LOINC,
  randomResources,
  type Random,
} from "./oracle/random-resources.ts";
import { parseStored } from "./resource-rows.ts";
import { searchStore } from "./search-store.ts";
import { openFhirServer, type FhirServer } from "./oracle/fhir-server.ts";

let server: FhirServer;
let judge: Judge;
const random = createRandom(20_261_123);

beforeAll(async () => {
  server = await openFhirServer({ version: "R4", enableUpdateCreate: true, disableReferentialIntegrity: true });
  const former = randomResources(createRandom(1), 400);
  const newer = randomResources(random, 400);
  // What is searched has been written, overwritten and deleted before, so that stale index rows would show.
  await putAll(former);
  for (const resource of former.slice(0, 60)) await server.call("DELETE", nameOf(resource));
  const current = new Map(former.slice(60).map((resource) => [nameOf(resource), resource]));
  await putAll(newer);
  for (const resource of newer) {
    current.delete(nameOf(resource));
    current.set(nameOf(resource), resource);
  }
  judge = new Judge([...current.values()].map(plain), Date.now());
});
afterAll(() => server.close());

/** The resource as JSON.parse gives it. */
const plain = (resource: JsonObject): Json => JSON.parse(canonicalText(resource)) as Json;
const nameOf = (resource: JsonObject): string => `${String(resource["resourceType"])}/${String(resource["id"])}`;

async function putAll(resources: readonly JsonObject[]): Promise<void> {
  for (let start = 0; start < resources.length; start += 100) {
    const entry = resources.slice(start, start + 100).map((resource) => ({
      resource,
      request: { method: "PUT", url: nameOf(resource) },
    }));
    const answer = await server.call("POST", "", canonicalText({ resourceType: "Bundle", type: "transaction", entry }));
    expect(answer.status, answer.text).toBe(200);
  }
}

type Params = (readonly [string, string])[];

/** All pages of a search: names in order, and the totals they gave. */
async function readAll(
  type: string | undefined,
  params: Params,
  count: number,
): Promise<{ names: string[]; totals: number[] }> {
  const query = new URLSearchParams(
    [...params, ["_count", String(count)]].map(([name = "", value = ""]) => [name, value]),
  );
  let url: string | undefined = `${type === undefined ? "" : `${type}/`}?${query}`;
  const names: string[] = [];
  const totals: number[] = [];
  while (url !== undefined) {
    const answer = await server.call("GET", url, undefined, { prefer: "handling=strict" });
    expect(answer.status, `${url} ${answer.text}`).toBe(200);
    totals.push(answer.json.total);
    for (const entry of answer.json.entry ?? []) names.push(nameOf(entry.resource));
    url = answer.json.link.find((link: { relation: string }) => link.relation === "next")?.url;
  }
  return { names, totals };
}

/** As if the store were large: with small limits searches read indexes in result order instead of sorting what they find. */
const SMALL_LIMITS = { selective: 10, scanBudget: 60, exactSingle: 20, sample: 10 };

async function readDirectly(type: string, params: Params): Promise<string[]> {
  const names: string[] = [];
  const name = parseResourceName(server.store);
  const row = name?.kind === "store" ? findStore(server.emulator.context.database, name) : undefined;
  if (!row) throw new Error("the store is gone");
  let pageToken: string | undefined;
  do {
    const query = parseSearch({ type, params, strict: true, version: "R4" });
    const page = await searchStore(
      server.emulator.context,
      fhirStoreOf(row),
      { ...query, count: 7, pageToken },
      SMALL_LIMITS,
    );
    for (const { rid } of page.matches) names.push(nameOf(parseStored(resourceText(rid))));
    pageToken = page.next;
  } while (pageToken !== undefined);
  return names;
}

function resourceText(rid: number): string {
  const row = server.emulator.context.database.get<{ json: string }>(
    "SELECT json FROM fhir_resources WHERE rid = ?",
    rid,
  );
  return row?.json ?? "{}";
}

const DATE_PREFIXES = ["", "eq", "ne", "lt", "le", "gt", "ge", "sa", "eb", "ap"];
const dateValue = (r: Random): string => `${r.pick(DATE_PREFIXES)}${r.pick([...DATES, "2020", "2022", "1980-02"])}`;
const numberValue = (r: Random): string =>
  `${r.pick(DATE_PREFIXES)}${r.pick(["5", "5.4", "5.40", "100", "1e2", "-3", "140.3"])}`;
const quantityValue = (r: Random): string =>
  `${numberValue(r)}${r.pick(["", "|http://unitsofmeasure.org|kg", "||mmHg", "||kg", "|http://unitsofmeasure.org|"])}`;
const tokenValue = (r: Random): string => {
  const code = r.pick(CODES);
  return r.pick([code, `${LOINC}|${code}`, `urn:local|${code}`, `${LOINC}|`, `|${code}`, `${code},${r.pick(CODES)}`]);
};
const nameValue = (r: Random): string => r.pick([...FAMILIES, ...GIVEN, "smi", "jorg", "ber", "alv", "x"]);
const patientRef = (r: Random): string => r.pick([`p${r.below(400)}`, `Patient/p${r.below(400)}`]);

type Maker = (r: Random) => readonly [string, string];
const ANY: readonly Maker[] = [
  (r) => ["_id", `${r.pick(["p", "o", "e", "c"])}${r.below(400)},p${r.below(400)}`],
  (r) => ["_tag", r.pick(["a", "urn:tag|b", "urn:tag|"])],
  (r) => ["_source", r.pick(["urn:feed", "urn:other"])],
];
const MAKERS: Readonly<Record<string, readonly Maker[]>> = {
  Patient: [
    ...ANY,
    (r) => [`name${r.pick(["", ":exact", ":contains"])}`, nameValue(r)],
    (r) => [`family${r.pick(["", ":exact", ":contains"])}`, nameValue(r)],
    (r) => ["birthdate", dateValue(r)],
    (r) => [`gender${r.pick(["", ":not"])}`, r.pick(["male", "female", "male,other"])],
    (r) => ["identifier", r.pick([`urn:mrn|${r.below(40)}`, String(r.below(40)), `|${r.below(40)}`, "urn:ssn|"])],
    (r) => ["address", r.pick(["koln", "st paul", "street", "main"])],
    (r) => [`${r.pick(["gender", "name", "birthdate", "active", "identifier"])}:missing`, r.pick(["true", "false"])],
    (r) => ["_has:Observation:patient:code", tokenValue(r)],
    (r) => ["_has:Observation:subject:date", dateValue(r)],
    (r) => ["_has:Encounter:patient:_has:Condition:encounter:code", tokenValue(r)],
    (r) => ["_text", r.pick(["narrative", "anna", "peter narrative", "nowhere"])],
    (r) => ["_content", r.pick(["smith", "koln", "zoe"])],
  ],
  Observation: [
    ...ANY,
    (r) => [`code${r.pick(["", ":not"])}`, tokenValue(r)],
    (r) => ["code:text", r.pick(["display", "systolic", "blood", "pressure"])],
    (r) => ["status", r.pick(["final", "preliminary", "amended"])],
    (r) => ["category", r.pick(["vital-signs", "urn:cat|laboratory"])],
    (r) => ["date", dateValue(r)],
    (r) => ["date", dateValue(r)],
    (r) => ["value-quantity", quantityValue(r)],
    (r) => ["value-string", r.pick(["norm", "sinus", "abn"])],
    (r) => [r.pick(["patient", "subject", "subject:Patient"]), patientRef(r).replace(/^Patient\//, "")],
    (r) => ["subject", patientRef(r)],
    (r) => ["patient.name", nameValue(r)],
    (r) => ["subject:Patient.birthdate", dateValue(r)],
    (r) => ["patient.gender", r.pick(["male", "female"])],
    (r) => ["code-value-quantity", `${r.pick(CODES)}$${quantityValue(r)}`],
    (r) => ["component-code-value-quantity", `${LOINC}|${r.pick(CODES)}$${quantityValue(r)}`],
    (r) => ["combo-code-value-quantity", `${r.pick(CODES)}$${quantityValue(r)}`],
    (r) => ["code-value-concept", `${r.pick(CODES)}$${r.pick(CODES)}`],
    (r) => ["code-value-quantity", `${r.pick(CODES)}$${quantityValue(r)}`],
    (r) => [
      `${r.pick(["date", "subject", "value-quantity", "category", "component-code", "code-value-quantity"])}:missing`,
      r.pick(["true", "false"]),
    ],
  ],
  Encounter: [
    ...ANY,
    (r) => ["date", dateValue(r)],
    (r) => ["date", dateValue(r)],
    (r) => ["class", r.pick(["AMB", "urn:class|IMP"])],
    (r) => ["patient", patientRef(r)],
    (r) => ["subject.name", nameValue(r)],
  ],
  Condition: [
    ...ANY,
    (r) => ["code", tokenValue(r)],
    (r) => ["onset-date", dateValue(r)],
    (r) => ["recorded-date", dateValue(r)],
    (r) => ["encounter.patient.family", nameValue(r)],
    (r) => ["subject", r.pick(["http://elsewhere.example/Patient/9", `Patient/p${r.below(400)}`])],
  ],
};
const SORTS: Readonly<Record<string, readonly string[]>> = {
  Patient: ["family", "-birthdate", "gender,-family", "_id", "-_lastUpdated", "_lastUpdated", "-_id"],
  Observation: ["date", "-date", "value-quantity", "-code", "status,-date", "_lastUpdated"],
  Encounter: ["date", "-date", "_id"],
  Condition: ["-onset-date", "recorded-date,_id"],
};

describe("search against a naive evaluation of every resource", () => {
  it.each(Array.from({ length: 40 }, (_, index) => index))("random queries, round %i", async () => {
    for (let query = 0; query < 10; query += 1) await compareRandomQuery();
  });

  async function compareRandomQuery(): Promise<void> {
    const type = random.pick(["Patient", "Observation", "Observation", "Encounter", "Condition"]);
    const params: Params = Array.from({ length: random.below(4) }, () => random.pick(MAKERS[type] ?? [])(random));
    if (random.chance(0.5)) params.push(["_sort", random.pick(SORTS[type] ?? [])]);
    const expected = judge.search(type, params);
    const found = await readAll(type, params, random.pick([5, 20, 1000]));
    expect(await readDirectly(type, params), JSON.stringify([type, params])).toEqual(expected);
    expect(found.names, JSON.stringify([type, params])).toEqual(expected);
    if (found.totals.length === 1) expect(found.totals, JSON.stringify([type, params])).toEqual([expected.length]);
    const accurate = await readAll(type, [...params, ["_total", "accurate"]], 1000);
    expect(accurate.totals, JSON.stringify([type, params])).toEqual([expected.length]);
  }

  it.each([
    [[]],
    [[["_type", "Patient,Condition"]]],
    [[["_tag", "a"]]],
    [
      [
        ["_type", "Patient,Encounter"],
        ["_id", "p1,p2,e3,e4,e5"],
      ],
    ],
    [
      [
        ["_type", "Observation,Condition"],
        ["code", CODES[0] ?? ""],
        ["_sort", "_id"],
      ],
    ],
    [
      [
        ["_type", "Observation,Condition"],
        ["_sort", "-_lastUpdated"],
        ["code:not", CODES[1] ?? ""],
      ],
    ],
  ] as const)("over several types: %j", async (params) => {
    const found = await readAll(undefined, [...params], 37);
    expect(found.names).toEqual(judge.search(undefined, params));
  });
});

describe("paging", () => {
  it("goes back the way it came", async () => {
    const pages: string[][] = [];
    let url: string | undefined = "Observation/?_sort=-date&_count=17";
    let last: string | undefined;
    while (url !== undefined) {
      const { json } = await server.call("GET", url);
      pages.push((json.entry ?? []).map((entry: { resource: JsonObject }) => nameOf(entry.resource)));
      url = json.link.find((link: { relation: string }) => link.relation === "next")?.url;
      last = json.link.find((link: { relation: string }) => link.relation === "previous")?.url ?? last;
    }
    let index = pages.length - 2;
    while (last !== undefined) {
      const { json } = await server.call("GET", last);
      expect((json.entry ?? []).map((entry: { resource: JsonObject }) => nameOf(entry.resource))).toEqual(pages[index]);
      last = json.link.find((link: { relation: string }) => link.relation === "previous")?.url;
      index -= 1;
    }
    expect(index).toBe(-1);
  });
});

describe("what comes along", () => {
  const call = (url: string): ReturnType<FhirServer["call"]> => server.call("GET", url);
  type Entry = { resource: JsonObject; search: { mode: string } };
  const included = (entries: Entry[]): string[] =>
    entries.filter(({ search }) => search.mode === "include").map(({ resource }) => nameOf(resource));
  const subjectOf = (resource: JsonObject): string =>
    (resource["subject"] as { reference: string } | undefined)?.reference ?? "";

  it("_include brings what the page points to, once each", async () => {
    const { json } = await call("Observation?_include=Observation:patient&_count=50&subject:missing=false");
    const matches: Entry[] = json.entry.filter((entry: Entry) => entry.search.mode === "match");
    const targets = new Set(matches.map(({ resource }) => subjectOf(resource)));
    const live = new Set(judge.search("Patient", []));
    expect(included(json.entry).toSorted()).toEqual([...targets].filter((name) => live.has(name)).toSorted());
    expect(matches).toHaveLength(50);
  });

  it("_revinclude brings what points to the page, and :iterate goes on from there", async () => {
    const [patient = ""] = judge.search("Patient", [
      ["_has:Encounter:patient:_has:Condition:encounter:_id:missing", "false"],
    ]);
    const id = patient.replace("Patient/", "");
    const encounters = judge.search("Encounter", [["patient", id]]);
    const plain = await call(`Patient?_id=${id}&_revinclude=Encounter:patient`);
    expect(included(plain.json.entry).toSorted()).toEqual(encounters.toSorted());
    const further = await call(
      `Patient?_id=${id}&_revinclude=Encounter:patient&_revinclude:iterate=Condition:encounter`,
    );
    const conditions = encounters.flatMap((name) => judge.search("Condition", [["encounter", name]]));
    expect(included(further.json.entry).toSorted()).toEqual([...encounters, ...conditions].toSorted());
    expect(further.json.total).toBe(1);
  });

  it("_include=* follows every reference parameter", async () => {
    const { json } = await call("Condition?_include=*&encounter:missing=false&_count=5");
    expect(included(json.entry).some((name) => name.startsWith("Encounter/"))).toBe(true);
  });

  it("_elements and _summary leave the rest out and say so", async () => {
    const { json } = await call("Patient?_elements=gender&gender=male&_count=1");
    expect(Object.keys(json.entry[0].resource)).toEqual(["gender", "id", "meta", "resourceType"]);
    expect(json.entry[0].resource.meta.tag).toContainEqual(expect.objectContaining({ code: "SUBSETTED" }));
    const text = await call("Patient?_summary=text&_count=1");
    expect(Object.keys(text.json.entry[0].resource)).toEqual(["id", "meta", "resourceType", "text"]);
  });

  it("_lastUpdated finds by commit time", async () => {
    const all = await readAll("Observation", [], 1000);
    const { json } = await call(`Observation?_count=1&_sort=_lastUpdated`);
    const first = String(json.entry[0].resource.meta.lastUpdated);
    const since = async (prefix: string): Promise<number> =>
      (await call(`Observation?_count=1&_total=accurate&_lastUpdated=${prefix}${encodeURIComponent(first)}`)).json
        .total;
    expect(await since("ge")).toBe(all.names.length);
    expect((await since("gt")) + (await since("le"))).toBe(all.names.length);
    expect(await since("lt")).toBe(0);
    expect((await call("Observation?_lastUpdated=lt2000")).json.total).toBe(0);
  });

  it("code:in looks into a value set of the store", async () => {
    const valueSet = {
      resourceType: "ValueSet",
      id: "vs",
      status: "active",
      url: "urn:vs",
      compose: { include: [{ system: LOINC, concept: [{ code: CODES[0] }, { code: CODES[1] }] }] },
    };
    expect((await server.call("PUT", "ValueSet/vs", valueSet)).status).toBe(201);
    const expected = judge.search("Observation", [["code", `${LOINC}|${CODES[0]},${LOINC}|${CODES[1]}`]]);
    expect((await readAll("Observation", [["code:in", "urn:vs"]], 1000)).names).toEqual(expected);
    expect((await call("Observation?code:in=urn:none")).status).toBe(400);
  });
});

describe("page tokens", () => {
  it("outlive a restart", async () => {
    const { json } = await server.call("GET", "Patient?_sort=family&_count=3");
    const next = new URL(json.link.find((link: { relation: string }) => link.relation === "next").url);
    const before = await server.call("GET", next.href);
    const emulator = await server.emulator.restart();
    try {
      const after = await fetch(`${emulator.origin}${next.pathname}${next.search}`);
      const bundle = (await after.json()) as { entry: { resource: JsonObject }[] };
      const names = bundle.entry.map(({ resource }) => nameOf(resource));
      expect(names).toEqual(before.json.entry.map((entry: { resource: JsonObject }) => nameOf(entry.resource)));
    } finally {
      server = { ...server, close: () => emulator.dispose() };
    }
  });
});
