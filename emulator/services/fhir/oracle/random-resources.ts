import type { JsonObject, JsonValue } from "#lib/fhir/lossless-json.ts";
import { parseJson } from "#lib/fhir/lossless-json.ts";

/** A repeatable source of chance: mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    chance: (probability) => next() < probability,
    below: (limit) => Math.floor(next() * limit),
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error("nothing to pick from");
      return item;
    },
  };
}

export interface Random {
  chance(probability: number): boolean;
  below(limit: number): number;
  pick<T>(items: readonly T[]): T;
}

export const FAMILIES = ["Smith", "Smithson", "Jörgensen", "O'Neil", "van der Berg", "Álvarez", "smith", "Lee"];
export const GIVEN = ["Anna", "Ann-Marie", "José", "Li", "Peter", "Zoë"];
export const CODES = ["8480-6", "8462-4", "8302-2", "29463-7"];
export const LOINC = "http://loinc.org";
export const DATES = [
  "2019",
  "2020-02",
  "2020-02-14",
  "2020-02-14T10:20:30Z",
  "2020-02-14T10:20:30.500+02:00",
  "2021-06-30",
  "2021-12",
];

/** Small pools of values, so that searches match often and values collide. */
export function randomResources(random: Random, count: number): JsonObject[] {
  const made: JsonObject[] = [];
  for (let index = 0; index < count; index += 1) {
    const make = random.pick([patient, patient, observation, observation, observation, encounter, condition]);
    made.push(clean(make(random, `${index}`, made)));
  }
  return made;
}

/** FHIR knows no empty lists. */
function list<T>(items: T[]): T[] | undefined {
  return items.length === 0 ? undefined : items;
}

type Draft = { [key: string]: JsonValue | undefined };

function clean(draft: Draft): JsonObject {
  const value = parseJson(JSON.stringify(draft));
  return value as JsonObject;
}

function patient(random: Random, id: string): Draft {
  return {
    resourceType: "Patient",
    id: `p${id}`,
    meta: random.chance(0.4)
      ? { tag: [{ system: "urn:tag", code: random.pick(["a", "b"]) }], source: "urn:feed" }
      : undefined,
    active: random.chance(0.5) ? random.chance(0.5) : undefined,
    identifier: [
      { system: random.pick(["urn:mrn", "urn:ssn"]), value: String(random.below(40)) },
      ...(random.chance(0.3) ? [{ value: String(random.below(40)) }] : []),
    ],
    name: list(
      Array.from({ length: random.below(3) }, () => ({ family: random.pick(FAMILIES), given: [random.pick(GIVEN)] })),
    ),
    gender: random.chance(0.8) ? random.pick(["male", "female", "other"]) : undefined,
    birthDate: random.chance(0.8)
      ? random.pick(["1980", "1980-02", "1980-02-03", "1991-12-31", "2020-02-14"])
      : undefined,
    address: random.chance(0.5)
      ? [{ line: ["12 Main Street"], city: random.pick(["Köln", "St. Paul", "Lyon"]) }]
      : undefined,
    telecom: random.chance(0.3) ? [{ system: "phone", value: "+1 217 555" }] : undefined,
    text: {
      status: "generated",
      div: `<div xmlns="http://www.w3.org/1999/xhtml">A <b>${random.pick(GIVEN)}</b> narrative</div>`,
    },
  };
}

function observation(random: Random, id: string, made: readonly JsonObject[]): Draft {
  const kind = random.below(5);
  return {
    resourceType: "Observation",
    id: `o${id}`,
    status: random.pick(["final", "preliminary"]),
    category: random.chance(0.5)
      ? [{ coding: [{ system: "urn:cat", code: random.pick(["vital-signs", "laboratory"]) }] }]
      : undefined,
    code: concept(random),
    subject: reference(random, made, "Patient"),
    effectiveDateTime: random.chance(0.5) ? random.pick(DATES) : undefined,
    valueQuantity: kind === 0 ? quantity(random) : undefined,
    valueCodeableConcept: kind === 1 ? concept(random) : undefined,
    valueSampledData: kind === 4 ? sampledData(random) : undefined,
    valueString: kind === 2 ? random.pick(["normal sinus", "Normal", "abnormal"]) : undefined,
    component:
      kind === 3
        ? Array.from({ length: 2 }, () => ({ code: concept(random), valueQuantity: quantity(random) }))
        : undefined,
  };
}

function encounter(random: Random, id: string, made: readonly JsonObject[]): Draft {
  const start = random.pick(DATES);
  return {
    resourceType: "Encounter",
    id: `e${id}`,
    status: random.pick(["finished", "planned"]),
    class: { system: "urn:class", code: random.pick(["AMB", "IMP"]), display: "visit" },
    subject: reference(random, made, "Patient"),
    period: random.pick([
      { start },
      { end: "2021-12-31" },
      { start: "2019-01-01", end: "2021-01-01" },
      { start, end: "2022-01-01" },
    ]),
  };
}

function condition(random: Random, id: string, made: readonly JsonObject[]): Draft {
  return {
    resourceType: "Condition",
    id: `c${id}`,
    code: concept(random),
    subject: reference(random, made, "Patient") ?? { reference: "http://elsewhere.example/Patient/9" },
    encounter: reference(random, made, "Encounter"),
    onsetDateTime: random.chance(0.4) ? random.pick(DATES) : undefined,
    recordedDate: random.chance(0.4) ? random.pick(DATES) : undefined,
  };
}

function concept(random: Random): JsonValue {
  const code = random.pick(CODES);
  const codings = [
    { system: LOINC, code, display: random.pick([`Display ${code}`, "Systolic pressure"]) },
    ...(random.chance(0.3) ? [{ system: "urn:local", code: random.pick(CODES) }] : []),
  ];
  return random.chance(0.5)
    ? { coding: codings }
    : { coding: codings, text: random.pick(["Blood pressure", "Weight"]) };
}

function quantity(random: Random): JsonValue {
  const value = random.pick([5, 5.4, 100, 140.25, -3]);
  const unit = random.pick([
    { system: "http://unitsofmeasure.org", code: "mm[Hg]", unit: "mmHg" },
    { system: "http://unitsofmeasure.org", code: "kg", unit: "kg" },
  ]);
  return random.chance(0.15) ? { value, comparator: random.pick(["<", ">="]), ...unit } : { value, ...unit };
}

function sampledData(random: Random): JsonValue {
  const origin = { value: 100, system: "http://unitsofmeasure.org", code: "mm[Hg]", unit: "mmHg" };
  const data = random.pick(["-95 0 40.25", "E 0.5 L", "-103"]);
  return { origin, period: 10, dimensions: 1, data, ...(random.chance(0.5) ? { factor: 2 } : {}) };
}

function reference(random: Random, made: readonly JsonObject[], type: string): { reference: string } | undefined {
  const targets = made.filter((resource) => resource["resourceType"] === type);
  if (targets.length === 0 || random.chance(0.15)) return undefined;
  return { reference: `${type}/${String(random.pick(targets)["id"])}` };
}
