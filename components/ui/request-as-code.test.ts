import { describe, expect, it } from "vitest";
import { requestAsCode, type ApiRequest } from "./request-as-code.ts";
import { shellQuote } from "./shell-quote.ts";

const GOOGLE = { baseUrl: "https://healthcare.googleapis.com", needsToken: true };
const EMULATOR = { baseUrl: "http://127.0.0.1:8787", needsToken: false };
const DATASET = "/v1/projects/p/locations/l/datasets/d";
const STORE = `${DATASET}/fhirStores/s`;

describe("cURL", () => {
  it("fetches a token instead of printing one", () => {
    expect(requestAsCode({ method: "GET", path: STORE }, GOOGLE).curl).toBe(
      [
        "curl -X GET \\",
        '  -H "Authorization: Bearer $(gcloud auth print-access-token)" \\',
        `  https://healthcare.googleapis.com${STORE}`,
      ].join("\n"),
    );
  });

  it("asks the emulator without a token and quotes what a shell would read", () => {
    const request: ApiRequest = { method: "GET", path: `${STORE}/fhir/Patient?name=o'neil&_count=5` };
    expect(requestAsCode(request, EMULATOR).curl).toBe(
      `curl -X GET \\\n  'http://127.0.0.1:8787${STORE}/fhir/Patient?name=o'\\''neil&_count=5'`,
    );
  });

  it("sends JSON as JSON and text as it stands", () => {
    expect(requestAsCode({ method: "PATCH", path: STORE, body: { a: 1 } }, EMULATOR).curl).toContain(
      "application/json",
    );
    const raw: ApiRequest = { method: "POST", path: STORE, body: "a=1", headers: { "Content-Type": "text/plain" } };
    expect(requestAsCode(raw, EMULATOR).curl).toContain("--data-binary a=1");
  });
});

describe("gcloud", () => {
  it.each<[ApiRequest, string | undefined]>([
    [
      { method: "GET", path: `${DATASET}/fhirStores` },
      "gcloud healthcare fhir-stores list --project=p --location=l --dataset=d",
    ],
    [{ method: "GET", path: STORE }, "gcloud healthcare fhir-stores describe s --project=p --location=l --dataset=d"],
    [
      { method: "POST", path: "/v1/projects/p/locations/l/datasets?datasetId=n", body: { timeZone: "UTC" } },
      "gcloud healthcare datasets create n --project=p --location=l --time-zone=UTC",
    ],
    [
      {
        method: "POST",
        path: `${DATASET}/fhirStores?fhirStoreId=n`,
        body: { version: "R4", enableUpdateCreate: true },
      },
      "gcloud healthcare fhir-stores create n --project=p --location=l --dataset=d --version=r4 --enable-update-create",
    ],
    [
      {
        method: "POST",
        path: `${STORE}:import`,
        body: { contentStructure: "RESOURCE_PRETTY", gcsSource: { uri: "gs://b/f" } },
      },
      "gcloud healthcare fhir-stores import gcs s --project=p --location=l --dataset=d --gcs-uri=gs://b/f --content-structure=resource-pretty",
    ],
    [
      { method: "POST", path: `${DATASET}/fhirStores?fhirStoreId=n`, body: { version: "R4", labels: { a: "b" } } },
      undefined,
    ],
    [{ method: "GET", path: `${STORE}/fhir/Patient` }, undefined],
  ])("%j", (request, command) => {
    expect(requestAsCode(request, GOOGLE).gcloud?.replaceAll(" \\\n  ", " ")).toBe(command);
  });
});

describe("Node", () => {
  it("uses Google's client with its own parameter names", () => {
    const create: ApiRequest = { method: "POST", path: `${DATASET}/fhirStores?fhirStoreId=n`, body: { version: "R4" } };
    const { node } = requestAsCode(create, GOOGLE);
    expect(node).toContain("healthcare.projects.locations.datasets.fhirStores.create(");
    expect(node).toContain('"parent": "projects/p/locations/l/datasets/d"');
    expect(node).toContain('"fhirStoreId": "n"');
  });

  it("falls back to the authorised request, or to fetch for the emulator", () => {
    const search: ApiRequest = { method: "GET", path: `${STORE}/fhir/Patient?name=a` };
    expect(requestAsCode(search, GOOGLE).node).toContain("client.request(");
    expect(requestAsCode(search, EMULATOR).node).toContain("fetch(");
  });
});

it.each([
  ["plain-1.2/x:y", "plain-1.2/x:y"],
  ["", "''"],
  ["a b", "'a b'"],
  ["$(rm)", "'$(rm)'"],
  ["it's", "'it'\\''s'"],
])("quotes %j", (text, quoted) => {
  expect(shellQuote(text)).toBe(quoted);
});
