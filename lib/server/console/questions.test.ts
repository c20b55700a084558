import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { environmentListSchema } from "#lib/contract/console/environments.ts";
import { homeSchema } from "#lib/contract/console/recents.ts";
import { savedSearchListSchema, savedSearchSchema } from "#lib/contract/console/searches.ts";
import { signInOptionsSchema } from "#lib/contract/console/signin.ts";
import { problemEnvelopeSchema } from "#lib/contract/problem.ts";
import { startTestConsole, type Hit, type TestConsole } from "#lib/server/test-console.ts";
import { TEST_DATABASES } from "#lib/server/test-databases.ts";

const LOCATION = "projects/demo-hospital/locations/us-central1";
const STORE = `${LOCATION}/datasets/clinical-production/fhirStores/records`;
const AGAIN = `${STORE}-again`;
const SHARED = `${STORE}-shared`;
const HL7V2_STORE = `${LOCATION}/datasets/clinical-production/hl7V2Stores/feed`;

describe.each(TEST_DATABASES)("the console's questions on $kind", ({ newUrl }) => {
  let bench: TestConsole;
  let steward: string;
  let imaging: string;
  let admin: string;

  beforeAll(async () => {
    const url = await newUrl();
    bench = await startTestConsole(url ? { environment: { DATABASE_URL: url } } : {});
    [steward, imaging, admin] = [
      await bench.signIn("demo-steward"),
      await bench.signIn("demo-imaging"),
      await bench.signIn("demo-admin"),
    ];
  });
  afterAll(() => bench.close());

  const get = (path: string, cookie?: string) => bench.send({ path: `/api/console/${path}`, cookie });
  const put = (method: string, path: string, cookie: string | undefined, body: unknown) =>
    bench.write({
      method,
      path: `/api/console/${path}`,
      cookie,
      headers: { "content-type": "application/json" },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  const listed = async (store: string, cookie: string) =>
    savedSearchListSchema.parse(JSON.parse((await get(`searches?store=${store}`, cookie)).text)).searches;
  const codeOf = (hit: Hit) => problemEnvelopeSchema.parse(JSON.parse(hit.text)).error.problem.code;

  it("who may ask what", async () => {
    const search = { store: STORE, type: "Patient", query: "name=x" };
    const label = { name: `${LOCATION}/datasets/sandbox`, environment: "sandbox" };
    const recent = { name: STORE };
    const table: readonly [string, (cookie: string | undefined) => Promise<Hit>, readonly number[]][] = [
      // nobody, steward, imaging, admin
      ["health", (cookie) => get("health", cookie), [200, 200, 200, 200]],
      ["signin-options", (cookie) => get("signin-options", cookie), [200, 200, 200, 200]],
      ["session", (cookie) => get("session", cookie), [401, 200, 200, 200]],
      ["home", (cookie) => get("home", cookie), [401, 200, 200, 200]],
      ["recents", (cookie) => put("POST", "recents", cookie, recent), [401, 204, 204, 204]],
      ["searches", (cookie) => put("POST", "searches", cookie, search), [401, 200, 200, 200]],
      ["searches/{id}", (cookie) => get("searches/absent", cookie), [401, 404, 404, 404]],
      ["list searches", (cookie) => get(`searches?store=${STORE}`, cookie), [401, 200, 200, 200]],
      ["list HL7v2 searches", (cookie) => get(`searches?store=${HL7V2_STORE}`, cookie), [401, 200, 403, 200]],
      [
        "HL7v2 searches",
        (cookie) => put("POST", "searches", cookie, { store: HL7V2_STORE, type: "", query: 'messageType="ADT"' }),
        [401, 200, 403, 200],
      ],
      ["forget a search", (cookie) => put("DELETE", "searches/absent", cookie, ""), [401, 404, 404, 404]],
      ["environments", (cookie) => get("environments", cookie), [401, 200, 200, 200]],
      ["set environments", (cookie) => put("PUT", "environments", cookie, label), [401, 403, 403, 200]],
      ["fhir-definitions", (cookie) => get("fhir-definitions?type=Patient", cookie), [401, 200, 200, 200]],
      ["fhir-search-parameters", (cookie) => get("fhir-search-parameters?type=Patient", cookie), [401, 200, 200, 200]],
      [
        "operation-errors",
        (cookie) => get(`operation-errors?name=${LOCATION}/datasets/d/operations/1`, cookie),
        [401, 200, 200, 200],
      ],
      ["absent", (cookie) => get("absent", cookie), [404, 404, 404, 404]],
      ["wrong verb", (cookie) => put("PUT", "home", cookie, {}), [405, 405, 405, 405]],
    ];
    for (const [what, shot, expected] of table) {
      const statuses = [];
      for (const cookie of [undefined, steward, imaging, admin]) statuses.push((await shot(cookie)).status);
      expect([what, ...statuses]).toEqual([what, ...expected]);
    }
  });

  it("sign-in options name the three demo people", async () => {
    const options = signInOptionsSchema.parse(JSON.parse((await get("signin-options")).text));
    expect(options.mode === "demo" && options.people.map(({ role }) => role)).toEqual(["steward", "imaging", "admin"]);
  });

  it("a search comes back to whoever may search the store, and its text is sealed in the table", async () => {
    const query = "name:exact=Findme&birthdate=ge1970";
    const kept = await put("POST", "searches", steward, { store: STORE, type: "Patient", query });
    const { id } = savedSearchSchema.parse(JSON.parse(kept.text));
    expect(Buffer.from(id, "base64url").length).toBeGreaterThanOrEqual(16);
    expect(savedSearchSchema.parse(JSON.parse((await get(`searches/${id}`, admin)).text))).toMatchObject({
      store: STORE,
      query,
    });
    expect(JSON.stringify(await bench.runtime.database.connection.query("SELECT * FROM searches", []))).not.toContain(
      "Findme",
    );
  });

  it("a search that ran twice has one address and one place among the recent ones", async () => {
    const keep = async (query: string, cookie = steward) =>
      savedSearchSchema.parse(
        JSON.parse((await put("POST", "searches", cookie, { store: AGAIN, type: "Patient", query })).text),
      ).id;
    const first = await keep("name=a");
    const second = await keep("name=b");
    expect(await keep("name=a")).toBe(first);
    expect(await keep("name=a", admin)).not.toBe(first);
    expect((await listed(AGAIN, steward)).map(({ id }) => id)).toEqual([first, second]);
  });

  it("a named search is seen by the roles it is shared with, and changed by its owner alone", async () => {
    const kept = await put("POST", "searches", steward, { store: SHARED, type: "Patient", query: "name=Findme" });
    const { id } = savedSearchSchema.parse(JSON.parse(kept.text));
    await put("PUT", `searches/${id}`, steward, { name: "  Findme in ward 3 ", sharedWith: [] });
    expect(await listed(SHARED, imaging)).toEqual([]);
    await put("PUT", `searches/${id}`, steward, { name: "Findme in ward 3", sharedWith: ["imaging"] });
    const [seen] = await listed(SHARED, imaging);
    expect(seen).toMatchObject({
      id,
      name: "Findme in ward 3",
      query: "name=Findme",
      isOwn: false,
      sharedWith: ["imaging"],
    });
    expect(seen?.ownerName).not.toBe("");
    expect(await listed(SHARED, admin)).toEqual([]);

    expect(codeOf(await put("PUT", `searches/${id}`, imaging, { name: "x", sharedWith: [] }))).toBe(
      "PERMISSION_DENIED",
    );
    expect(codeOf(await put("DELETE", `searches/${id}`, admin, ""))).toBe("PERMISSION_DENIED");
    expect((await put("PUT", `searches/${id}/count`, imaging, { total: 7, isExact: true })).status).toBe(204);
    expect((await listed(SHARED, steward))[0]?.lastCount).toMatchObject({ total: 7, isExact: true });

    const table = await bench.runtime.database.connection.query("SELECT * FROM searches", []);
    expect(JSON.stringify(table)).not.toContain("Findme");
    expect((await put("DELETE", `searches/${id}`, steward, "")).status).toBe(204);
    expect((await get(`searches/${id}`, steward)).status).toBe(404);
  });

  it("recents are the person's own, newest first", async () => {
    await put("POST", "recents", steward, { name: `${LOCATION}/datasets/research` });
    await put("POST", "recents", steward, { name: STORE });
    const home = homeSchema.parse(JSON.parse((await get("home", steward)).text));
    expect(home.projects).toEqual(["demo-hospital"]);
    expect(home.recents.map(({ name }) => name)).toEqual([STORE, `${LOCATION}/datasets/research`]);
  });

  it("labels are set and cleared by admins", async () => {
    const name = "projects/other";
    const labels = async () =>
      environmentListSchema.parse(JSON.parse((await get("environments", imaging)).text)).environments;
    expect((await labels()).map(({ environment }) => environment)).toContain("production");
    await put("PUT", "environments", admin, { name, environment: "research" });
    expect(await labels()).toContainEqual({ name, environment: "research" });
    await put("PUT", "environments", admin, { name, environment: null });
    expect(await labels()).not.toContainEqual({ name, environment: "research" });
  });

  it.each([
    ["no JSON", "{", "INVALID_ARGUMENT"],
    ["no object", "[]", "INVALID_ARGUMENT"],
    ["a missing field", { store: STORE }, "INVALID_ARGUMENT"],
    ["a wrong type", { store: 1, type: "", query: "" }, "INVALID_ARGUMENT"],
    ["no store", { store: `${LOCATION}/datasets/d`, type: "", query: "" }, "INVALID_ARGUMENT"],
    ["a path trick", { store: `${STORE}/../x`, type: "", query: "" }, "INVALID_ARGUMENT"],
    ["a prototype", '{"__proto__":{"store":"x"}}', "INVALID_ARGUMENT"],
    ["too much", { store: STORE, type: "", query: "x".repeat(70_000) }, "PAYLOAD_TOO_LARGE"],
  ])("bad input, %s, is named", async (_, body, code) => {
    expect(codeOf(await put("POST", "searches", steward, body))).toBe(code);
  });

  it("a parameter given twice is refused", async () => {
    expect(codeOf(await get("fhir-definitions?type=Patient&type=Observation", steward))).toBe("INVALID_ARGUMENT");
    expect(codeOf(await get("fhir-definitions?type=Nothing", steward))).toBe("NOT_FOUND");
  });

  it("only published definitions may be kept by the browser", async () => {
    expect((await get("fhir-definitions?type=Patient", steward)).headers["cache-control"]).toBe(
      "private, max-age=86400",
    );
    expect((await get("home", steward)).headers["cache-control"]).toBe("no-store");
  });

  it("are on record, with what they ask about", async () => {
    const hit = await get(`operation-errors?name=${LOCATION}/datasets/d/operations/77`, admin);
    const rows = (await bench.auditRows()).filter(({ requestId }) => requestId === hit.headers["x-request-id"]);
    expect(rows).toMatchObject([
      { action: "console.operation-errors.get", resource: `${LOCATION}/datasets/d/operations/77`, status: 200 },
    ]);
    expect(bench.reached.at(-1)?.target).toBe(`/__emulator/v1/${LOCATION}/datasets/d/operations/77/errors`);
  });
});
