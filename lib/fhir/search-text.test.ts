import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { filterOffers } from "./filter-offers.ts";
import { readCapability } from "./search-capability.ts";
import { colourSearch } from "./search-colours.ts";
import { completeSearch } from "./search-completion.ts";
import type { PathStep } from "./search-path.ts";
import { searchProblems } from "./search-problems.ts";
import { printRow, searchRows, type SearchRow } from "./search-rows.ts";
import {
  appendSegment,
  parameterValue,
  parseSearchText,
  printSearchText,
  replaceSegment,
  searchParameters,
  setParameter,
  setSearchType,
  writeSegment,
} from "./search-text.ts";

const capability = readCapability({
  resourceType: "CapabilityStatement",
  rest: [
    {
      searchParam: [{ name: "_id", type: "token" }],
      resource: [
        {
          type: "Patient",
          searchParam: [
            { name: "name", type: "string" },
            { name: "birthdate", type: "date" },
            { name: "gender", type: "token" },
            { name: "general-practitioner", type: "reference" },
            { name: "_lastUpdated", type: "date" },
          ],
          searchInclude: ["Patient:general-practitioner"],
          searchRevInclude: ["Observation:subject", "Patient:general-practitioner"],
        },
        {
          type: "Observation",
          searchParam: [
            { name: "code", type: "token" },
            { name: "subject", type: "reference" },
            { name: "value-quantity", type: "quantity" },
          ],
        },
      ],
    },
  ],
});

/** Text as people type it: names, signs, spaces, broken escapes, anything. */
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(
      fc.constantFrom("Patient", "?", "&", "=", ":", "name", "exact", "%41", "%", "%zz", " ", "+", "ä", "ge1970", ","),
    )
    .map((parts) => parts.join("")),
);

describe("search text", () => {
  it("comes back as it was typed, whatever it is", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(printSearchText(parseSearchText(text))).toBe(text);
      }),
    );
  });

  it("knows where each segment stands", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const segment of parseSearchText(text).segments)
          expect(text.slice(segment.start, segment.end)).toBe(segment.source);
      }),
    );
  });

  it("reads back what a row writes", () => {
    const name = fc.stringMatching(/^[_a-zA-Z][-_.a-zA-Z0-9]{0,20}$/);
    const modifier = fc.option(fc.stringMatching(/^[a-zA-Z][-a-zA-Z0-9:.]{0,20}$/), { nil: undefined });
    fc.assert(
      fc.property(name, modifier, fc.string({ unit: "grapheme" }), (name, modifier, value) => {
        const [segment, ...rest] = parseSearchText(`Patient?${writeSegment({ name, modifier, value })}`).segments;
        expect(rest).toEqual([]);
        expect([segment?.name, segment?.modifier, segment?.value]).toEqual([name, modifier, value]);
      }),
    );
  });

  it("keeps every other segment when one is changed", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[^&?#]{0,12}$/), { minLength: 1 }), fc.nat(), (sources, pick) => {
        const text = `Patient?${sources.join("&")}`;
        const index = pick % sources.length;
        const changed = parseSearchText(replaceSegment(text, index, "x=1")).segments.map((segment) => segment.source);
        expect(changed).toEqual(sources.with(index, "x=1"));
      }),
    );
  });

  it.each([
    ["Patient", "Patient"],
    ["GET /Patient?name=x", "Patient"],
    ["https://example.org/fhir/Patient/?name=x", "Patient"],
    ["/Patient/_search?name=x", "Patient"],
    ["?_type=Patient", ""],
    ["name=x", ""],
  ])("reads the type of %s", (text, type) => {
    expect(parseSearchText(text).type).toBe(type);
  });

  it("decodes escapes, keeps + as a plus, and sends no empty parameter", () => {
    const search = parseSearchText("Patient?name=van%20der%20Berg&phone=+1 217&date:missing=&a&&b=100%&c=%ff");
    expect(searchParameters(search)).toEqual([
      ["name", "van der Berg"],
      ["phone", "+1 217"],
      ["b", "100%"],
      ["c", "%ff"],
    ]);
  });

  it("edits type and parameters in place", () => {
    expect(setSearchType("Patient?name=a&&b", "Observation")).toBe("Observation?name=a&&b");
    expect(setSearchType("", "Patient")).toBe("Patient");
    expect(appendSegment("Patient", "name=a")).toBe("Patient?name=a");
    expect(appendSegment("Patient?x=1&", "name=a")).toBe("Patient?x=1&name=a");
    expect(replaceSegment("Patient?a=1", 0, undefined)).toBe("Patient");
    expect(setParameter("Patient?_sort=x&a=1", "_sort", "-birthdate")).toBe("Patient?a=1&_sort=-birthdate");
    expect(setParameter("Patient?_sort=x&a=1", "_sort", undefined)).toBe("Patient?a=1");
    expect(parameterValue(parseSearchText("Patient?_count:x=1&_count=20"), "_count")).toBe("20");
  });
});

