import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openFhirServer, type FhirServer } from "./oracle/fhir-server.ts";

let server: FhirServer;
beforeAll(async () => {
  server = await openFhirServer({ version: "R4", enableUpdateCreate: true });
});
afterAll(() => server.close());

const deep = (levels: number): string =>
  `${'{"resourceType":"Patient","extension":['.repeat(1)}${'{"extension":['.repeat(levels)}${"]}".repeat(levels)}]}`;
const observation = (value: string): string =>
  `{"resourceType":"Observation","status":"final","code":{"text":"x"},${value}}`;

describe("bad bodies get a 4xx that says what and where", () => {
  it.each<[string, string | Blob, RegExp, string?]>([
    ["no body", "", /no body/],
    ["broken JSON", '{"resourceType":"Patient",}', /line 1 column 27/],
    ["an array", "[]", /must be a JSON object/],
    ["no resourceType", "{}", /resourceType/],
    ["an unknown field", '{"resourceType":"Patient","encounter":1}', /unknown field "encounter"/],
    ["a wrong type", '{"resourceType":"Patient","active":"yes"}', /"active"/],
    ["a scalar for a list", '{"resourceType":"Patient","name":{"family":"x"}}', /"name"/],
    ["an invalid date", '{"resourceType":"Patient","birthDate":"1980-02-31x"}', /"birthDate"/],
    ["a missing required field", '{"resourceType":"Observation","code":{"text":"x"}}', /status/],
    ["a number as id", '{"resourceType":"Patient","id":5}', /invalid ID/],
    ["__proto__", '{"resourceType":"Patient","__proto__":{"active":true}}', /__proto__/],
    ["ten thousand levels", deep(10_000), /nested deeper/],
    ["broken UTF-8", new Blob([Buffer.from('{"resourceType":"Patient","id":"'), Buffer.from([0xff, 0xfe])]), /UTF-8/],
    ["a mistyped quantity", observation('"valueQuantity":{"value":"5"}'), /valueQuantity/],
  ])("%s", async (_what, body, diagnostics) => {
    const answer = await server.call("POST", "Patient", body, { "content-type": "application/fhir+json" });
    expect(answer.status, answer.text).toBe(400);
    expect(answer.json.resourceType).toBe("OperationOutcome");
    expect(JSON.stringify(answer.json.issue).replaceAll('\\"', '"')).toMatch(diagnostics);
  });

  it.each([
    ["application/fhir+xml", "<Patient/>"],
    ["text/plain", "{}"],
    ["application/x-www-form-urlencoded", "a=b"],
    ["application/fhir+json; charset=latin1", "{}"],
  ])("415 for %s", async (type, body) => {
    expect((await server.call("POST", "Patient", body, { "content-type": type })).status).toBe(415);
  });

  it("413 for a body over 10 MB, 415 for a patch that is no JSON Patch", async () => {
    const huge = JSON.stringify({ resourceType: "Patient", name: [{ text: "x".repeat(11 * 1024 * 1024) }] });
    expect((await server.call("POST", "Patient", huge)).status).toBe(413);
    expect((await server.call("PATCH", "Patient/x", "[]")).status).toBe(415);
  });

  it("stores the longest string FHIR allows and finds it by its beginning", async () => {
    const family = `Long ${"y".repeat(1024 * 1024 - 5)}`;
    const { status } = await server.call("POST", "Patient", { resourceType: "Patient", name: [{ family }] });
    expect(status).toBe(201);
    expect((await server.call("GET", "Patient?family=long%20yyy&_elements=id")).json.total).toBe(1);
  });

  it("forgets a body that breaks off", async () => {
    const before = (await server.call("GET", "Patient")).json.total;
    const { port } = server.emulator;
    await new Promise<void>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.write(
          `POST ${new URL(server.base).pathname}/Patient HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"resourceType":"Patient"`,
        );
        setTimeout(() => socket.destroy(), 30);
      });
      socket.on("close", () => resolve());
      socket.on("error", () => resolve());
    });
    expect((await server.call("GET", "Patient")).json.total).toBe(before);
  });
});

