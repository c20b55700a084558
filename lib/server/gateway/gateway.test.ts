import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { methodPath } from "#lib/contract/match-method.ts";
import { METHODS } from "#lib/contract/methods.ts";
import { problemEnvelopeSchema, type Problem } from "#lib/contract/problem.ts";
import { ROLE_PERMISSIONS, ROLES, type Role } from "#lib/contract/roles.ts";
import { startTestConsole, type Hit, type TestConsole } from "#lib/server/test-console.ts";
import { permissionsOf } from "./method-rights.ts";

const DATASET = "/api/healthcare/v1/projects/demo-hospital/locations/us-central1/datasets";
const SANDBOX = `${DATASET}/sandbox`;
const PRODUCTION = `${DATASET}/clinical-production`;
const PATIENT = `${SANDBOX}/fhirStores/s/fhir/Patient`;

let bench: TestConsole;
const cookies = new Map<Role, string>();

beforeAll(async () => {
  bench = await startTestConsole();
  for (const role of ROLES) cookies.set(role, await bench.signIn(`demo-${role}`));
});
afterAll(() => bench.close());
beforeEach(() => {
  bench.answerWith((request, response) => {
    request.resume();
    response.writeHead(200, { "content-type": "application/json" }).end('{"canary":"patient-data"}');
  });
});

const as = (role: Role): string => cookies.get(role) ?? "";
const problemOf = (hit: Hit): Problem => problemEnvelopeSchema.parse(JSON.parse(hit.text)).error.problem;