describe("colours", () => {
  it("cover the text without gap or overlap", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const pieces = colourSearch(text);
        expect(pieces.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text);
        expect(pieces.every(({ start, end }) => end > start)).toBe(true);
      }),
    );
  });

  it("tell names, signs and values apart", () => {
    const text = "Patient?birthdate=ge1970,1960&general-practitioner:Practitioner.name=a";
    expect(colourSearch(text).map(({ start, end, ink }) => `${ink} ${text.slice(start, end)}`)).toEqual([
      "type Patient",
      "sign ?",
      "name birthdate",
      "sign =",
      "prefix ge",
      "value 1970",
      "sign ,",
      "value 1960",
      "sign &",
      "name general-practitioner",
      "modifier :Practitioner.name",
      "sign =",
      "value a",
    ]);
  });
});

describe("offers of the builder", () => {
  const offers = (steps: readonly PathStep[], type: string) =>
    filterOffers({ steps, type, capability, held: ["Patient", "Observation"] });
  it("hop along and against references, and name the whole path", () => {
    const labels = offers([], "Patient").map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(["birthdate", "has Observation by subject …", "_sort"]));
    const step = { kind: "has", type: "Observation", param: "subject" } as const;
    const further = offers([step], "Observation");
    expect(further.filter((offer) => offer.kind === "add").map(({ name }) => name)).toContain(
      "_has:Observation:subject:code",
    );
    expect(further.map(({ label }) => label)).toContain("subject → Patient …");
    expect(further.map(({ label }) => label)).not.toContain("_sort");
  });
});

describe("builder rows", () => {
  it("show what they can and keep the rest raw", () => {
    const rows = searchRows(
      parseSearchText(
        [
          "Patient?name:exact=Li&birthdate=ge1970&birthdate=ge1970,le1960&_has:Observation:subject:code=1",
          "general-practitioner:Patient.name:exact=A\\,B,C",
          "general-practitioner._has:Observation:subject:value-quantity=gt5||mg",
          "_include:iterate=Patient:general-practitioner&_sort=-birthdate",
          "_has:Observation:patient:code=1&x=1&name",
        ].join("&"),
      ),
      capability,
    );
    const shown = (row: SearchRow) => {
      if (row.kind === "raw") return row.source;
      if (row.kind === "result") return [row.name, row.isIterate, row.value];
      const hops = row.steps.map((step) => `${step.kind} ${step.type} ${step.param}`);
      return [...hops, row.param.name, row.modifier, ...row.values.map(({ prefix, value }) => `${prefix} ${value}`)];
    };
    expect(rows.map(shown)).toEqual([
      ["name", "exact", " Li"],
      ["birthdate", undefined, "ge 1970"],
      ["birthdate", undefined, "ge 1970", "le 1960"],
      ["has Observation subject", "code", undefined, " 1"],
      ["chain Patient general-practitioner", "name", "exact", " A\\,B", " C"],
      ["chain  general-practitioner", "has Observation subject", "value-quantity", undefined, "gt 5||mg"],
      ["_include", true, "Patient:general-practitioner"],
      ["_sort", false, "-birthdate"],
      "_has:Observation:patient:code=1",
      "x=1",
      "name",
    ]);
  });

  it("write back the same row", () => {
    const param = fc.constantFrom("name", "birthdate", "gender");
    fc.assert(
      fc.property(fc.array(fc.tuple(param, fc.string({ unit: "grapheme" }))), (pairs) => {
        const text = `Patient?${pairs.map(([name, value]) => writeSegment({ name, modifier: undefined, value })).join("&")}`;
        for (const row of searchRows(parseSearchText(text), capability)) {
          if (row.kind !== "field") throw new Error("every pair is representable");
          const again = replaceSegment(text, row.index, printRow(row));
          expect(searchRows(parseSearchText(again), capability)).toEqual(searchRows(parseSearchText(text), capability));
        }
      }),
    );
  });
});

