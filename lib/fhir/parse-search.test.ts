import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SearchSyntaxError, parseSearch } from "./parse-search.ts";
import { escapeSearch, splitEscaped, unescapeSearch } from "./search-escapes.ts";
import { searchParams } from "./search-params.ts";
import type { FhirVersion, SearchFilter, SearchQuery } from "./search-types.ts";

interface Options {
  readonly strict?: boolean;
  readonly version?: FhirVersion;
}

/** `parse("Patient?name=x")`, `parse("?_id=1")`. */
function parse(text: string, { strict = false, version = "R4" }: Options = {}): SearchQuery {
  const [type = "", query = ""] = text.split(/\?(.*)/su);
  const params = [...new URLSearchParams(query)];
  return parseSearch({ type: type === "" ? undefined : type, params, strict, version });
}

function filter(text: string): SearchFilter | undefined {
  return parse(text).filters[0];
}

function values(text: string): unknown {
  const found = filter(text);
  return found?.kind === "values" ? found.values : found;
}

function refusal(text: string, options?: Options): string {
  try {
    parse(text, options);
  } catch (error) {
    if (error instanceof SearchSyntaxError)
      return `${error.parameter}${error.offset === undefined ? "" : `@${String(error.offset)}`}: ${error.message}`;
    throw error;
  }
  return "accepted";
}

