import { existsSync, readdirSync, readFileSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { healthcare } from "@googleapis/healthcare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonicalText, isJsonObject, parseJson, type JsonObject, type JsonValue } from "#lib/fhir/lossless-json.ts";
import { startEmulator, type Emulator } from "#emulator/emulator.ts";

/** Real files go in and come back as they were: key order, `meta.versionId` and `meta.lastUpdated` aside, decimals to the digit. */

const SHARED = join(process.env["SHARED_DATA"] ?? "../shared/data", "fhir");
const DATASET = "projects/real/locations/us-central1/datasets/d";

interface Refusal {
  /** Part of the answer. */
  readonly says: string;
  readonly because: string;
  /** False when no setting of the store lets the file in. */
  readonly isLenientEnough: boolean;
}

/** The files that are no valid R4: refused with a reason, and let in where the store's validationConfig switches the check off. */
const REFUSED: Readonly<Record<string, Refusal>> = {
  "DeviceMetric-example.json": {
    says: "DeviceDefinition",
    because: "DeviceMetric.parent allows Device only",
    isLenientEnough: true,
  },
  "DeviceUseStatement-example.json": {
    says: "Procedure",
    because: "DeviceUseStatement.reasonReference does not allow Procedure",
    isLenientEnough: true,
  },
  "MedicationRequest-medrx0301.json": {
    says: "Practitioner",
    because: "MedicationRequest.dispenseRequest.performer allows Organization only",
    isLenientEnough: true,
  },
  "Questionnaire-qs1.json": { says: "linkId", because: "items lack the mandatory linkId", isLenientEnough: true },
  "explanationofbenefit-example.json": {
    says: "productOrService",
    because: "a draft of R4, before item.productOrService was mandatory",
    isLenientEnough: true,
  },
  "observation-example-2.json": {
    says: "status",
    because: "an input of a FHIRPath suite, without the mandatory status and code",
    isLenientEnough: true,
  },
  "parameters-example-types.json": {
    says: "valueUuid",
    because: "a uuid must begin with urn:uuid:",
    isLenientEnough: false,
  },
  "patient-example-2.json": {
    says: "_address",
    because: "only primitives have a sibling with an underscore, and address is none",
    isLenientEnough: false,
  },
};

const filesIn = (folder: string, ending: string): string[] =>
  existsSync(join(SHARED, folder))
    ? readdirSync(join(SHARED, folder))
        .filter((file) => file.endsWith(ending))
        .map((file) => join(SHARED, folder, file))
    : [];
const readText = (file: string): string => readFileSync(file, "utf8");

function parseObject(text: string): JsonObject {
  const value = parseJson(text);
  if (!isJsonObject(value)) throw new Error("not a JSON object");
  return value;
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

/** Canonical text without what the server sets. */
function comparable(resource: JsonObject): string {
  const { meta, ...rest } = resource;
  if (!isJsonObject(meta)) return canonicalText(rest);
  const { versionId: _version, lastUpdated: _time, ...own } = meta;
  return canonicalText(Object.keys(own).length > 0 ? { ...rest, meta: own } : rest);
}

describe.skipIf(!existsSync(SHARED))("real FHIR files", () => {
  let dataDir: string;
  let emulator: Emulator;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "real-data-"));
    emulator = await startEmulator({ port: 0, dataDir });
    const { datasets } = healthcare({ version: "v1", rootUrl: `${emulator.origin}/` }).projects.locations;
    await datasets.create({ parent: "projects/real/locations/us-central1", datasetId: "d" });
    const loose = { version: "R4", enableUpdateCreate: true, disableReferentialIntegrity: true };
    const validationConfig = { disableRequiredFieldValidation: true, disableReferenceTypeValidation: true };
    const stu3 = { version: "STU3", enableUpdateCreate: true };
    const stores = { loose, lenient: { ...loose, validationConfig }, strict: { version: "R4" }, stu3 };
    for (const [fhirStoreId, requestBody] of Object.entries(stores)) {
      await datasets.fhirStores.create({ parent: DATASET, fhirStoreId, requestBody });
    }
  });
  afterAll(async () => {
    await emulator.close();
    await rm(dataDir, { recursive: true });
  });

  const urlOf = (store: string, path: string): string =>
    `${emulator.origin}/v1/${DATASET}/fhirStores/${store}/fhir${path}`;

  async function send(
    store: string,
    method: string,
    path: string,
    body?: string,
  ): Promise<{ status: number; text: string }> {
    const headers = { "content-type": "application/fhir+json" };
    const response = await fetch(urlOf(store, path), { method, headers, ...(body === undefined ? {} : { body }) });
    return { status: response.status, text: await response.text() };
  }

  const examples = [
    ...filesIn("hl7-r4-examples", ".json"),
    ...filesIn("fhir-test-cases-r4/examples", ".json"),
    ...filesIn("google-samples", ".json").filter((file) => !/bundle/i.test(file)),
  ];
  it.each(examples.map((file) => [basename(file), file] as const))("PUT and GET %s", async (name, file) => {
    const text = readText(file);
    const sent = parseObject(text);
    const resource = "id" in sent ? sent : { ...sent, id: "without-id" };
    const path = `/${textOf(resource["resourceType"])}/${textOf(resource["id"])}`;
    const body = resource === sent ? text : canonicalText(resource);
    const refused = REFUSED[name];
    const put = await send("loose", "PUT", path, body);
    if (refused) {
      expect(put.status).toBe(400);
      expect(put.text).toContain(refused.says);
    }
    const store = refused ? "lenient" : "loose";
    const stored = refused ? await send("lenient", "PUT", path, body) : put;
    if (refused?.isLenientEnough === false) {
      expect(stored.status).toBe(400);
      return;
    }
    if (stored.status !== 200 && stored.status !== 201) expect(stored).toBe("stored");
    const got = await send(store, "GET", path);
    expect(comparable(parseObject(got.text))).toBe(comparable(resource));
  });

  const bundles = [
    ...filesIn("synthea-smart", ".json"),
    ...filesIn("google-samples", ".json").filter((file) => /bundle/i.test(file)),
  ];
  it.each(bundles.map((file) => [basename(file), file] as const))("runs the transaction %s", async (_, file) => {
    const text = readText(file);
    const entries = entriesOf(parseObject(text));
    const posted = await send("strict", "POST", "", text);
    if (posted.status !== 200) expect(posted).toBe("accepted");
    const answers = entriesOf(parseObject(posted.text));
    expect(answers.length).toBe(entries.length);
    const places = answers.map((answer) => placeOf(answer));
    const renamed = new Map(entries.map((entry, index) => [textOf(entry["fullUrl"]), places[index] ?? ""]));
    for (const [index, entry] of entries.entries()) {
      const sent = entry["resource"];
      if (!isJsonObject(sent)) continue;
      const place = places[index] ?? "";
      const got = await send("strict", "GET", `/${place}`);
      const expected = { ...(withReferences(sent, renamed) as JsonObject), id: place.split("/")[1] ?? "" };
      expect(comparable(parseObject(got.text))).toBe(comparable(expected));
    }
  });

  it("imports the ndjson of Google's samples with Google's client, into a store of its version", async () => {
    await mkdir(join(dataDir, "buckets", "samples"), { recursive: true });
    const file = join(SHARED, "google-samples", "node-fhir_data.ndjson");
    await copyFile(file, join(dataDir, "buckets", "samples", "node-fhir_data.ndjson"));
    const { datasets } = healthcare({ version: "v1", rootUrl: `${emulator.origin}/` }).projects.locations;
    const requestBody = { contentStructure: "RESOURCE", gcsSource: { uri: "gs://samples/*.ndjson" } };
    const { data: started } = await datasets.fhirStores.import({ name: `${DATASET}/fhirStores/stu3`, requestBody });
    let operation = started;
    while (!operation.done) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      operation = (await datasets.operations.get({ name: started.name ?? "" })).data;
    }
    expect(operation.error).toBeUndefined();
    for (const line of readText(file).trimEnd().split("\n")) {
      const sent = parseObject(line);
      const got = await send("stu3", "GET", `/${textOf(sent["resourceType"])}/${textOf(sent["id"])}`);
      expect(comparable(parseObject(got.text))).toBe(comparable(sent));
    }
  });
});

function entriesOf(bundle: JsonObject): JsonObject[] {
  const entries = bundle["entry"];
  return Array.isArray(entries) ? entries.filter(isJsonObject) : [];
}

/** `Patient/123` of the answer to one entry of a transaction. */
function placeOf(answer: JsonObject): string {
  const response = answer["response"];
  const location = isJsonObject(response) ? textOf(response["location"]) : "";
  return /([A-Z]\w+\/[^/]+)\/_history\//.exec(location)?.[1] ?? "";
}

/** The resource as a transaction stores it: every reference to another entry's fullUrl now names what that entry became. */
function withReferences(value: JsonValue, renamed: ReadonlyMap<string, string>): JsonValue {
  if (typeof value === "string") return value.startsWith("urn:uuid:") ? (renamed.get(value) ?? value) : value;
  if (Array.isArray(value)) return value.map((item) => withReferences(item, renamed));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withReferences(child, renamed)]));
}