describe("problems", () => {
  it.each([
    ["Patient?name=a", undefined, ""],
    ["patient?name=a", "patient", "Did you mean Patient?"],
    ["Patient?nmae=a", "nmae=a", "name?"],
    ["Patient?name", "name", "Put = and a value"],
    ["Patient?=x", "=x", "name is missing"],
    ["Patient?birthdate=12/5/1970", "12/5/1970", "takes a date"],
    ["Patient?birthdate=ge1970,le1960", undefined, ""],
    ["Patient?birthdate=1970,le1970-13", "le1970-13", "takes a date"],
    ["Patient?gender:exact=male", ":exact", "not :exact"],
    ["Patient?gender:missing=1", "1", "true or false"],
    ["Patient?_sort=-shoe", "_sort=-shoe", "cannot be sorted by shoe"],
    ["Patient?_count=many", "_count=many", "whole number"],
    ["Patient?name=", "name=", "not sent"],
    ["Patient?name=%", "name=%", "percent sign"],
    ["name=a", "n", "No resource type"],
    ["Observation?value-quantity=gt5.4|http://unitsofmeasure.org|mg", undefined, ""],
    ["Observation?value-quantity=lots", "lots", "takes a number"],
    ["Observation?subject:Patient.name=x", undefined, ""],
    ["Observation?subject.name=x", undefined, ""],
    ["Observation?subject.shoe=x", "subject.shoe=x", "no parameter of a type it may refer to"],
    ["Observation?code.name=x", "code", "only references can be followed"],
    ["Observation?subject.birthdate=soon", "soon", "takes a date"],
    ["Patient?_has:Observation:code=x", "_has:Observation:code=x", "is written _has:Type"],
    ["Patient?_has:Observation:subject:code:missing=x", "x", "true or false"],
  ])("of %s", (text, place, message) => {
    const [problem, ...more] = searchProblems(parseSearchText(text), capability);
    expect(more).toEqual([]);
    expect(problem && text.slice(problem.start, problem.end)).toBe(place);
    expect(problem?.message ?? "").toContain(message);
  });

  it("never fail, and stay inside the text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const problem of searchProblems(parseSearchText(text), capability))
          expect(problem.start >= 0 && problem.end <= Math.max(text.length, 1)).toBe(true);
      }),
    );
  });
});

describe("completion", () => {
  const complete = (marked: string): [string, string[]] => {
    const cursor = marked.indexOf("|");
    const text = marked.replace("|", "");
    const found = completeSearch(text, cursor, capability);
    return [text.slice(found.from, found.to), found.options.map((option) => option.insert)];
  };
  it.each([
    ["Pat|", "Pat", ["Patient"]],
    ["Patient|", "Patient", []],
    ["Patient?na|", "na", ["name="]],
    ["Patient?na|=x", "na", ["name"]],
    ["Patient?name=x&birth|&gender=male", "birth", ["birthdate="]],
    ["Patient?name:e|", "e", ["exact="]],
    ["Patient?name:e|=x", "e", ["exact"]],
    ["Patient?gender:missing=|", "", ["true", "false"]],
    ["Patient?_sort=-birth|", "-birth", ["-birthdate"]],
    ["Patient?_include=|", "", ["Patient:general-practitioner"]],
    ["Patient?birthdate=g|", "g", ["gt", "ge"]],
    ["Observation?subject:P|", "P", ["Patient."]],
    ["Observation?subject:Patient.na|", "na", ["name="]],
    ["Observation?subject.birthd|", "birthd", ["birthdate="]],
    ["Patient?_has:|", "", ["Observation:", "Patient:"]],
    ["Patient?_has:Observation:s|", "s", ["subject:"]],
    ["Patient?_has:Observation:subject:co|", "co", ["code="]],
    ["Patient?_include:i|=x", "i", ["iterate"]],
    ["Patient?birthdate=ge1970|", "ge1970", []],
  ])("at %s", (marked, replaced, inserts) => {
    const [text, options] = complete(marked);
    expect(options.slice(0, 2)).toEqual(inserts);
    if (inserts.length > 0) expect(text).toBe(replaced);
  });
});