/** One address of a method, in a dataset without a label. */
function addressOf(method: (typeof METHODS)[number]): string {
  const names = [...method.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
  const params = Object.fromEntries(names.map((name) => [name, name === "type" ? "Patient" : "x1"]));
  return `/api/healthcare${methodPath(method, params)}`;
}

describe("who may do what", () => {
  it.each([...ROLES, "nobody"] as const)("%s: every method of the table", async (person) => {
    const wrong: string[] = [];
    for (const method of METHODS) {
      const before = bench.reached.length;
      const cookie = person === "nobody" ? undefined : as(person);
      const hit = await bench.write({ method: method.verb, path: addressOf(method), cookie });
      const isAllowed =
        person !== "nobody" && permissionsOf(method).every((name) => ROLE_PERMISSIONS[person].has(name));
      const refusal = person === "nobody" ? 401 : 403;
      const isRight = isAllowed
        ? hit.status === 200 && bench.reached.length === before + 1
        : hit.status === refusal && bench.reached.length === before && !hit.text.includes("canary");
      if (!isRight) wrong.push(`${method.verb} ${method.id}: ${hit.status}`);
    }
    expect(wrong).toEqual([]);
  });

  it("names the missing permission and who has it", async () => {
    const hit = await bench.write({ method: "DELETE", path: SANDBOX, cookie: as("steward") });
    expect(problemOf(hit)).toMatchObject({
      code: "PERMISSION_DENIED",
      permission: "healthcare.datasets.delete",
      hop: "console",
    });
    expect(problemOf(hit).message).toContain("the role admin has");
  });
});

describe("forged writes", () => {
  const json = { "content-type": "application/json" };
  it.each([
    ["no Origin", { "x-console": "1", ...json }],
    ["a foreign Origin", { "x-console": "1", origin: "https://evil.example", ...json }],
    ["Origin null", { "x-console": "1", origin: "null", ...json }],
    ["an Origin with our name as prefix", { "x-console": "1", origin: "OURS.evil.example", ...json }],
    ["another port of this machine", { "x-console": "1", origin: "http://127.0.0.1:1", ...json }],
    ["Sec-Fetch-Site cross-site", { "x-console": "1", origin: "OURS", "sec-fetch-site": "cross-site", ...json }],
    ["Sec-Fetch-Site same-site", { "x-console": "1", origin: "OURS", "sec-fetch-site": "same-site", ...json }],
    ["no x-console", { origin: "OURS", ...json }],
    ["x-console: 0", { origin: "OURS", "x-console": "0", ...json }],
    ["a form", { origin: "OURS", "x-console": "1", "content-type": "application/x-www-form-urlencoded" }],
    ["a multipart form", { origin: "OURS", "x-console": "1", "content-type": "multipart/form-data; boundary=x" }],
    ["plain text", { origin: "OURS", "x-console": "1", "content-type": "text/plain;charset=utf-8" }],
  ] as const)("%s is refused", async (_, given) => {
    const before = bench.reached.length;
    const headers = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, value.replace("OURS", bench.origin)]),
    );
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const path = method === "POST" ? PATIENT : `${PATIENT}/1`;
      const hit = await bench.send({
        method,
        path,
        cookie: as("admin"),
        headers,
        body: method === "DELETE" ? "" : "{}",
      });
      expect([method, hit.status]).toEqual([method, 403]);
    }
    expect(bench.reached.length).toBe(before);
  });

  it("refuses reads that another site starts, and answers a typed address", async () => {
    const read = (headers: Record<string, string>) =>
      bench.send({ path: `${PATIENT}/1`, cookie: as("admin"), headers });
    expect((await read({ "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await read({ origin: "https://evil.example" })).status).toBe(403);
    expect((await read({ "sec-fetch-site": "none" })).status).toBe(200);
    expect((await read({ "sec-fetch-site": "same-origin" })).status).toBe(200);
  });

  it("refuses a foreign host name that resolves here", async () => {
    const hit = await bench.send({ path: `${PATIENT}/1`, cookie: as("admin"), headers: { host: "rebound.example" } });
    expect(hit.status).toBe(421);
  });
});

describe("ways around", () => {
  const TRICKS: readonly [string, Record<string, string>][] = [
    ...["1", "middleware", "src/middleware", "pages/_middleware", "middleware:".repeat(5)].map(
      (value): [string, Record<string, string>] => [`${PATIENT}/1`, { "x-middleware-subrequest": value }],
    ),
    [`${PATIENT}/1`, { rsc: "1" }],
    [`${PATIENT}/1?_rsc=x`, { rsc: "1", "next-router-prefetch": "1" }],
    [`${PATIENT}/1.rsc`, {}],
    [`${PATIENT}/1/`, {}],
    [`${PATIENT}/1`, { "x-http-method-override": "DELETE" }],
    [`${PATIENT}/1`, { "x-forwarded-user": "demo-admin", "x-forwarded-email": "a@b" }],
    [`${PATIENT}/1`, { x_forwarded_user: "demo-admin" }],
    [`${PATIENT}/1`, { "x-forwarded-uri": "/api/console/health", "x-original-url": "/", "x-rewrite-url": "/" }],
    [`${PATIENT}/1`, { authorization: "Bearer demo-admin" }],
    [`${PATIENT}/1`, { upgrade: "websocket", connection: "upgrade" }],
    [`/_next/data/x${PATIENT}/1.json`, {}],
    [`/en${PATIENT}/1`, {}],
    [`//api/healthcare/v1/projects/p/locations`, {}],
    [`/api//healthcare/v1/projects/p/locations`, {}],
    [`/API/healthcare/v1/projects/p/locations`, {}],
    [`/api/healthcare/../healthcare/v1/projects/p/locations`, {}],
    [`/api/healthcare%2fv1/projects/p/locations`, {}],
    [`/api/console/../healthcare/v1/projects/p/locations`, {}],
    [`/api/auth/../healthcare/v1/projects/p/locations`, {}],
    [`http://127.0.0.1/api/healthcare/v1/projects/p/locations`, {}],
  ];

  it("no header and no spelling gets data without a session", async () => {
    const before = bench.reached.length;
    for (const [path, headers] of TRICKS) {
      for (const method of ["GET", "HEAD", "POST", "OPTIONS", "TRACE"]) {
        const hit = await bench.send({ method, path, headers });
        expect([method, path, hit.text.includes("canary")]).toEqual([method, path, false]);
      }
    }
    expect(bench.reached.length).toBe(before);
  });

  it.each([
    `${DATASET}/..`,
    `${DATASET}/%2e%2e`,
    `${DATASET}/%2E%2E/x`,
    `${DATASET}/a%2Fb`,
    `${DATASET}/a%5Cb`,
    `${DATASET}/a\\b`,
    `${DATASET}/a%00`,
    `${DATASET}/a%0d%0aHost:%20evil`,
    `${DATASET}/a%7f`,
    `${DATASET}//d`,
    `${DATASET}/%zz`,
    `${DATASET}/%c0%af`,
    `${DATASET}/d#fragment`,
    `${DATASET}/d/../../../x`,
    `${SANDBOX}/fhirStores/s/fhir/Patient/1/../../../../../x`,
    `/api/healthcare/v1beta1/projects/p/locations`,
    `/api/healthcare/v1/projects/p`,
    `/api/healthcare/__emulator/v1/x`,
    `/api/healthcare//evil.example/v1/projects/p/locations`,
    `/api/healthcare/https://evil.example/v1/projects/p/locations`,
    `/api/healthcare@evil.example/v1/projects/p/locations`,
  ])("%s reaches nothing", async (path) => {
    const before = bench.reached.length;
    const hit = await bench.send({ path, cookie: as("admin") });
    expect([400, 404]).toContain(hit.status);
    expect(bench.reached.length).toBe(before);
  });

  it("sends out only its own spelling of a path", async () => {
    await bench.send({ path: `${DATASET}/a%20b%C3%A9@x`, cookie: as("admin") });
    expect(bench.reached.at(-1)?.target).toBe(
      "/v1/projects/demo-hospital/locations/us-central1/datasets/a%20b%C3%A9@x",
    );
  });

  it.each(["access_token=x", "oauth_token=x", "key=x", "callback=x", "%6bey=x", "quotaUser=x"])(
    "refuses ?%s",
    async (query) => {
      const before = bench.reached.length;
      expect((await bench.send({ path: `${PATIENT}/1?${query}`, cookie: as("admin") })).status).toBe(400);
      expect(bench.reached.length).toBe(before);
    },
  );

  it("answers unknown verbs and addresses in the envelope", async () => {
    expect(problemOf(await bench.write({ method: "PUT", path: DATASET, cookie: as("admin") })).status).toBe(405);
    expect(problemOf(await bench.send({ path: "/api/healthcare/v1/nothing", cookie: as("admin") })).code).toBe(
      "NOT_FOUND",
    );
    expect(problemOf(await bench.send({ path: "/api/other" })).code).toBe("NOT_FOUND");
  });
});

describe("production", () => {
  const store = `${PRODUCTION}/fhirStores/s`;
  const write = (headers: Record<string, string> = {}) =>
    bench.write({
      path: `${store}/fhir/Patient`,
      cookie: as("steward"),
      headers: { "content-type": "application/fhir+json", ...headers },
      body: "{}",
    });

  it("is read-only until its name unlocks it", async () => {
    expect(problemOf(await write())).toMatchObject({ code: "FAILED_PRECONDITION", status: 400 });
    expect((await write({ "x-console-unlock": "sandbox" })).status).toBe(400);
    expect((await write({ "x-console-unlock": "clinical-production" })).status).toBe(200);
  });

  it("can be read and searched", async () => {
    expect((await bench.send({ path: `${store}/fhir/Patient/1`, cookie: as("steward") })).status).toBe(200);
    expect((await bench.write({ path: `${store}/fhir/Patient/_search`, cookie: as("steward") })).status).toBe(200);
    expect((await bench.write({ path: `${store}:testIamPermissions`, cookie: as("steward") })).status).toBe(200);
  });

  it("guards exports, which are GET", async () => {
    expect((await bench.send({ path: `${store}/fhir/$export`, cookie: as("admin") })).status).toBe(400);
  });

  it("does not cover a dataset whose name only begins alike", async () => {
    const hit = await bench.write({
      path: `${PRODUCTION}-copy/fhirStores/s/fhir/Patient`,
      cookie: as("steward"),
      body: "{}",
    });
    expect(hit.status).toBe(200);
  });
});

describe("searches", () => {
  const form = { "content-type": "application/x-www-form-urlencoded" };
  it("turn the form body into the query that the API reads", async () => {
    const body = "name%3Aexact=O%27Neil+Jr&birthdate=ge1970&_count=20";
    const hit = await bench.write({ path: `${PATIENT}/_search`, cookie: as("steward"), headers: form, body });
    expect(hit.status).toBe(200);
    const call = bench.reached.at(-1);
    const [path, query] = call?.target.split("?") ?? [];
    expect(path).toMatch(/\/fhir\/Patient\/_search$/);
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
      "name:exact": "O'Neil Jr",
      birthdate: "ge1970",
      _count: "20",
    });
    expect(call?.headers).toMatchObject({ "content-type": "application/fhir+json" });
    expect(call?.headers["transfer-encoding"]).toBeUndefined();
  });

  it("are refused over 64 kB and with a body of another kind", async () => {
    const search = (body: string, headers: Record<string, string>) =>
      bench.write({ path: `${PATIENT}/_search`, cookie: as("steward"), headers, body });
    expect((await search(`name=${"x".repeat(65_536)}`, form)).status).toBe(413);
    expect((await search("{}", { "content-type": "application/fhir+json" })).status).toBe(415);
    expect((await search("access_token=x", form)).status).toBe(400);
  });

  it("leave no patient data in the audit log", async () => {
    await bench.write({ path: `${PATIENT}/_search`, cookie: as("steward"), headers: form, body: "name=Findme" });
    await bench.send({ path: `${PATIENT}?name=Findme`, cookie: as("steward") });
    expect(JSON.stringify(await bench.auditRows())).not.toContain("Findme");
  });
});

