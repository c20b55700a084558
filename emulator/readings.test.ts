import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AMBIGUITIES, describeReadings, parseReadings, ReadingError, type Readings } from "./readings.ts";
import { openTestEmulator, type TestEmulator } from "./test-emulator.ts";

const DATASET = "/v1/projects/p/locations/us-central1/datasets/d";
const FHIR = `${DATASET}/fhirStores/f/fhir`;
const MESSAGE = "MSH|^~\\&|A|HOSPITAL-A|B|C|20260101080000||ADT^A01|1|P|2.5\rPID|1||77\r";

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** An emulator with one store of each kind, one patient and one message. */
class Bench {
  readonly emulator: TestEmulator;
  message = "";
  constructor(emulator: TestEmulator) {
    this.emulator = emulator;
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.emulator.origin}${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  }

  async fill(): Promise<void> {
    await this.call("POST", `${DATASET.replace(/\/d$/, "")}?datasetId=d`, {});
    await this.call("POST", `${DATASET}/fhirStores?fhirStoreId=f`, {
      version: "R4",
      enableUpdateCreate: true,
      bulkExportGcsDestination: { uriPrefix: "gs://exports/bulk" },
    });
    await this.call("POST", `${DATASET}/dicomStores?dicomStoreId=i`, {});
    await this.call("POST", `${DATASET}/hl7V2Stores?hl7V2StoreId=h`, {});
    await this.call("PUT", `${FHIR}/Patient/one`, { resourceType: "Patient", id: "one" });
    const data = Buffer.from(MESSAGE).toString("base64");
    const answer = await this.call("POST", `${DATASET}/hl7V2Stores/h/messages:ingest`, { message: { data } });
    this.message = String(/messages\/([^"]+)/.exec(answer.text)?.[1]);
  }
}

const OTHER = parseReadings(Object.entries(AMBIGUITIES).map(([name, [, , readings]]) => `${name}=${readings[1]}`));

type Probe = (bench: Bench) => Promise<string>;
const statusOf =
  (method: string, path: string, body?: unknown, headers?: Record<string, string>): Probe =>
  async (bench) =>
    String((await bench.call(method, path, body, headers)).status);

/** What each switch changes, as seen by a client: first by default, then by the other reading. */
const SEEN: Readonly<Record<keyof Readings, readonly [Probe, string, string]>> = {
  "missing-resource": [statusOf("GET", `${DATASET}/fhirStores/none`), "404", "403"],
  "outcome-details": [
    async (bench) => String((await bench.call("GET", `${FHIR}/Patient/none`)).text.includes('"details"')),
    "true",
    "false",
  ],
  "fhir-delete": [statusOf("DELETE", `${FHIR}/Patient/nobody`), "200", "204"],
  "bundle-location": [
    async (bench) => {
      const entry = {
        request: { method: "PUT", url: "Patient/two" },
        resource: { resourceType: "Patient", id: "two" },
      };
      const { text } = await bench.call("POST", FHIR, { resourceType: "Bundle", type: "batch", entry: [entry] });
      return String(/"location": ?"[^"]*Patient\/two\/_history/.test(text));
    },
    "true",
    "false",
  ],
  "qido-empty": [statusOf("GET", `${DATASET}/dicomStores/i/dicomWeb/studies`), "204", "200"],
  "hl7v2-message-id": [
    async (bench) => {
      const { createHash } = await import("node:crypto");
      return String(bench.message.startsWith(createHash("sha256").update(MESSAGE).digest("base64url")));
    },
    "true",
    "false",
  ],
  "blob-settings-mask": [
    statusOf("POST", `${DATASET}/dicomStores/i:setBlobStorageSettings`, {
      blobStorageSettings: { blobStorageClass: "NEARLINE" },
      filterConfig: { resourcePathsGcsUri: "gs://lists/none.txt" },
    }),
    "200",
    "400",
  ],
  "bulk-delete-validate-only": [
    async (bench) => {
      await bench.call("PUT", `${FHIR}/Basic/b`, { resourceType: "Basic", id: "b", code: { text: "x" } });
      const started = await bench.call("POST", `${DATASET}/fhirStores/f:bulkDelete`, { type: "Basic" });
      const name = String(/"name": ?"([^"]+)"/.exec(started.text)?.[1]);
      await expect
        .poll(async () => (await bench.call("GET", `/v1/${name}`)).text, { interval: 20 })
        .toMatch(/"done": ?true/);
      return String((await bench.call("GET", `${FHIR}/Basic/b`)).status);
    },
    "404",
    "200",
  ],
  "export-format-parameter": [statusOf("GET", `${FHIR}/$export?outputFormat=csv`), "400", "202"],
  "unsupported-result-parameters": [statusOf("GET", `${FHIR}/Patient?_total=accurate`), "200", "400"],
  "operations-filter": [statusOf("GET", `${DATASET}/operations?filter=done%3Dtrue`), "200", "400"],
  "wildcard-location": [statusOf("GET", "/v1/projects/p/locations/-/datasets"), "403", "200"],
  "hl7v2-text-equals": [
    async (bench) => {
      const filter = encodeURIComponent('send_facility = "HOSPITAL"');
      return String((await bench.call("GET", `${DATASET}/hl7V2Stores/h/messages?filter=${filter}`)).text.length > 10);
    },
    "false",
    "true",
  ],
  "return-minimal": [
    async (bench) => {
      const patient = { resourceType: "Patient", id: "three" };
      const { text } = await bench.call("PUT", `${FHIR}/Patient/three`, patient, { prefer: "return=minimal" });
      return String(text === "");
    },
    "true",
    "false",
  ],
  "unsupported-sort": [statusOf("GET", `${FHIR}/Patient?_sort=nothing-known`), "200", "400"],
  "count-over-limit": [statusOf("GET", `${FHIR}/Patient?_count=1001`), "200", "400"],
};

describe.each([
  ["by default", parseReadings([]), 1],
  ["by the other reading", OTHER, 2],
] as const)("%s", (_, readings, column) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = new Bench(await openTestEmulator(undefined, undefined, readings));
    await bench.fill();
  });
  afterAll(() => bench.emulator.dispose());

  it.each(Object.entries(SEEN))("%s", async (_name, seen) => {
    expect(await seen[0](bench)).toBe(seen[column]);
  });
});

it("leaves errors of DICOMweb as they are", async () => {
  const bench = new Bench(await openTestEmulator(undefined, undefined, OTHER));
  await bench.fill();
  expect((await bench.call("GET", `${DATASET}/dicomStores/i/dicomWeb/studies?nonsense=1`)).status).toBe(400);
  await bench.emulator.dispose();
});

it("lists the datasets of every location under the wildcard", async () => {
  const bench = new Bench(await openTestEmulator(undefined, undefined, OTHER));
  await bench.fill();
  await bench.call("POST", "/v1/projects/p/locations/europe-west4/datasets?datasetId=e", {});
  const { text } = await bench.call("GET", "/v1/projects/p/locations/-/datasets");
  expect(text).toMatch(/europe-west4\/datasets\/e.*us-central1\/datasets\/d/s);
  await bench.emulator.dispose();
});

describe("the switches", () => {
  it.each([["nothing=1"], ["qido-empty=205"], ["qido-empty"]])("refuse %s", (pair) => {
    expect(() => parseReadings([pair])).toThrow(ReadingError);
  });
  it("are listed with their clause", () => {
    for (const [name, [clause]] of Object.entries(AMBIGUITIES)) {
      expect(describeReadings()).toMatch(new RegExp(`${name}=.*\\n.*${clause}: `));
    }
  });
});