describe("values", () => {
  it.each([
    ["Patient?name=J%C3%B6rg", [{ kind: "string", value: "Jörg", normalized: "jorg" }]],
    [
      "Patient?name=a,b\\,c,,",
      [
        { kind: "string", value: "a", normalized: "a" },
        { kind: "string", value: "b,c", normalized: "b c" },
      ],
    ],
    ["Patient?identifier=http://x|1", [{ kind: "token", system: "http://x", code: "1" }]],
    ["Patient?identifier=|1", [{ kind: "token", system: "", code: "1" }]],
    ["Patient?identifier=http://x|", [{ kind: "token", system: "http://x", code: undefined }]],
    ["Patient?identifier=a\\|b\\\\", [{ kind: "token", system: undefined, code: "a|b\\" }]],
    ["Observation?code:text=heart", [{ kind: "string", value: "heart", normalized: "heart" }]],
    ["Observation?code:in=http://vs", [{ kind: "uri", value: "http://vs" }]],
    ["Observation?subject=Patient/1", [{ kind: "reference", type: "Patient", id: "1", url: "Patient/1" }]],
    ["Observation?subject=1", [{ kind: "reference", type: undefined, id: "1", url: "1" }]],
    ["Observation?subject:Patient=1", [{ kind: "reference", type: "Patient", id: "1", url: "1" }]],
    [
      "Observation?subject=http://h/fhir/Patient/1",
      [{ kind: "reference", type: undefined, id: undefined, url: "http://h/fhir/Patient/1" }],
    ],
    ["Patient?birthdate=ge2000", [{ kind: "date", prefix: "ge", low: Date.UTC(2000, 0), high: Date.UTC(2001, 0) }]],
    [
      "Observation?value-quantity=5.4|http://u|mg",
      [{ kind: "quantity", prefix: "eq", value: 5.4, low: 5.35, high: 5.45, system: "http://u", code: "mg" }],
    ],
    [
      "Observation?value-quantity=lt-1e2||mg",
      [{ kind: "quantity", prefix: "lt", value: -100, low: -105, high: -95, system: undefined, code: "mg" }],
    ],
    ["RiskAssessment?probability=ap0.8", [{ kind: "number", prefix: "ap", value: 0.8, low: 0.75, high: 0.85 }]],
    ["ValueSet?url=http://x%3Fa", [{ kind: "uri", value: "http://x?a" }]],
    [
      "Observation?code-value-quantity=http://loinc.org|8480-6$gt100",
      [
        {
          kind: "composite",
          parts: [
            { kind: "token", system: "http://loinc.org", code: "8480-6" },
            { kind: "quantity", prefix: "gt", value: 100, low: 99.5, high: 100.5, system: undefined, code: undefined },
          ],
        },
      ],
    ],
  ])("reads %s", (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it.each([
    ["Patient?birthdate=yesterday", 'birthdate@0: invalid date "yesterday"'],
    ["Patient?birthdate=2000,20x", 'birthdate@5: invalid date "20x"'],
    ["Patient?birthdate=2000-13", 'birthdate@0: invalid date "2000-13"'],
    ["Patient?identifier=a|b|c", 'identifier@3: too many "|" in token "a|b|c"'],
    ["RiskAssessment?probability=high", 'probability@0: invalid number "high"'],
    [
      "Observation?value-quantity=5|mg",
      'value-quantity@1: invalid quantity "5|mg"; expected format is [number]|[system]|[code]',
    ],
    [
      "Observation?code-value-quantity=a",
      'code-value-quantity@0: invalid composite "a"; expected 2 parts joined by "$"',
    ],
    ["Patient?name:missing=maybe", 'name:missing@0: invalid value "maybe" of :missing; expected true or false'],
    ["Patient?name:not=x", 'name:not@0: modifier ":not" is not supported for parameter "name" of type string'],
    [
      "Observation?subject:identifier=x",
      'subject:identifier@0: modifier ":identifier" is not supported for parameter "subject" of type reference',
    ],
    [
      "Patient?identifier:of-type=x",
      'identifier:of-type@0: modifier ":of-type" is not supported for parameter "identifier" of type token',
    ],
    [
      "Observation?subject:Practitioner=1",
      'subject:Practitioner@0: parameter "subject" cannot refer to "Practitioner"',
    ],
    ["Observation?subject:Patient=Group/1", 'subject:Patient@0: reference "Group/1" is not of type Patient'],
  ])("refuses %s under either handling", (text, message) => {
    expect(refusal(text)).toBe(message);
    expect(refusal(text, { strict: true })).toBe(message);
  });

  it("reads a time zone whose plus sign became a space", () => {
    expect(values("Observation?date=2020-01-01T00:00:00+02:00")).toEqual([
      { kind: "date", prefix: "eq", low: Date.UTC(2019, 11, 31, 22), high: Date.UTC(2019, 11, 31, 22, 0, 1) },
    ]);
  });

  it("keeps the modifier", () => {
    expect(filter("Patient?name:exact=X")).toMatchObject({
      kind: "values",
      modifier: "exact",
      values: [{ value: "X" }],
    });
    expect(filter("Patient?gender:not=male")).toMatchObject({ modifier: "not" });
    expect(filter("ValueSet?url:below=http://x")).toMatchObject({ modifier: "below" });
    expect(filter("Patient?name:missing=true")).toMatchObject({ kind: "missing", isMissing: true });
  });
});

describe("chains", () => {
  it("follows one type", () => {
    expect(filter("Observation?subject:Patient.name=x")).toMatchObject({
      kind: "chain",
      param: { code: "subject" },
      targetTypes: ["Patient"],
      filters: [["Patient", { kind: "values", param: { code: "name" } }]],
    });
  });
  it("tries every target that has the parameter", () => {
    const found = filter("Observation?subject.identifier=x");
    expect(found).toMatchObject({ targetTypes: ["Device", "Group", "Location", "Patient"] });
    expect(filter("Observation?subject.birthdate=2000")).toMatchObject({ targetTypes: ["Patient"] });
  });
  it("goes several steps, with a modifier at the end", () => {
    expect(filter("Observation?patient.organization.name:exact=x")).toMatchObject({
      filters: [["Patient", { kind: "chain", filters: [["Organization", { modifier: "exact" }]] }]],
    });
  });
  it("reads _has, nested and after a chain", () => {
    expect(filter("Patient?_has:Observation:patient:code=x")).toMatchObject({
      kind: "has",
      sourceType: "Observation",
      param: { code: "patient" },
      filter: { kind: "values" },
    });
    expect(filter("Patient?_has:Observation:patient:_has:AuditEvent:entity:agent:missing=true")).toMatchObject({
      kind: "has",
      filter: { kind: "has", sourceType: "AuditEvent", filter: { kind: "missing" } },
    });
    expect(filter("Encounter?patient._has:Group:member:_id=1")).toMatchObject({
      kind: "chain",
      filters: [["Patient", { kind: "has" }]],
    });
  });
  it.each([
    ["Patient?name.family=x", 'name.family@0: only reference parameters can be chained; "name" is of type string'],
    ["Observation?subject.=x", 'subject.@0: invalid chain "subject."'],
    [
      "Patient?_has:Observation:patient=x",
      "_has:Observation:patient@0: invalid _has query: _has:Observation:patient; expected format is _has:[resource_type]:[parameter]:[parameter]",
    ],
    [
      "Patient?_has:Observation:code:x=x",
      '_has:Observation:code:x@0: _has needs a reference parameter; "code" is of type token',
    ],
    ["Observation?subject.birthdate=x", 'subject.birthdate@0: invalid date "x"'],
  ])("refuses %s", (text, message) => {
    expect(refusal(text)).toBe(message);
  });
  it("ignores an unknown end unless strict", () => {
    expect(parse("Observation?subject.shoesize=1").ignored).toEqual([["subject.shoesize", "1"]]);
    expect(refusal("Observation?subject:Patient.shoesize=1", { strict: true })).toContain(
      'unknown search parameter "shoesize" for resource type "Patient"',
    );
  });
  it("gives up on a chain that would branch without end", () => {
    expect(refusal(`AuditEvent?${"entity.".repeat(30)}_id=x`)).toContain("the chain is too long");
  });
});

describe("result parameters", () => {
  it("has Google's defaults", () => {
    expect(parse("Patient")).toEqual({
      types: ["Patient"],
      filters: [],
      sort: [],
      count: 100,
      pageToken: undefined,
      includes: [],
      revincludes: [],
      elements: undefined,
      summary: undefined,
      total: undefined,
      used: [],
      ignored: [],
    });
  });
  it("reads them all", () => {
    const query = parse(
      "Patient?_count=2000&_sort=-birthdate,family,_id&_page_token=t&_elements=name,active&_summary=data&_total=none",
    );
    expect(query).toMatchObject({
      count: 1000,
      pageToken: "t",
      elements: ["name", "active"],
      summary: "data",
      total: "none",
    });
    expect(
      query.sort.map(({ param, descending }) => [typeof param === "string" ? param : param.code, descending]),
    ).toEqual([
      ["birthdate", true],
      ["family", false],
      ["_id", false],
    ]);
    expect(query.used).toHaveLength(6);
    expect(parse("Patient?_count=0").count).toBe(0);
  });
  it("reads includes", () => {
    const query = parse(
      "Observation?_include=Observation:subject:Patient&_include:iterate=Patient:organization&_revinclude=Provenance:target&_include=*",
    );
    expect(query.includes).toEqual([
      { sourceType: "Observation", param: "subject", targetType: "Patient", iterate: false },
      { sourceType: "Patient", param: "organization", targetType: undefined, iterate: true },
      { sourceType: "Observation", param: "*", targetType: undefined, iterate: false },
    ]);
    expect(query.revincludes).toEqual([
      { sourceType: "Provenance", param: "target", targetType: undefined, iterate: false },
    ]);
    expect(parse("Observation?_revinclude:recurse=Provenance:target").revincludes[0]?.iterate).toBe(true);
  });
  it.each([
    [
      "Patient?_revinclude=*",
      "_revinclude@0: invalid _revinclude query: *; expected format is [resource_type]:[parameter]",
    ],
    [
      "Patient?_include=Patient",
      "_include@0: invalid _include query: Patient; expected format is [resource_type]:[parameter]",
    ],
    [
      "Patient?_include=Patient:name",
      '_include@0: invalid _include query: Patient:name; "name" is not a reference parameter of Patient',
    ],
    [
      "Patient?_include=Unicorn:horn",
      '_include@0: invalid _include query: Unicorn:horn; unknown resource type "Unicorn"',
    ],
    ["Patient?_count=-1", '_count@0: invalid _count "-1"; expected a number from 0 to 1000'],
    ["Patient?_summary=all", '_summary@0: invalid _summary "all"; expected text, data or false'],
    ["Patient?_total=some", '_total@0: invalid _total "some"; expected none, estimate or accurate'],
    ["Unicorn?name=x", ": unsupported resource type: Unicorn"],
  ])("refuses %s", (text, message) => {
    expect(refusal(text)).toBe(message);
  });
});

describe("handling", () => {
  it("lists what it does not understand, and drops Google's own parameters", () => {
    const query = parse(
      "Patient?shoesize=43&name=x&family=&alt=json&prettyPrint=false&key=k&_format=json&_summary=count&_sort=link&phonetic=x&_filter=x",
    );
    expect(query.used).toEqual([["name", "x"]]);
    expect(query.ignored.map(([name]) => name)).toEqual([
      "shoesize",
      "family",
      "_summary",
      "_sort",
      "phonetic",
      "_filter",
    ]);
  });
  it.each([
    "Patient?shoesize=43",
    "Patient?_summary=count",
    "Patient?_sort=link",
    "Patient?_filter=x",
    "Patient?_type=Patient",
    "Location?near=1",
  ])("refuses %s when strict", (text) => {
    expect(refusal(text)).toBe("accepted");
    expect(refusal(text, { strict: true })).not.toBe("accepted");
  });
  it("has no parameter that Google's would hide", () => {
    const codes = parse("").types.flatMap((type) => [...searchParams("R4", type).keys()]);
    expect(codes).not.toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^(?:alt|callback|fields|key|prettyPrint|quotaUser|resourceType)$/u),
      ]),
    );
  });
});