describe("lists by POST", () => {
  const messages = `${SANDBOX}/hl7V2Stores/s/messages`;
  const form = { "content-type": "application/x-www-form-urlencoded", "x-http-method-override": "GET" };
  const body = "filter=PatientId%28%22Findme%22%2C+%22MR%22%29&view=RAW_ONLY";

  it("go out as the GET that the API reads, and need only the right to list", async () => {
    const hit = await bench.write({ path: messages, cookie: as("steward"), headers: form, body });
    expect(hit.status).toBe(200);
    const call = bench.reached.at(-1);
    expect(call?.verb).toBe("GET");
    const [path, query] = call?.target.split("?") ?? [];
    expect(path).toMatch(/\/hl7V2Stores\/s\/messages$/);
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
      filter: 'PatientId("Findme", "MR")',
      view: "RAW_ONLY",
    });
    expect(call?.headers["x-http-method-override"]).toBeUndefined();
    expect(call?.headers["content-type"]).toBeUndefined();
    const production = await bench.write({
      path: messages.replace("sandbox", "clinical-production"),
      cookie: as("steward"),
      headers: form,
      body,
    });
    expect(production.status).toBe(200);
    expect((await bench.write({ path: messages, cookie: as("imaging"), headers: form, body })).status).toBe(403);
    const rows = JSON.stringify(await bench.auditRows());
    expect(rows).toContain("hl7V2Stores.messages.list");
    expect(rows).not.toContain("Findme");
  });

  it("look for studies without a name in the address", async () => {
    const path = `${SANDBOX}/dicomStores/s/dicomWeb/studies`;
    const asked = { path, headers: form, body: "PatientName=Findme&fuzzymatching=true" };
    expect((await bench.write({ ...asked, cookie: as("imaging") })).status).toBe(200);
    const call = bench.reached.at(-1);
    expect(`${call?.verb} ${call?.target}`).toMatch(
      /^GET .*\/dicomWeb\/studies\?PatientName=Findme&fuzzymatching=true$/,
    );
    expect((await bench.write({ ...asked, cookie: as("steward") })).status).toBe(403);
    expect(JSON.stringify(await bench.auditRows())).not.toContain("Findme");
  });

  it("are no way around: other methods, other verbs, forged forms", async () => {
    const before = bench.reached.length;
    const other = (path: string, headers: Record<string, string>, method = "POST") =>
      bench.write({ method, path, cookie: as("admin"), headers, body });
    expect((await other(`${PATIENT}/1`, form)).status).toBe(400);
    expect((await other(messages, { ...form, "x-http-method-override": "DELETE" })).status).toBe(400);
    expect((await other(`${messages}/m`, form, "PATCH")).status).toBe(400);
    expect((await other(messages, { "content-type": "application/x-www-form-urlencoded" })).status).toBe(403);
    expect((await other(messages, { ...form, "content-type": "application/json" })).status).toBe(415);
    const forged = { ...form, "x-console": "1", origin: "https://evil.example" };
    expect(
      (await bench.send({ method: "POST", path: messages, cookie: as("admin"), headers: forged, body })).status,
    ).toBe(403);
    expect(bench.reached.length).toBe(before);
  });
});

