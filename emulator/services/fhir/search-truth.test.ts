import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hospital } from "#emulator/sample/hospital.ts";
import { openFhirServer, type FhirServer } from "./oracle/fhir-server.ts";
import { Judge, type Criterion } from "./oracle/judge.ts";
import { judgedParams, type Json, type JudgedParam } from "./oracle/judge-params.ts";
import { queriesFor, reverseQueries } from "./oracle/judge-queries.ts";
import { createRandom } from "./oracle/random-resources.ts";

/**
 * Every search parameter of every type in the sample hospital and in HL7's R4 examples: the emulator finds what a look at every resource finds.
 * By default some queries of each parameter, `JUDGE_QUERIES=all` runs all of them.
 */

const EXAMPLES = join(process.env["SHARED_DATA"] ?? "../shared/data", "fhir", "hl7-r4-examples");
const RUNS_ALL = process.env["JUDGE_QUERIES"] === "all";
const random = createRandom(20_261_126);

let server: FhirServer;
let judge: Judge;

beforeAll(async () => {
  server = await openFhirServer({
    version: "R4",
    enableUpdateCreate: true,
    disableReferentialIntegrity: true,
    validationConfig: { disableRequiredFieldValidation: true, disableReferenceTypeValidation: true },
  });
  const stored: Json[] = [];
  for (const batch of batches([...hospital({ seed: "judge", scale: 0.001 }), ...examples()], 200))
    stored.push(...(await putAll(batch)));
  judge = new Judge(stored, Date.now());
}, 60_000);
afterAll(() => server.close());

function examples(): Json[] {
  if (!existsSync(EXAMPLES)) return [];
  const resources = readdirSync(EXAMPLES)
    .filter((file) => file.endsWith(".json"))
    .map((file) => JSON.parse(readFileSync(join(EXAMPLES, file), "utf8")) as Json)
    .filter((resource) => typeof resource["id"] === "string");
  return [...new Map(resources.map((resource) => [nameOf(resource), resource])).values()];
}

const nameOf = (resource: Json): string => `${String(resource["resourceType"])}/${String(resource["id"])}`;

function batches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

/** What of it was accepted, with the time the server set. Refusals are real-data.test.ts's business. */
async function putAll(resources: readonly object[]): Promise<Json[]> {
  const given = resources as readonly Json[];
  const entry = given.map((resource) => ({ resource, request: { method: "PUT", url: nameOf(resource) } }));
  const answer = await server.call("POST", "", { resourceType: "Bundle", type: "batch", entry });
  const answers = answer.json.entry as { response: { status: string; lastModified?: string } }[];
  return given.flatMap((resource, at) => {
    const { status = "", lastModified } = answers[at]?.response ?? {};
    const meta = { ...(resource["meta"] as object | undefined), lastUpdated: lastModified };
    return status.startsWith("20") ? [{ ...resource, meta }] : [];
  });
}

interface Query {
  readonly type: string;
  readonly criteria: readonly Criterion[];
}

async function ask({ type, criteria }: Query): Promise<{ status: number; names: string[]; text: string }> {
  const query = new URLSearchParams(
    [...criteria, ["_count", "1000"], ["_elements", "id"]].map(([name = "", value = ""]) => [name, value]),
  );
  let url: string | undefined = `${type}/?${query}`;
  const names: string[] = [];
  while (url !== undefined) {
    const { status, json, text } = await server.call("GET", url, undefined, { prefer: "handling=strict" });
    if (status !== 200) return { status, names, text };
    for (const entry of json.entry ?? []) names.push(nameOf(entry.resource));
    url = json.link.find((link: { relation: string }) => link.relation === "next")?.url;
  }
  return { status: 200, names, text: "" };
}

