import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { schemaPackageSchema, type SchemaPackage } from "./schema-package.ts";
import { schematize } from "./schematize.ts";
import { parseTerminated } from "./terminated.ts";

const SHARED = process.env["SHARED_DATA"] ?? "../shared/data";
const PAIRS = `${SHARED}/hl7v2/google-schematized`;

const field = (name: string, type: string, maxOccurs = 1, minOccurs = 0): object => ({
  name,
  type,
  maxOccurs,
  minOccurs,
});
const st = { name: "ST", primitive: "STRING" };
const TYPES = [
  st,
  { name: "VARIES", primitive: "VARIES" },
  { name: "RAW", primitive: "UNESCAPED_STRING" },
  { name: "HD", fields: [field("1", "ST"), field("2", "ST")] },
  { name: "CX", fields: [field("1", "ST"), field("2", "ST"), field("3", "ST"), field("4", "HD"), field("5", "ST")] },
  { name: "MSG", fields: [field("1", "ST"), field("2", "ST")] },
  {
    name: "MSH",
    fields: Array.from({ length: 12 }, (_, index) => field(String(index + 1), index === 8 ? "MSG" : "ST")),
  },
  {
    name: "PID",
    fields: [field("1", "ST"), field("2", "CX"), field("3", "CX", 0, 1), field("4", "CX", 0), field("5", "ST")],
  },
  {
    name: "OBX",
    fields: [field("1", "ST"), field("2", "ST"), field("3", "ST"), field("4", "ST"), field("5", "VARIES", 0)],
  },
  { name: "NTE", fields: [field("1", "ST"), field("2", "RAW")] },
];
const segment = (type: string, minOccurs = 0, maxOccurs = 1): object => ({ segment: { type, minOccurs, maxOccurs } });
const ROOT = {
  name: "ORU_R01",
  minOccurs: 1,
  maxOccurs: 1,
  members: [
    segment("MSH", 1),
    segment("NTE"),
    { group: { name: "PATIENT", minOccurs: 1, maxOccurs: 1, members: [segment("PID", 1), segment("NTE", 0, 0)] } },
    { group: { name: "OBSERVATION", maxOccurs: 0, members: [segment("OBX", 1), segment("NTE")] } },
  ],
};

function packageOf(more: object = {}, root: object = ROOT): SchemaPackage {
  return schemaPackageSchema.parse({
    schemas: [{ messageSchemaConfigs: { ORU_R01: root } }],
    types: [{ type: TYPES }],
    ...more,
  });
}

const MESSAGE =
  "MSH|^~\\&|A|B|||2026||ORU^R01|1|P|2.5\rPID|1||7^^^H&1^MRN~8^^^^SS|\rOBX|1|TX|||a\\T\\b^c&d\rNTE|1|x^y\\F\\\rOBX|2\r";

function run(text: string, schema = packageOf(), version: "V2" | "V3" = "V2"): unknown {
  const result = schematize(parseTerminated(text, "\r"), schema, version);
  return "data" in result ? (JSON.parse(result.data) as unknown) : result.error;
}