describe("the way to the API and back", () => {
  it("passes on listed headers only, both ways", async () => {
    bench.answerWith((_, response) => {
      response.writeHead(200, {
        "content-type": "application/fhir+json",
        etag: 'W/"1"',
        "set-cookie": "stolen=1",
        "access-control-allow-origin": "*",
        server: "upstream",
        "x-powered-by": "upstream",
      });
      response.end("{}");
    });
    const hit = await bench.send({
      path: `${PATIENT}/1`,
      cookie: as("admin"),
      headers: {
        "if-none-match": 'W/"0"',
        authorization: "Bearer x",
        "x-goog-user-project": "other",
        "x-forwarded-for": "1.2.3.4",
      },
    });
    expect(hit.headers).toMatchObject({
      etag: 'W/"1"',
      "cache-control": "no-store",
      "content-type": "application/fhir+json",
    });
    for (const name of ["set-cookie", "access-control-allow-origin", "server", "x-powered-by"])
      expect(hit.headers[name]).toBeUndefined();
    const sent = bench.reached.at(-1)?.headers ?? {};
    expect(sent["if-none-match"]).toBe('W/"0"');
    for (const name of ["cookie", "authorization", "x-goog-user-project", "x-forwarded-for", "origin"])
      expect(sent[name]).toBeUndefined();
  });

  it("follows no redirect", async () => {
    bench.answerWith((_, response) => response.writeHead(302, { location: "http://169.254.169.254/" }).end());
    const hit = await bench.send({ path: `${PATIENT}/1`, cookie: as("admin") });
    expect(problemOf(hit)).toMatchObject({ status: 502, hop: "healthcare-api" });
    expect(hit.headers.location).toBeUndefined();
  });

  it("passes errors of the API through untouched", async () => {
    bench.answerWith((_, response) =>
      response.writeHead(422, { "content-type": "application/fhir+json" }).end('{"resourceType":"OperationOutcome"}'),
    );
    expect(await bench.send({ path: `${PATIENT}/1`, cookie: as("admin") })).toMatchObject({
      status: 422,
      text: '{"resourceType":"OperationOutcome"}',
    });
  });

  it.each(["GET", "DELETE"])("sends no body with %s, so that none can pass for a second request", async (method) => {
    const smuggled = "GET /v1/projects/p/locations HTTP/1.1\r\nhost: x\r\n\r\n";
    const before = bench.reached.length;
    for (const headers of [{ "content-length": String(smuggled.length) }, { "transfer-encoding": "chunked" }]) {
      const path = `${PATIENT}/1`;
      await bench.write({
        method,
        path,
        cookie: as("admin"),
        headers: { ...headers, "content-type": "application/json" },
        body: smuggled,
      });
    }
    const after = await bench.send({ path: `${PATIENT}/after`, cookie: as("admin") });
    expect(after.status).toBe(200);
    expect(bench.reached.slice(before).map(({ verb, target }) => `${verb} ${target.split("/").at(-1)}`)).toEqual([
      `${method} 1`,
      `${method} 1`,
      "GET after",
    ]);
  });

  it("says which hop broke", async () => {
    bench.answerWith((request) => request.socket.destroy());
    expect(problemOf(await bench.send({ path: `${PATIENT}/1`, cookie: as("admin") }))).toMatchObject({
      status: 502,
      hop: "healthcare-api",
    });
  });

  it("never lets a cut body pass for a whole one", async () => {
    bench.answerWith((_, response) => {
      response.writeHead(200, { "content-length": 1000 }).write("half");
      setImmediate(() => response.destroy());
    });
    await expect(bench.send({ path: `${PATIENT}/1`, cookie: as("admin") })).rejects.toThrow();
  });

  it("ends the call to the API when the browser goes away", async () => {
    const gone = new Promise<void>((resolve) => {
      bench.answerWith((_, response) => {
        response.once("close", resolve);
        response.writeHead(200, { "content-type": "application/dicom" }).write("x");
      });
    });
    const controller = new AbortController();
    const response = await fetch(`${bench.origin}${PATIENT}/1`, {
      headers: { cookie: as("admin") },
      signal: controller.signal,
    });
    controller.abort();
    await gone;
    expect(response.status).toBe(200);
  });

  it("streams a large upload unchanged", async () => {
    let received = 0;
    bench.answerWith((request, response) => {
      request.on("data", (chunk: Buffer) => (received += chunk.length));
      request.once("end", () => response.end("{}"));
    });
    const body = Buffer.alloc(20 * 2 ** 20, 1);
    const path = `${SANDBOX}/dicomStores/s/dicomWeb/studies`;
    const headers = { "content-type": 'multipart/related; type="application/dicom"; boundary=x' };
    expect((await bench.write({ path, cookie: as("imaging"), headers, body })).status).toBe(200);
    expect(received).toBe(body.length);
  });
});

