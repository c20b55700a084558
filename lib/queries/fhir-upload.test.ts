import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { ProblemError } from "#lib/contract/problem.ts";
import { uploadFiles } from "./fhir-upload.ts";
import type { FileVerdict } from "./upload-events.ts";

const STORE = "projects/p/locations/l/datasets/d/fhirStores/s";

const bundleSchema = z.object({
  type: z.string(),
  entry: z.array(
    z.object({
      request: z.object({ method: z.string(), url: z.string() }),
      resource: z.looseObject({ subject: z.object({ reference: z.string() }).optional() }),
    }),
  ),
});

/** The other end of the line: a store with referential integrity that takes Bundles, as contract section 8.6 says. */
class FarStore {
  readonly stored = new Map<string, string>();
  readonly requests: { readonly type: string; readonly size: number; readonly unlock: string | null }[] = [];
  underWay = 0;
  mostUnderWay = 0;
  answer: (() => Response | undefined) | undefined;

  async fetch(_: string | URL | Request, init?: RequestInit): Promise<Response> {
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    await new Promise((resolve) => setTimeout(resolve, 1));
    this.underWay -= 1;
    const text = z.string().parse(init?.body);
    const bundle = bundleSchema.parse(JSON.parse(text));
    const unlock = new Headers(init?.headers).get("x-console-unlock");
    this.requests.push({ type: bundle.type, size: bundle.entry.length, unlock });
    return this.answer?.() ?? this.execute(bundle, text);
  }

  private execute(bundle: z.infer<typeof bundleSchema>, text: string): Response {
    const known = new Set([
      ...this.stored.keys(),
      ...(bundle.type === "transaction" ? bundle.entry.map((e) => e.request.url) : []),
    ]);
    const missing = bundle.entry.map(
      ({ resource: { subject } }) => subject !== undefined && !known.has(subject.reference),
    );
    const issue = [
      { severity: "error", code: "invalid", details: { text: "invalid_references" }, diagnostics: "missing reference" },
    ];
    const outcome = { resourceType: "OperationOutcome", issue };
    if (bundle.type === "transaction" && missing.includes(true)) return Response.json(outcome, { status: 400 });
    const entry = bundle.entry.map(({ request }, index) => {
      if (missing[index]) return { response: { status: "400 Bad Request", outcome } };
      const status = this.stored.has(request.url) ? "200 OK" : "201 Created";
      this.stored.set(request.url, text);
      return { response: { status, location: `http://h/fhir/${request.url}/_history/1` } };
    });
    return Response.json({ resourceType: "Bundle", type: `${bundle.type}-response`, entry });
  }
}

let far: FarStore;
beforeEach(() => {
  far = new FarStore();
  vi.stubGlobal("fetch", far.fetch.bind(far));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

async function upload(files: readonly File[], signal = new AbortController().signal) {
  const verdicts: FileVerdict[] = [];
  const notes: string[] = [];
  let bytes = 0;
  await uploadFiles({
    store: STORE,
    files,
    signal,
    headers: { "x-console-unlock": "d" },
    onEvent: (event) => {
      if (event.kind === "verdicts") verdicts.push(...event.verdicts);
      if (event.kind === "note") notes.push(event.message);
      if (event.kind === "read") bytes += event.bytes;
    },
  });
  return { verdicts, notes, bytes };
}

const patient = (id: number) => `{"resourceType":"Patient","id":"p${id}","multipleBirthInteger":1.0}`;
const observation = (id: string, subject: string) =>
  `{"resourceType":"Observation","id":"${id}","subject":{"reference":"${subject}"}}`;
const ndjson = (name: string, lines: readonly string[]) => new File([lines.join("\n")], name);

describe("an upload", () => {
  it("sends NDJSON in batches of 100, two at once, with every byte of a number", async () => {
    const file = ndjson(
      "patients.ndjson",
      Array.from({ length: 450 }, (_, id) => patient(id)),
    );
    const { verdicts, bytes } = await upload([file]);
    expect(far.requests.map((request) => request.size)).toEqual([100, 100, 100, 100, 50]);
    expect(far.requests.every((request) => request.unlock === "d")).toBe(true);
    expect(far.mostUnderWay).toBe(2);
    expect(far.stored.get("Patient/p7")).toContain('"multipleBirthInteger":1.0}');
    expect(verdicts.filter((verdict) => verdict.outcome === "created")).toHaveLength(450);
    expect(verdicts.find((verdict) => verdict.name === "Patient/p7")).toMatchObject({
      line: 8,
      stored: "Patient/p7",
      status: 201,
    });
    expect(bytes).toBe(file.size);
  });

  it("gives what refers to a later file a second turn, and refuses what refers to nothing", async () => {
    const files = [
      ndjson("1.ndjson", [observation("a", "Patient/p1"), observation("b", "Patient/nobody"), "not json"]),
      new File(
        [
          `{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"PUT","url":"Observation/t"},"resource":${observation("t", "Patient/p1")}}]}`,
        ],
        "2.json",
      ),
      new File([`{\n "resourceType":"Bundle","type":"collection","entry":[{"resource":${patient(1)}}]}`], "3.json"),
    ];
    const { verdicts, notes } = await upload(files);
    expect([...far.stored.keys()].toSorted()).toEqual(["Observation/a", "Observation/t", "Patient/p1"]);
    const refused = verdicts.filter((verdict) => verdict.outcome === "refused");
    expect(refused.map((verdict) => [verdict.file, verdict.line, verdict.status])).toEqual([
      ["1.ndjson", 3, 0],
      ["1.ndjson", 2, 400],
    ]);
    expect(refused.map((verdict) => verdict.source?.includes("nobody"))).toEqual([undefined, true]);
    expect(verdicts).toHaveLength(5);
    expect(notes).toEqual([expect.stringContaining("collection")]);
  });

  it("stops where it is told to, with a verdict for everything sent", async () => {
    const stop = new AbortController();
    far.answer = () => {
      if (far.requests.length === 2) stop.abort();
      return undefined;
    };
    const file = ndjson(
      "patients.ndjson",
      Array.from({ length: 2000 }, (_, id) => patient(id)),
    );
    const { verdicts } = await upload([file], stop.signal);
    expect(verdicts).toHaveLength(far.stored.size);
    expect(far.stored.size).toBeLessThan(500);
  });

  it("goes on after content was refused, and ends when the door is shut", async () => {
    far.answer = () =>
      far.requests.length === 1 ? Response.json({ error: { message: "too large" } }, { status: 413 }) : undefined;
    const file = ndjson(
      "patients.ndjson",
      Array.from({ length: 150 }, (_, id) => patient(id)),
    );
    const { verdicts } = await upload([file]);
    expect(Object.groupBy(verdicts, (verdict) => verdict.outcome).refused).toHaveLength(100);
    expect(verdicts[0]).toMatchObject({ status: 413, message: "too large" });

    far.answer = () => Response.json({ error: { message: "permission denied" } }, { status: 403 });
    await expect(upload([file])).rejects.toThrow(ProblemError);
  });
});