describe("schematize", () => {
  it("groups segments, numbers fields, makes arrays of what may repeat and null of what is missing", () => {
    expect(run(MESSAGE)).toEqual({
      ORU_R01: {
        MSH: {
          "0": "MSH",
          "1": "|",
          "2": "^~\\&",
          "3": "A",
          "4": "B",
          "5": null,
          "6": null,
          "7": "2026",
          "8": null,
          "9": { "1": "ORU", "2": "R01" },
          "10": "1",
          "11": "P",
          "12": "2.5",
        },
        NTE: null,
        PATIENT: {
          PID: {
            "0": "PID",
            "1": "1",
            "2": null,
            "3": [
              { "1": "7", "2": null, "3": null, "4": { "1": "H", "2": "1" }, "5": "MRN" },
              { "1": "8", "2": null, "3": null, "4": null, "5": "SS" },
            ],
            "4": null,
          },
          NTE: null,
        },
        OBSERVATION: [
          {
            OBX: {
              "0": "OBX",
              "1": "1",
              "2": "TX",
              "3": null,
              "4": null,
              "5": [{ "1": { "1": "a\\T\\b" }, "2": { "1": "c", "2": "d" } }],
            },
            NTE: { "0": "NTE", "1": "1", "2": "x^y\\F\\" },
          },
          { OBX: { "0": "OBX", "1": "2" }, NTE: null },
        ],
      },
    });
    expect(run(MESSAGE, packageOf(), "V3")).toMatchObject({
      ORU_R01: { OBSERVATION: [{ OBX: { "5": [{ "1": { "1": "a&b" } }] } }, {}] },
    });
  });

  it.each([
    ["a required segment", MESSAGE.replace(/PID[^\r]*\r/, ""), /PATIENT occurs 0 times/],
    ["a required field", MESSAGE.replace("7^^^H&1^MRN~8^^^^SS", ""), /PID-3 is required and missing/],
    ["too many repetitions", MESSAGE.replace("PID|1", "PID|1~2"), /PID-1 occurs 2 times, the schema allows 1/],
    ["a segment of no group", `${MESSAGE}ZPI|1\r`, /unexpected segment ZPI at index 5/],
    ["a segment in the wrong place", MESSAGE.replace("OBX|2", "PID|2||9"), /unexpected segment PID at index 4/],
    ["another message", MESSAGE.replace("ORU^R01", "ADT^A01"), /no message ADT_A01/],
  ])("says what is wrong with %s", (_, text, reason) => {
    expect(run(text)).toMatch(reason);
  });

  it("lets required parts be missing when told so", () => {
    const lenient = packageOf({ ignoreMinOccurs: true });
    expect(run(MESSAGE.replace(/PID[^\r]*\r/, ""), lenient)).toMatchObject({ ORU_R01: { PATIENT: null } });
    expect(run(MESSAGE.replace("7^^^H&1^MRN~8^^^^SS", ""), lenient)).toMatchObject({
      ORU_R01: { PATIENT: { PID: { "3": null } } },
    });
  });

  it("leaves unexpected segments out, or parses them in place", () => {
    const text = MESSAGE.replace("OBX|1", "ZPI|1|a^b\rOBX|1");
    const skipped = run(text, packageOf({ unexpectedSegmentHandling: "SKIP" }));
    expect(skipped).toEqual(run(MESSAGE));
    const parsed = run(text, packageOf({ unexpectedSegmentHandling: "PARSE" }));
    expect(parsed).toMatchObject({
      ORU_R01: {
        PATIENT: {
          ZPI: [{ "0": "ZPI", "1": [{ "1": { "1": "1" } }], "2": [{ "1": { "1": "a" }, "2": { "1": "b" } }] }],
        },
      },
    });
  });

  it("takes one member of a choice and numbers equal names", () => {
    const choice = {
      name: "ORU_R01",
      members: [
        segment("MSH"),
        { group: { name: "WHO", choice: true, maxOccurs: 1, members: [segment("PID"), segment("OBX")] } },
        segment("NTE"),
        segment("NTE"),
      ],
    };
    const schema = packageOf({ ignoreMinOccurs: true }, choice);
    expect(run("MSH|^~\\&|||||||ORU^R01\rOBX|1\rNTE|1\rNTE|2\r", schema)).toMatchObject({
      ORU_R01: { WHO: { PID: null, OBX: { "1": "1" } }, NTE_1: { "1": "1" }, NTE_2: { "1": "2" } },
    });
    expect(run("MSH|^~\\&|||||||ORU^R01\rPID|1||7\rOBX|1\r", schema)).toMatch(/unexpected segment OBX/);
  });

  it("chooses the last layer whose versions all match", () => {
    const layer = (value: string, name: string): object => ({
      version: [
        { mshField: "12", value },
        { mshField: "9.2", value: "R01" },
      ],
      messageSchemaConfigs: { ORU_R01: { ...ROOT, name } },
    });
    const schema = packageOf({
      schemas: [{ messageSchemaConfigs: { ORU_R01: ROOT } }, layer("2.3", "OLD"), layer("2.5", "NEW")],
    });
    expect(Object.keys(run(MESSAGE, schema) as object)).toEqual(["NEW"]);
    expect(Object.keys(run(MESSAGE.replace("2.5", "2.3"), schema) as object)).toEqual(["OLD"]);
    expect(Object.keys(run(MESSAGE.replace("2.5", "2.4"), schema) as object)).toEqual(["ORU_R01"]);
  });
});

type Json = string | number | null | readonly Json[] | { readonly [name: string]: Json };
type JsonObject = { readonly [name: string]: Json };

/**
 * Google's own outputs, turned back: what stands in the JSON decides both the schema (an array may repeat, an object is composite) and the
 * message. A schema is enough that reads the same JSON out of that message again.
 */
class Reversed {
  readonly types: object[] = [st];
  readonly segments: string[] = [];
  readonly #seen = new Map<string, readonly JsonObject[]>();
  #count = 0;