describe("bad addresses", () => {
  it.each([
    ["GET", "Nonsense", 400, "bad_resource_type"],
    ["GET", "Patient/_history", 400, "invalid_id"],
    ["GET", "Patient/$expand", 400, "invalid_id"],
    ["GET", "fhir/1", 400, "bad_resource_type"],
    ["GET", `Patient/${"a".repeat(65)}`, 400, "invalid_id"],
    ["GET", "Patient/none", 404, "resource_not_found"],
    ["GET", "Patient/none/_history/zzz", 404, "resource_not_found"],
    ["GET", "__proto__/1", 400, "bad_resource_type"],
    ["GET", "constructor", 400, "bad_resource_type"],
    ["DELETE", "Patient", 400, "invalid_query"],
    ["DELETE", "Patient?name=x", 400, "invalid_query"],
    ["DELETE", "Patient?identifier=a|1&identifier=b|2", 400, "invalid_query"],
  ])("%s %s", async (method, path, status, word) => {
    const answer = await server.call(method, path);
    expect([answer.status, answer.json?.issue?.[0]?.details?.text]).toEqual([status, word]);
  });

  it.each(["Patient/..%2f..%2fother", "Patient/a%00b", "Patient//x"])("%s is no method", async (path) => {
    const answer = await server.call("GET", path);
    expect([answer.status, answer.json?.error?.status]).toEqual([404, "NOT_FOUND"]);
  });
});

describe("bad searches", () => {
  it.each([
    "Patient?birthdate=soon",
    "Patient?_count=many",
    "Patient?_revinclude=*",
    "Patient?_page_token=xyz",
    "Patient?name:nonsense=x",
    "Observation?value-quantity=five",
    "Observation?subject.name.family=x",
    "?name=x",
    "?_type=Nonsense",
    `Patient?name=${Array.from({ length: 2000 }, (_, index) => index).join(",")}`,
    `Patient?${"name=a&".repeat(1000)}`,
    `Patient?birthdate=${"2020,".repeat(1000)}2021`,
  ])("%s", async (path) => {
    const answer = await server.call("GET", path);
    expect(answer.status, answer.text).toBe(400);
    expect(answer.json.issue[0].severity).toBe("error");
  });

  it.each([
    `Patient?identifier=${Array.from({ length: 2000 }, (_, index) => index).join(",")}`,
    `Patient?_id=${Array.from({ length: 2000 }, (_, index) => index).join(",")}`,
    `Patient?organization=${Array.from({ length: 2000 }, (_, index) => index).join(",")}`,
    "Observation?focus:Observation.focus:Observation.subject:Patient.name=x",
  ])("answers long lists %#", async (path) => {
    const answer = await server.call("GET", path);
    expect(answer.status, answer.text).toBe(200);
  });

  it("refuses a form instead of finding everything", async () => {
    const answer = await server.call("POST", "Patient/_search", "name=x", {
      "content-type": "application/x-www-form-urlencoded",
    });
    expect(answer.status).toBe(415);
  });

  it.each(["'; DROP TABLE fhir_resources; --", '"', "%", "\\", "a,b\\,c", "(", "NEAR(", "* OR x"])(
    "is not confused by %s",
    async (text) => {
      for (const name of ["name", "identifier", "_content", "_text", "name:contains", "_id"]) {
        const answer = await server.call("GET", `Patient?${name}=${encodeURIComponent(text)}`);
        expect(answer.status, answer.text).toBe(200);
      }
    },
  );
});

describe("bad bundles", () => {
  const bundle = (entry: unknown, type = "transaction"): object => ({ resourceType: "Bundle", type, entry });
  const put = (id: string): object => ({
    resource: { resourceType: "Patient", id },
    request: { method: "PUT", url: `Patient/${id}` },
  });

  it.each<[string, object, RegExp]>([
    ["50,000 entries", bundle(Array.from({ length: 50_000 }, () => ({}))), /50000 entries; at most 4500/],
    ["another type", bundle([], "collection"), /batch or transaction/],
    ["no array", bundle({}), /must be an array/],
    ["an entry without a request", bundle([{ resource: { resourceType: "Patient" } }]), /entry\[0\].*request/],
    [
      "an unknown field in a resource",
      bundle([
        put("a"),
        { resource: { resourceType: "Patient", nmae: 1 }, request: { method: "POST", url: "Patient" } },
      ]),
      /entry\[1\]\.resource.*unknown field "nmae"/,
    ],
    ["a search", bundle([{ request: { method: "GET", url: "Patient?name=x" } }]), /entry\[0\]/],
    ["a resource twice", bundle([put("a"), put("a")]), /only once/],
    [
      "a dangling conditional reference",
      bundle([
        {
          resource: { resourceType: "Patient", generalPractitioner: [{ reference: "Practitioner?identifier=x|1" }] },
          request: { method: "POST", url: "Patient" },
        },
      ]),
      /conditional reference/,
    ],
  ])("%s", async (_what, body, diagnostics) => {
    const answer = await server.call("POST", "", body);
    expect(answer.status, answer.text).toBe(400);
    expect(JSON.stringify(answer.json.issue).replaceAll('\\"', '"')).toMatch(diagnostics);
    expect((await server.call("GET", "Patient/a")).status).toBe(404);
  });

  it("still serves after all that", async () => {
    expect((await server.call("GET", "metadata")).status).toBe(200);
  });
});