describe("audit", () => {
  it("has one completed record for every answered or refused call, and announces writes", async () => {
    const start = (await bench.auditRows()).length;
    const read = await bench.send({ path: `${PATIENT}/42?_format=json`, cookie: as("steward") });
    const refused = await bench.write({ method: "DELETE", path: SANDBOX, cookie: as("steward") });
    const anonymous = await bench.send({ path: `${PATIENT}/42` });
    const written = await bench.write({ path: PATIENT, cookie: as("steward"), body: "{}" });
    const rows = (await bench.auditRows()).slice(start);
    const of = (hit: Hit) => rows.filter(({ requestId }) => requestId === hit.headers["x-request-id"]);
    expect(of(read)).toMatchObject([
      {
        phase: "completed",
        issuer: "demo",
        subject: "demo-steward",
        name: "Demo steward",
        roles: "steward",
        action: "healthcare.projects.locations.datasets.fhirStores.fhir.read",
        resource: "projects/demo-hospital/locations/us-central1/datasets/sandbox/fhirStores/s/fhir/Patient/42",
        status: 200,
      },
    ]);
    expect(of(refused)).toMatchObject([{ phase: "completed", status: 403 }]);
    expect(of(anonymous)).toMatchObject([{ phase: "completed", status: 401, subject: "" }]);
    expect(of(written)).toMatchObject([
      { phase: "announced", status: 0 },
      { phase: "completed", status: 200 },
    ]);
    expect(rows).toHaveLength(5);
  });
});