describe("system search", () => {
  it("takes common parameters for all types", () => {
    expect(parse("?_id=1").types).toHaveLength(146);
    expect(parse("?_lastUpdated=gt2020").filters).toHaveLength(1);
  });
  it("narrows by _type or resourceType", () => {
    expect(parse("?_type=Patient,Practitioner&family=x")).toMatchObject({
      types: ["Patient", "Practitioner"],
      filters: [{ param: { code: "family" } }],
    });
    expect(parse("?resourceType=Patient&name=x").types).toEqual(["Patient"]);
  });
  it("needs _type for anything else, and parameters that all types share", () => {
    expect(refusal("?name=x")).toBe('name@0: search parameter "name" needs _type in a search of the whole store');
    expect(refusal("?_type=Patient,Unicorn")).toBe("_type: unsupported resource type: Unicorn");
    expect(refusal("?_type=Patient,Observation&name=x", { strict: true })).toBe(
      'name: unknown search parameter "name" for resource type "Observation"',
    );
  });
  it("searches text", () => {
    expect(filter("?_content=Hyper-tension,%20Ünknown")).toEqual({
      kind: "fulltext",
      field: "_content",
      words: ["hyper", "tension", "unknown"],
    });
  });
});

describe("versions", () => {
  it("use R4's parameters where the type exists", () => {
    expect(parse("Patient?name=x", { version: "R5" }).filters).toHaveLength(1);
    expect(parse("ProcedureRequest?_id=x&status=y", { version: "STU3" })).toMatchObject({
      filters: [{ param: { code: "_id" } }],
      ignored: [["status", "y"]],
    });
  });
});

