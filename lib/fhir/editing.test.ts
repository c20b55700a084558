import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { completeJson } from "./complete-json.ts";
import { R4 } from "./definitions/r4.ts";
import { checkText } from "./edit-problems.ts";
import { appendInText, removeFromText, setInText } from "./edit-text.ts";
import { canonicalText, parseJson } from "./lossless-json.ts";
import { prettyJson } from "./pretty-json.ts";
import { createTemplate } from "./resource-template.ts";
import { validateResource } from "./validate.ts";

/** `|` is the cursor. */
function complete(marked: string) {
  const offset = marked.indexOf("|");
  const found = completeJson(marked.replace("|", ""), offset, R4);
  return {
    found,
    labels: found?.options.map(({ label }) => label) ?? [],
    replaced: found && marked.replace("|", "").slice(found.from, found.to),
  };
}

describe("completion", () => {
  it("offers the members of the type that are not there yet, mandatory ones first", () => {
    const { labels, replaced } = complete('{"resourceType":"Observation","subject":{}, "|" }');
    expect(labels.slice(0, 2)).toEqual(["status", "code"]);
    expect(labels).toContain("valueQuantity");
    expect(labels).not.toContain("subject");
    expect(replaced).toBe('""');
  });

  it.each([
    ["a datatype", '{"resourceType":"Patient","name":[{"|"}]}', "family"],
    ["a backbone element", '{"resourceType":"Patient","contact":[{"|"}]}', "relationship"],
    ["a content reference", '{"resourceType":"Questionnaire","item":[{"item":[{"|"}]}]}', "linkId"],
    ["a contained resource", '{"resourceType":"Patient","contained":[{"resourceType":"Organization","|"}]}', "partOf"],
    ["the companion of a primitive", '{"resourceType":"Patient","_birthDate":{"|"}}', "extension"],
    ["a text that is not finished", '{"resourceType":"Patient","name":[{"given":["A"],"|', "family"],
    ["a required code", '{"resourceType":"Patient","gender":"|"}', "female"],
    ["a boolean", '{"resourceType":"Patient","active":|}', "true"],
    ["a code system", '{"resourceType":"Patient","maritalStatus":{"coding":[{"system":"|"}]}}', "http://loinc.org"],
    [
      "an identifier's system",
      '{"resourceType":"Patient","identifier":[{"system":"|"}]}',
      "http://hl7.org/fhir/sid/us-ssn",
    ],
    ["a resource type", '{"resourceType":"|"}', "Encounter"],
    ["an empty object", "{|}", "resourceType"],
  ])("knows %s", (_, marked, label) => {
    expect(complete(marked).labels).toContain(label);
  });

  it.each([
    ['{\n  ide|\n  "active": true, "resourceType":"Patient"}', "identifier", "ide"],
    ['{"resourceType":"Patient", bir|Da}', "birthDate", "birDa"],
    ['{"resourceType":"Patient","gender": fem|}', "female", "fem"],
  ])("takes a word without quotes: %s", (marked, label, word) => {
    const { labels, replaced } = complete(marked);
    expect(labels).toContain(label);
    expect(replaced).toBe(word);
  });

  it("leaves a word within a text alone", () => {
    expect(complete('{"resourceType":"Patient","name":[{"text":"Ana, wal|k-in"}]}').labels).toEqual([]);
  });

  it("offers one of a choice only, and nothing where nothing is defined", () => {
    expect(complete('{"resourceType":"Observation","valueString":"x","|"}').labels).not.toContain("valueQuantity");
    expect(complete('{"resourceType":"Unicorn","|"}').labels).toEqual([]);
    expect(complete('{"resourceType":"Patient","nickname":{"|"}}').labels).toEqual([]);
  });

  it("opens what the type needs and puts the comma before the next member", () => {
    const marked = '{"resourceType":"Patient",|"active":true}';
    const option = complete(marked).found?.options.find(({ label }) => label === "name");
    expect(`${option?.before}|${option?.after}`).toBe('"name": [{ "|" }],');
  });
});

describe("problems while typing", () => {
  const check = (text: string, id?: string) => checkText(text, R4, { type: "Patient", id });
  const marked = (text: string) => check(text).problems.map(({ from, to, message }) => [text.slice(from, to), message]);

  it.each([
    ['{"resourceType":"Patient","nickname":"x"}', '"nickname"', 'unknown field "nickname"'],
    ['{"resourceType":"Patient","gender":"f"}', '"f"', "required value set"],
    ['{"resourceType":"Patient","name":{"family":"x"}}', "{", "expected an array"],
    ['{"resourceType":"Patient","link":[{"type":"refer"}]}', "{", 'missing required field "other"'],
    ['{"resourceType":"Observation"}', '"Observation"', 'must stay "Patient"'],
    ['{"resourceType":"Patient","active":true,"active":false}', '"active"', "stands here twice"],
    ['{"resourceType":"Patient","active":tru}', "t", ""],
  ])("%s is marked at %s", (text, place, message) => {
    expect(marked(text)).toContainEqual([place, expect.stringContaining(message)]);
  });

  it("says when the id is another, and nothing of a valid text", () => {
    expect(check('{"resourceType":"Patient","id":"b"}', "a").problems).toMatchObject([{ expression: "Patient.id" }]);
    expect(check('{"resourceType":"Patient","id":"a"}', "a")).toMatchObject({ problems: [], resource: { id: "a" } });
  });
});

describe("an edit of the text", () => {
  const text =
    '{\n  "resourceType": "Observation",\n  "valueQuantity": { "value": 0.10 },\n  "note": [{ "text": "a" }]\n}';

  it("touches nothing else", () => {
    expect(setInText(text, ["status"], "final")).toContain('"value": 0.10 }');
    expect(setInText(text, ["valueQuantity", "value"], parseJson("1.50"))).toContain('"value": 1.50 }');
    expect(parseJson(appendInText(text, ["note"], { text: "b" }))).toMatchObject({
      note: [{ text: "a" }, { text: "b" }],
    });
    expect(parseJson(appendInText(text, ["category"], { text: "c" }))).toMatchObject({ category: [{ text: "c" }] });
  });

  it("leaves nothing empty behind", () => {
    expect(canonicalText(parseJson(removeFromText(text, ["note", 0, "text"])))).toBe(
      '{"resourceType":"Observation","valueQuantity":{"value":0.10}}',
    );
  });

  it("puts any value anywhere", () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue({ maxDepth: 2 }), (name, value) => {
        if (name === "__proto__") return;
        expect(
          JSON.stringify((JSON.parse(setInText(text, [name], value as never)) as Record<string, unknown>)[name]),
        ).toBe(JSON.stringify(value));
      }),
    );
  });
});

describe("templates", () => {
  it("of every type are valid", () => {
    for (const type of R4.resourceTypes) {
      const template = createTemplate(R4, type, "2026-01-02");
      const issues = validateResource(template, { definitions: R4, checkRequired: true, checkReferenceTypes: true });
      expect(issues, type).toEqual([]);
    }
  });
});

const EXAMPLES = join(process.env["SHARED_DATA"] ?? "../shared/data", "fhir/hl7-r4-examples");

describe.skipIf(!existsSync(EXAMPLES))("real resources", () => {
  it("come out of the editor as they went in", () => {
    const names = readdirSync(EXAMPLES, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const text = readFileSync(join(EXAMPLES, name), "utf8").replace(/^\uFEFF/u, "");
      expect(canonicalText(parseJson(prettyJson(text))), name).toBe(canonicalText(parseJson(text)));
    }
  });
});