describe("the reason of a change", () => {
  const reasonOf = async (reason: string) => {
    const headers = { "x-console-reason": reason };
    const hit = await bench.write({ path: PATIENT, cookie: as("steward"), headers, body: "{}" });
    const rows = (await bench.auditRows()).filter(({ requestId }) => requestId === hit.headers["x-request-id"]);
    return { hit, reasons: rows.map((row) => row.reason) };
  };

  it("is kept with the announcement and the outcome, in one line, and never forwarded", async () => {
    const { hit, reasons } = await reasonOf(encodeURIComponent("Wrong unit –\r\nward 4 called"));
    expect(hit.status).toBe(200);
    expect(reasons).toEqual(["Wrong unit – ward 4 called", "Wrong unit – ward 4 called"]);
    expect(bench.reached.at(-1)?.headers).not.toHaveProperty("x-console-reason");
  });

  it.each([
    ["too long", "x".repeat(501)],
    ["not decodable", "%E0%A4%A"],
  ])("refuses the change when it is %s", async (_, reason) => {
    const before = bench.reached.length;
    const { hit, reasons } = await reasonOf(reason);
    expect(problemOf(hit)).toMatchObject({ code: "INVALID_ARGUMENT", hop: "console" });
    expect(reasons).toEqual([""]);
    expect(bench.reached).toHaveLength(before);
  });
});

describe("headers on every answer", () => {
  it.each([
    ["data", () => bench.send({ path: `${PATIENT}/1`, cookie: as("admin") })],
    ["refusals", () => bench.send({ path: `${PATIENT}/1` })],
    ["unknown addresses", () => bench.send({ path: "/api/nothing" })],
    ["questions", () => bench.send({ path: "/api/console/session", cookie: as("admin") })],
    ["sign-in", () => bench.send({ path: "/api/auth/csrf" })],
    ["redirects", () => bench.send({ path: "/api/auth/signin" })],
    ["pages", () => bench.send({ path: "/" })],
    ["broken targets", () => bench.send({ path: "/x#y" })],
  ])("%s", async (_, shot) => {
    const { headers } = await shot();
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
    });
    expect(headers["permissions-policy"]).toContain("camera=()");
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'/);
    expect(headers["content-security-policy"]).not.toContain("unsafe-eval' ");
    expect(headers["x-powered-by"]).toBeUndefined();
    expect(headers["x-request-id"]).toMatch(/^[\w-]{36}$/);
  });

  it("give every page a nonce of its own and take none from outside", async () => {
    const first = await bench.send({
      path: "/",
      headers: { "x-nonce": "mine", "content-security-policy": "script-src *" },
    });
    const second = await bench.send({ path: "/" });
    const nonce = /nonce (\S+)/.exec(first.text)?.[1] ?? "";
    expect(first.headers["content-security-policy"]).toContain(`'nonce-${nonce}'`);
    expect(nonce).not.toBe("mine");
    expect(second.text).not.toBe(first.text);
  });
});