describe("the grammar", () => {
  const word = fc.constantFrom(
    "name",
    "_has",
    "subject",
    "Observation",
    "patient",
    "Patient",
    "_include",
    "_sort",
    "_type",
    "birthdate",
    "value-quantity",
    "code-value-quantity",
    "missing",
    "exact",
    ":",
    ".",
    "=",
    "&",
    ",",
    "|",
    "$",
    "\\",
    "-",
    "*",
    "ge",
    "2020",
    "x",
    "é",
    "\u0000",
    " ",
    "entity",
    "target",
    "focus",
  );
  const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(""));
  it("meets any text with a query or a SearchSyntaxError", () => {
    const name = fc.oneof(
      text,
      fc.string(),
      fc.constantFrom(
        "birthdate",
        "_sort",
        "_include",
        "value-quantity",
        "code-value-quantity",
        "__proto__",
        "constructor",
      ),
    );
    const params = fc.array(fc.tuple(name, fc.oneof(text, fc.string())), { maxLength: 4 });
    fc.assert(
      fc.property(
        fc.option(fc.constantFrom("Observation", "Patient", "AuditEvent", "Basic"), { nil: undefined }),
        params,
        fc.boolean(),
        (type, pairs, strict) => {
          try {
            const query = parseSearch({ type, params: pairs, strict, version: "R4" });
            expect(query.used.length + query.ignored.length).toBeLessThanOrEqual(pairs.length);
          } catch (error) {
            expect(error).toBeInstanceOf(SearchSyntaxError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
  it("escapes round trip", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), text), { minLength: 1 }), (parts) => {
        for (const separator of [",", "|", "$"] as const) {
          expect(splitEscaped(parts.map(escapeSearch).join(separator), separator).map(unescapeSearch)).toEqual(parts);
        }
      }),
    );
  });
});