  group(name: string, json: JsonObject, maxOccurs: number): object {
    const members = Object.entries(json).map(([member, value]) => this.#member(member, value));
    return { name, maxOccurs, members };
  }

  #member(name: string, json: Json): object {
    const isMany = Array.isArray(json);
    const [first] = isMany ? (json as Json[]) : [json];
    const maxOccurs = isMany ? 0 : 1;
    const isSegment =
      json === null
        ? /^[A-Z][A-Z0-9]{2}(_\d)?$/.test(name)
        : typeof first === "object" && first !== null && "0" in first;
    if (!isSegment) {
      if (isMany) return { group: this.#merged(name, json as JsonObject[]) };
      return {
        group: json === null ? { name, maxOccurs, members: [] } : this.group(name, json as JsonObject, maxOccurs),
      };
    }
    const type = name.replace(/_\d$/, "");
    for (const value of isMany ? json : [json])
      if (value !== null) this.segments.push(this.#segment(type, value as JsonObject));
    return { segment: { type, maxOccurs } };
  }

  /** Occurrences of a group share a schema: that of the one with most in it. */
  #merged(name: string, groups: readonly JsonObject[]): object {
    const schemas = groups.map((group) => this.group(name, group, 0));
    return schemas.toSorted((a, b) => JSON.stringify(b).length - JSON.stringify(a).length)[0] ?? {};
  }

  #segment(type: string, json: JsonObject): string {
    this.#seen.set(type, [...(this.#seen.get(type) ?? []), json]);
    const texts = Array.from({ length: lastNumber([json]) }, (_, index) => {
      const value = json[String(index + 1)] ?? null;
      return repetitionsOf(value)
        .map((repetition) => textOf(repetition, "^"))
        .join("~");
    });
    return [type, ...(type === "MSH" ? texts.slice(1) : texts)].join("|");
  }

  /** One type for all segments of an id, with the fields that any of them has. */
  defineSegments(): void {
    for (const [name, segments] of this.#seen) {
      const fields = Array.from({ length: lastNumber(segments) }, (_, index) => {
        const values = segments.map((json) => json[String(index + 1)] ?? null);
        const maxOccurs = values.some((value) => Array.isArray(value)) ? 0 : 1;
        return { name: String(index + 1), maxOccurs, type: this.#type(values.flatMap(repetitionsOf)) };
      });
      this.types.push({ name, fields });
    }
  }

  /** A type that has what any of the values has. */
  #type(values: readonly Json[]): string {
    const objects = values.filter(
      (value): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value),
    );
    if (objects.length === 0) return "ST";
    const name = `T${++this.#count}`;
    const fields = Array.from({ length: lastNumber(objects) }, (_, index) => ({
      name: String(index + 1),
      maxOccurs: 1,
      type: this.#type(objects.map((value) => value[String(index + 1)] ?? null)),
    }));
    this.types.push({ name, fields });
    return name;
  }
}

function repetitionsOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as Json[]) : [value];
}

function lastNumber(objects: readonly JsonObject[]): number {
  return Math.max(0, ...objects.flatMap((object) => Object.keys(object).map(Number)));
}

function textOf(json: Json, delimiter: "^" | "&"): string {
  if (json === null) return "";
  if (typeof json !== "object") return String(json);
  const parts = json as JsonObject;
  const last = Math.max(0, ...Object.keys(parts).map(Number));
  return Array.from({ length: last }, (_, index) => textOf(parts[String(index + 1)] ?? null, "&")).join(delimiter);
}

describe.skipIf(!existsSync(PAIRS))("Google's own outputs", () => {
  const one = (name: string): boolean => !name.includes(".fhir.");
  it.each(globSync("*.json", { cwd: PAIRS }).filter(one))("%s comes out again", (file) => {
    const expected = normal(JSON.parse(readFileSync(`${PAIRS}/${file}`, "utf8")) as Json) as Readonly<
      Record<string, JsonObject>
    >;
    const [name = "", json = {}] = Object.entries(expected)[0] ?? [];
    // JSON has no order of its own here; the header must come first.
    const { MSH, ...others } = json;
    const reversed = new Reversed();
    const root = reversed.group(name, { MSH: MSH ?? null, ...others }, 1);
    reversed.defineSegments();
    const text = reversed.segments.map((segment) => `${segment}\r`).join("");
    const schema = schemaPackageSchema.parse({
      schemas: [{ messageSchemaConfigs: { [name]: root } }],
      types: [{ type: reversed.types }],
    });
    const result = schematize(parseTerminated(text, "\r"), schema, "V2");
    expect("data" in result ? (JSON.parse(result.data) as unknown) : result.error).toEqual(expected);
  });
});

/**
 * The files were touched up by hand in places: a number where the parser writes text, fields left out between others, and encoding
 * characters that were escaped once too often (`^~u0026`).
 */
function normal(json: Json): Json {
  if (typeof json === "string" && /^\^~.*u0026$/.test(json)) return "^~\\&";
  if (typeof json === "number") return String(json);
  if (Array.isArray(json)) return (json as Json[]).map(normal);
  if (json === null || typeof json !== "object") return json;
  const object = json as JsonObject;
  const entries = Object.entries(object).map(([key, value]) => [key, normal(value)] as const);
  const numbers = Object.keys(object)
    .filter((key) => /^\d+$/.test(key))
    .map(Number);
  const last = Math.max(0, ...numbers);
  const gaps = Array.from({ length: last }, (_, index) => [String(index + 1), null] as const);
  return Object.fromEntries(numbers.length > 0 ? [...gaps, ...entries] : entries);
}
