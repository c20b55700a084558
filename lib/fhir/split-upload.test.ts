import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchText, planUpload, type UploadPiece } from "./plan-upload.ts";
import { createUploadSplitter, splitModeOf, type SplitMode, type UploadPart } from "./split-upload.ts";
import { readVerdicts, refusedTransaction, withoutBatchPlace } from "./upload-verdict.ts";

function split(bytes: Uint8Array, mode: SplitMode, cuts: readonly number[] = []): UploadPart[] {
  const splitter = createUploadSplitter(mode);
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  let from = 0;
  const parts = ends.flatMap((end) => {
    const chunk = bytes.slice(from, end);
    from = end;
    return [...splitter.push(chunk)];
  });
  return [...parts, ...splitter.end()];
}
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const splitText = (text: string, mode: SplitMode = "detect"): UploadPart[] => split(bytesOf(text), mode);

describe("splitting a file", () => {
  const json = fc.oneof(
    fc.array(fc.json(), { maxLength: 6 }).map((lines) => lines.join("\n")),
    fc.jsonValue().map((value) => JSON.stringify(value, undefined, 2)),
    fc.string({ unit: "binary" }),
  );

  it("does not depend on where the chunks break", () => {
    fc.assert(
      fc.property(
        json,
        fc.constantFrom<SplitMode>("detect", "lines", "document"),
        fc.array(fc.nat()),
        (text, mode, cuts) => {
          expect(split(bytesOf(text), mode, cuts)).toEqual(split(bytesOf(text), mode));
        },
      ),
    );
  });

  it("gives every line of an NDJSON file, or the whole of a pretty one", () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(fc.array(object, { minLength: 1, maxLength: 5 }), (objects) => {
        const lines = objects.map((each) => JSON.stringify(each));
        expect(splitText(lines.join("\n")).map((part) => part.kind === "value" && part.text.trim())).toEqual(lines);
        const pretty = JSON.stringify(objects, undefined, 2);
        expect(splitText(pretty)).toEqual([{ kind: "value", text: pretty, line: 1 }]);
      }),
    );
  });

  it.each<[string, string, SplitMode, unknown[]]>([
    [
      "blank lines",
      '\n\n{"a":1}\r\n\n{"b":2}\n',
      "detect",
      [
        [3, '{"a":1}'],
        [5, '{"b":2}'],
      ],
    ],
    ["a byte order mark", '\uFEFF{"a":1}\n', "detect", [[1, '{"a":1}']]],
    ["a pretty file under an NDJSON name", '{\n"a":1\n}', "lines", [[1, '{\n"a":1\n}']]],
    [
      "a broken line",
      '{"a":\n{"b":2}',
      "lines",
      [
        [1, '{"a":'],
        [2, '{"b":2}'],
      ],
    ],
    ["nothing", " \n\t\n", "detect", []],
  ])("handles %s", (_, text, mode, expected) => {
    expect(
      splitText(text, mode).map((part) => [part.line, part.kind === "value" ? part.text.trim() : part.message]),
    ).toEqual(expected);
  });

  it("refuses only the line that is not UTF-8", () => {
    const bytes = new Uint8Array([...bytesOf('{"a":1}\n{"b":"'), 0xff, ...bytesOf('"}\n{"c":3}')]);
    expect(split(bytes, "lines").map((part) => part.kind)).toEqual(["value", "fault", "value"]);
    expect(split(new Uint8Array([0xff, 0xfe, 0x7b, 0x00]), "detect")).toMatchObject([{ kind: "fault" }]);
  });

  it("knows NDJSON by its name", () => {
    expect(["a.ndjson", "A.JSONL", "a.json"].map(splitModeOf)).toEqual(["lines", "lines", "detect"]);
  });
});