/** What the emulator refuses or finds otherwise than the judge; undefined when they agree. */
async function difference(query: Query): Promise<string | undefined> {
  const expected = judge.search(query.type, query.criteria);
  const found = await ask(query);
  const isSorted = query.criteria.some(([name]) => name === "_sort");
  const inOrder = (names: readonly string[]): readonly string[] => (isSorted ? names : names.toSorted());
  if (found.status === 200 && inOrder(found.names).join() === inOrder(expected).join()) return undefined;
  const asked = `${query.type}?${query.criteria.map((criterion) => criterion.join("=")).join("&")}`;
  if (found.status !== 200) return `${asked}: ${found.status} ${found.text}`;
  const lacking = expected.filter((name) => !found.names.includes(name));
  const surplus = found.names.filter((name) => !expected.includes(name));
  return `${asked}: lacks ${lacking.length} (${lacking.slice(0, 3).join(" ")}), has ${surplus.length} too many (${surplus.slice(0, 3).join(" ")})`;
}

/** What the contract leaves out (section 8.5), and how strict handling says so. */
const UNSUPPORTED: readonly {
  readonly clause: string;
  readonly isIt: (type: string, param: JudgedParam) => boolean;
}[] = [
  { clause: "special parameters: Location.near is not supported", isIt: (_, { type }) => type === "special" },
  { clause: "_query is not supported", isIt: (_, { code }) => code === "_query" },
  { clause: "phonetic is not supported", isIt: (_, { code }) => code === "phonetic" },
  {
    clause: "Bundle.composition and Bundle.message are not supported",
    isIt: (type, { code }) => type === "Bundle" && (code === "composition" || code === "message"),
  },
  {
    clause: "not in R4: the published bundle carries a parameter for an element that DeviceDefinition lacks",
    isIt: (type, { code }) => type === "DeviceDefinition" && code === "classification",
  },
  {
    clause: "composites: only code-value-*, combo-*, component-* on Observation and DocumentReference relationship",
    isIt: (type, { type: kind, code }) =>
      kind === "composite" &&
      !(type === "Observation" && /^(?:code-value|combo|component)-/u.test(code)) &&
      !(type === "DocumentReference" && code === "relationship"),
  },
];

/** Full text has no element to look at; search.test.ts judges it by words. */
const FULL_TEXT = new Set(["_text", "_content"]);

const isSearchable = (type: string, param: JudgedParam): boolean =>
  !FULL_TEXT.has(param.code) && !UNSUPPORTED.some(({ isIt }) => isIt(type, param));

describe("search against a look at every resource", () => {
  it("finds the same by every parameter of every type", async () => {
    const differences: string[] = [];
    const asked = new Map<string, number>();
    for (const [type, param] of paramsOf(isSearchable)) {
      for (const query of chosen(type, param)) {
        asked.set(param.type, (asked.get(param.type) ?? 0) + 1);
        const problem = await difference(query);
        if (problem !== undefined) differences.push(problem);
      }
    }
    expect(differences).toEqual([]);
    const kinds = ["composite", "date", "number", "quantity", "reference", "string", "token", "uri"];
    // The hospital alone has no number to search by.
    expect([...asked.keys()].toSorted()).toEqual(kinds.filter((kind) => kind !== "number" || existsSync(EXAMPLES)));
    expect(Math.min(...asked.values())).toBeGreaterThan(1);
  }, 3_600_000);

  it("refuses what the contract leaves out", async () => {
    for (const [type, { code }] of paramsOf((one, param) => UNSUPPORTED.some(({ isIt }) => isIt(one, param)))) {
      const answer = await ask({ type, criteria: [[code, "1"]] });
      expect([type, code, answer.status]).toEqual([type, code, 400]);
    }
  });

  function paramsOf(isWanted: (type: string, param: JudgedParam) => boolean): [type: string, param: JudgedParam][] {
    return judge.types.flatMap((type) =>
      [...judgedParams(type).values()]
        .filter((param) => isWanted(type, param))
        .map((param): [string, JudgedParam] => [type, param]),
    );
  }

  function chosen(type: string, param: JudgedParam): Query[] {
    const source = { judge, random, isSearchable };
    const own = queriesFor(source, type, param, RUNS_ALL ? 8 : 1).map((criteria) => ({ type, criteria }));
    const all = [...own, ...reverseQueries(source, type, param)];
    return RUNS_ALL ? all : Array.from({ length: all.length > 2 ? 3 : 1 }, () => random.pick(all));
  }
});
