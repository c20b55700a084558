import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonicalText, isJsonObject, parseJson, type JsonObject, type JsonValue } from "#lib/fhir/lossless-json.ts";
import { openFhirServer, type FhirServer } from "./oracle/fhir-server.ts";

let server: FhirServer;
beforeAll(async () => {
  server = await openFhirServer({ version: "R4", enableUpdateCreate: true });
});
afterAll(() => server.close());

const bundle = (type: string, entry: unknown[]): object => ({ resourceType: "Bundle", type, entry });
const patient = (more: object = {}): object => ({ resourceType: "Patient", ...more });

describe("transactions", () => {
  it("gives placeholders ids and rewrites what points to them", async () => {
    const { json } = await server.call(
      "POST",
      "",
      bundle("transaction", [
        {
          fullUrl: "urn:uuid:2",
          resource: {
            resourceType: "Observation",
            status: "final",
            code: { text: "x" },
            subject: { reference: "urn:uuid:1" },
          },
          request: { method: "POST", url: "Observation" },
        },
        {
          fullUrl: "urn:uuid:1",
          resource: patient({ identifier: [{ system: "urn:t", value: "1" }] }),
          request: { method: "POST", url: "Patient" },
        },
      ]),
    );
    const [observation, created] = json.entry.map(
      (entry: { response: { location: string } }) => entry.response.location,
    );
    expect(observation).toContain("/Observation/");
    const id = /Patient\/([^/]+)/.exec(created)?.[1];
    expect((await server.call("GET", observation)).json.subject.reference).toBe(`Patient/${id}`);
    const conditional = await server.call(
      "POST",
      "",
      bundle("transaction", [
        {
          resource: {
            resourceType: "Observation",
            status: "final",
            code: { text: "y" },
            subject: { reference: "Patient?identifier=urn:t|1" },
          },
          request: { method: "POST", url: "Observation" },
        },
      ]),
    );
    expect((await server.call("GET", conditional.json.entry[0].response.location)).json.subject.reference).toBe(
      `Patient/${id}`,
    );
  });

  it("does all or nothing", async () => {
    const answer = await server.call(
      "POST",
      "",
      bundle("transaction", [
        { resource: patient({ id: "t1" }), request: { method: "PUT", url: "Patient/t1" } },
        {
          resource: patient({ id: "t2", managingOrganization: { reference: "Organization/none" } }),
          request: { method: "PUT", url: "Patient/t2" },
        },
      ]),
    );
    expect([answer.status, answer.json.issue[0].details.text]).toEqual([400, "invalid_references"]);
    expect((await server.call("GET", "Patient/t1")).status).toBe(404);
    expect((await server.call("GET", "Patient?_id=t1")).json.total).toBe(0);
  });

  it("works in the order DELETE, POST, PUT, PATCH, GET and answers in the order sent", async () => {
    await server.call("PUT", "Patient/o1", patient({ id: "o1", active: true }));
    await server.call("PUT", "Patient/o2", patient({ id: "o2", active: true }));
    const patch = Buffer.from('[{"op":"replace","path":"/active","value":false}]').toString("base64");
    const { json, text } = await server.call(
      "POST",
      "",
      bundle("transaction", [
        { request: { method: "GET", url: "Patient/o2" } },
        {
          resource: { resourceType: "Binary", contentType: "application/json-patch+json", data: patch },
          request: { method: "PATCH", url: "Patient/o2" },
        },
        { resource: patient({ id: "o3" }), request: { method: "PUT", url: "Patient/o3", ifNoneMatch: "*" } },
        {
          resource: patient({ identifier: [{ value: "ifne" }] }),
          request: { method: "POST", url: "Patient", ifNoneExist: "identifier=ifne" },
        },
        { request: { method: "DELETE", url: "Patient/o1" } },
      ]),
    );
    expect(
      json?.entry?.map((entry: { response: { status: string } }) => entry.response.status),
      text,
    ).toEqual(["200 OK", "200 OK", "201 Created", "201 Created", "200 OK"]);
    expect(json.entry[0].resource).toMatchObject({ id: "o2", active: false });
    expect((await server.call("GET", "Patient/o1")).status).toBe(410);
  });
});

describe("batches", () => {
  it("does every entry on its own", async () => {
    const { status, json } = await server.call(
      "POST",
      "",
      bundle("batch", [
        { resource: patient({ id: "b1" }), request: { method: "PUT", url: "Patient/b1" } },
        {
          resource: patient({ id: "b2", managingOrganization: { reference: "Organization/none" } }),
          request: { method: "PUT", url: "Patient/b2" },
        },
        { request: { method: "GET", url: "Patient/none" } },
        { request: { method: "GET", url: "Patient/b1" } },
        { resource: patient({ nmae: [] }), request: { method: "POST", url: "Patient" } },
        { request: { method: "DELETE", url: "Patient/b1" } },
      ]),
    );
    expect(status).toBe(200);
    expect(json.entry.map((entry: { response: { status: string } }) => entry.response.status)).toEqual([
      "201 Created",
      "400 Bad Request",
      "404 Not Found",
      "200 OK",
      "400 Bad Request",
      "200 OK",
    ]);
    expect(json.entry[4].response.outcome.issue[0].diagnostics).toContain('unknown field "nmae"');
    expect((await server.call("GET", "Patient/b2")).status).toBe(404);
  });
});

const SYNTHEA = join(process.env["SHARED_DATA"] ?? "../shared/data", "fhir/synthea-smart");

describe.skipIf(!existsSync(SYNTHEA))("real Synthea transactions", () => {
  const files = existsSync(SYNTHEA) ? readdirSync(SYNTHEA).filter((file) => file.endsWith(".json")) : [];

  it.each(files)("%s goes in and comes back equal", async (file) => {
    const text = readFileSync(join(SYNTHEA, file), "utf8");
    const sent = entriesOf(parseJson(text));
    const answer = await server.call("POST", "", text);
    expect(answer.status, answer.text.slice(0, 500)).toBe(200);
    const locations: string[] = answer.json.entry.map(
      (entry: { response: { location: string } }) => entry.response.location,
    );
    const names = locations.map((location) => /([A-Z]\w+\/[^/]+)\/_history/.exec(location)?.[1] ?? "");
    const renamed = new Map(sent.map((entry, index) => [String(entry["fullUrl"]), names[index] ?? ""]));
    for (const [index, entry] of sent.entries()) {
      const read = await server.call("GET", names[index] ?? "");
      const stored = parseJson(read.text) as JsonObject;
      const resource = entry["resource"] as JsonObject;
      const expected = replaceUrns(
        canonicalText({ ...resource, id: stored["id"] ?? null, meta: metaOf(resource, stored) }),
        renamed,
      );
      expect(canonicalText(stored)).toBe(expected);
    }
  });
});

function entriesOf(value: JsonValue): JsonObject[] {
  return isJsonObject(value) && Array.isArray(value["entry"]) ? value["entry"].filter(isJsonObject) : [];
}

/** The service owns these two; the rest of `meta` is the client's. */
function metaOf(sent: JsonObject, stored: JsonObject): JsonObject {
  const [own, given] = [sent["meta"], stored["meta"]];
  const { lastUpdated = null, versionId = null } = isJsonObject(given) ? given : {};
  return { ...(isJsonObject(own) ? own : {}), lastUpdated, versionId };
}

function replaceUrns(text: string, names: ReadonlyMap<string, string>): string {
  return text.replaceAll(/"(?:reference|url)":"(urn:uuid:[^"]+)"/g, (whole, urn: string) =>
    whole.replace(urn, names.get(urn) ?? urn),
  );
}