describe("planning what to send", () => {
  const plan = (text: string): readonly UploadPiece[] => planUpload({ text, line: 1 });
  const names = (pieces: readonly UploadPiece[]): string[] =>
    pieces.flatMap((piece) => (piece.kind === "entry" ? [piece.entry.name] : []));
  const bundle = (type: string, entry: unknown[]): string => JSON.stringify({ resourceType: "Bundle", type, entry });

  it("puts a resource with an id, posts one without, and keeps its bytes", () => {
    const source = '{ "resourceType":"Observation", "id":"o1", "valueQuantity":{"value":0.10} }';
    const [piece] = plan(source);
    if (piece?.kind !== "entry") throw new Error("one entry expected");
    expect(piece.entry.text).toBe(`{"request":{"method":"PUT","url":"Observation/o1"},"resource":${source}}`);
    expect(names(plan('{"resourceType":"Patient"}'))).toEqual(["Patient"]);
    expect(JSON.parse(batchText([piece.entry]))).toMatchObject({
      type: "batch",
      entry: [{ request: { method: "PUT" } }],
    });
  });

  it("names line and column of bad JSON", () => {
    expect(planUpload({ text: '{\n  "a": tru\n}', line: 10 })).toMatchObject([
      { kind: "refused", line: 11, message: expect.stringContaining("line 11, column 8") },
    ]);
  });

  it.each(["[1]", "{}", '"x"', '{"resourceType":7}', "[[]]"])("refuses %s", (text) => {
    expect(plan(text).map((piece) => piece.kind)).toEqual(["refused"]);
  });

  it("sends batch and transaction Bundles as they are", () => {
    const text = bundle("transaction", [
      { fullUrl: "urn:uuid:1", resource: { resourceType: "Patient" }, request: { method: "POST", url: "Patient" } },
      { request: { method: "DELETE", url: "Patient/p9" } },
    ]);
    expect(plan(` ${text}\n`)).toMatchObject([
      { kind: "bundle", type: "transaction", text, entries: [{ name: "Patient" }, { name: "Patient/p9" }] },
    ]);
  });

  it("takes a collection apart and makes urn references ids", () => {
    const pieces = plan(
      bundle("collection", [
        { fullUrl: "urn:uuid:aaa", resource: { resourceType: "Patient" } },
        {
          fullUrl: "urn:uuid:bbb",
          resource: { resourceType: "Encounter", id: "e1", subject: { reference: "urn:uuid:aaa" } },
        },
        { resource: { resourceType: "Observation", subject: { reference: "urn:uuid:unknown" } } },
        {},
      ]),
    );
    expect(pieces[0]).toMatchObject({ kind: "note" });
    expect(names(pieces)).toEqual(["Patient/aaa", "Encounter/e1", "Observation"]);
    const entries = pieces.flatMap((piece): unknown[] =>
      piece.kind === "entry" ? [JSON.parse(piece.entry.text) as unknown] : [],
    );
    expect(entries).toMatchObject([
      { request: { method: "PUT", url: "Patient/aaa" }, resource: { resourceType: "Patient", id: "aaa" } },
      { request: { method: "PUT" }, resource: { subject: { reference: "Patient/aaa" } } },
      { request: { method: "POST", url: "Observation" }, resource: { subject: { reference: "urn:uuid:unknown" } } },
    ]);
    expect(pieces.at(-1)).toMatchObject({ kind: "refused" });
  });

  it("stores the newest of each version of a history, and a document as one resource", () => {
    const version = (id: string, n: number) => ({
      resource: { resourceType: "Patient", id, meta: { versionId: String(n) } },
    });
    expect(names(plan(bundle("history", [version("a", 2), version("a", 1), version("b", 1), {}])))).toEqual([
      "Patient/a",
      "Patient/b",
    ]);
    expect(names(plan(bundle("document", [version("a", 1)])))).toEqual(["Bundle"]);
  });

  it("sends a transaction beyond the limit as single entries", () => {
    const many = Array.from({ length: 4501 }, (_, index) => ({
      fullUrl: `urn:uuid:${index}`,
      resource: { resourceType: "Patient", id: `p${index}` },
      request: { method: "POST", url: "Patient" },
    }));
    const pieces = plan(bundle("transaction", many));
    expect(pieces[0]).toMatchObject({ kind: "note", message: expect.stringContaining("4500") });
    expect(names(pieces)).toHaveLength(4501);
    expect(names(pieces)[0]).toBe("Patient/p0");
  });

  it("tells the line of each entry of a pretty bundle", () => {
    const text = JSON.stringify(
      JSON.parse(bundle("batch", [{ resource: { resourceType: "A" } }, { resource: { resourceType: "B" } }])),
      undefined,
      1,
    );
    const [piece] = planUpload({ text, line: 1 });
    expect(piece?.kind === "bundle" && piece.entries.map((entry) => entry.line)).toEqual([5, 10]);
  });

  const shared = process.env["SHARED_DATA"] ?? "../shared/data";
  const folder = join(shared, "fhir", "synthea-smart");
  it.skipIf(!existsSync(folder))("plans every real bundle without refusing anything", () => {
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
      const parts = split(readFileSync(join(folder, file)), splitModeOf(file), [1000, 70_000]);
      const kinds = parts.flatMap((part) =>
        part.kind === "value" ? planUpload(part).map((piece) => piece.kind) : [part.kind],
      );
      expect([file, kinds.includes("refused"), kinds.length > 0]).toEqual([file, false, true]);
    }
  });
});

describe("verdicts", () => {
  it("says of each entry what became of it", () => {
    const verdicts = readVerdicts(
      {
        resourceType: "Bundle",
        type: "batch-response",
        entry: [
          { response: { status: "201 Created", location: "http://h/v1/x/fhir/Patient/p1/_history/1" } },
          { response: { status: "200 OK", location: "Patient/p2" } },
          { response: { status: "200 OK" } },
          {
            response: {
              status: "400 Bad Request",
              outcome: {
                issue: [
                  { diagnostics: 'unknown field "x"', expression: ["Patient.x"] },
                  { details: { text: "invalid_references" } },
                ],
              },
            },
          },
        ],
      },
      5,
    );
    expect(verdicts.map((verdict) => [verdict.outcome, verdict.status, verdict.stored])).toEqual([
      ["created", 201, "Patient/p1"],
      ["updated", 200, "Patient/p2"],
      ["done", 200, undefined],
      ["refused", 400, undefined],
      ["refused", 0, undefined],
    ]);
    expect(verdicts[3]).toMatchObject({
      message: 'Patient.x: unknown field "x" invalid_references',
      isMissingReference: true,
    });
  });

  it("names no place in a batch that the person never saw", () => {
    const said = (message: string) =>
      withoutBatchPlace({ outcome: "refused", status: 400, message, stored: undefined, isMissingReference: false });
    expect(said('error at "entry[64].resource.parent": wrong type').message).toBe('error at "parent": wrong type');
    expect(said('Encounter: error at "entry[0].resource": unknown field "reason"').message).toBe(
      'Encounter: unknown field "reason"',
    );
  });

  it("points at the entry that broke a transaction", () => {
    const verdicts = refusedTransaction(400, 'error at "entry[1].resource": unknown field "encounter"', 3);
    expect(verdicts.map((verdict) => verdict.message.startsWith("Not stored"))).toEqual([true, false, true]);
    expect(refusedTransaction(409, "conflict", 2).map((verdict) => verdict.message)).toEqual(["conflict", "conflict"]);
  });
});
