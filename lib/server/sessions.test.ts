import { randomBytes } from "node:crypto";
import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { consoleSessionSchema } from "#lib/contract/console/session.ts";
import { ABSOLUTE_MS, IDLE_MS } from "./sessions.ts";
import { cookiesOf, startTestConsole, type TestConsole } from "./test-console.ts";
import { TEST_DATABASES } from "./test-databases.ts";

describe.each(TEST_DATABASES)("sessions on $kind", ({ newUrl }) => {
  let bench: TestConsole;
  let now = Date.now();

  beforeAll(async () => {
    const url = await newUrl();
    bench = await startTestConsole({ now: () => now, ...(url ? { environment: { DATABASE_URL: url } } : {}) });
  });
  afterAll(() => bench.close());

  const ask = (cookie: string | undefined) => bench.send({ path: "/api/console/session", cookie });
  const sessionPart = (cookie: string): string =>
    cookie.split("; ").find((part) => part.startsWith("careplane-session=")) ?? "";

  it("tell who is asking", async () => {
    const hit = await ask(await bench.signIn("demo-steward"));
    const session = consoleSessionSchema.parse(JSON.parse(hit.text));
    expect(session.user).toEqual({ sub: "demo-steward", name: "Demo steward", roles: ["steward"] });
    expect(session.permissions).toContain("healthcare.fhirStores.searchResources");
    expect(session.permissions).not.toContain("healthcare.datasets.delete");
  });

  it("live in one small HttpOnly cookie that holds a new id each time", async () => {
    const csrf = await bench.send({ path: "/api/auth/csrf" });
    const { csrfToken } = JSON.parse(csrf.text) as { csrfToken: string };
    const signIn = () =>
      bench.send({
        method: "POST",
        path: "/api/auth/callback/demo",
        cookie: cookiesOf(csrf),
        headers: { origin: bench.origin, "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ csrfToken, person: "demo-admin", json: "true" }).toString(),
      });
    const [first, second] = [await signIn(), await signIn()];
    const header = first.headers["set-cookie"]?.find((cookie) => cookie.startsWith("careplane-session=")) ?? "";
    expect(header).toMatch(/; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
    expect(header).not.toMatch(/domain/i);
    expect(header.length).toBeLessThan(1000);
    expect(sessionPart(cookiesOf(first))).not.toBe(sessionPart(cookiesOf(second)));
  });

  it.each([
    ["nobody", {}],
    ["an unknown person", { person: "demo-root" }],
    ["a person of the prototype", { person: "__proto__" }],
    ["no csrf token", { person: "demo-admin", csrfToken: "x" }],
  ])("are not given to %s", async (_, fields) => {
    const csrf = await bench.send({ path: "/api/auth/csrf" });
    const { csrfToken } = JSON.parse(csrf.text) as { csrfToken: string };
    const hit = await bench.send({
      method: "POST",
      path: "/api/auth/callback/demo",
      cookie: cookiesOf(csrf),
      headers: { origin: bench.origin, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ csrfToken, json: "true", ...fields }).toString(),
    });
    expect(cookiesOf(hit)).not.toContain("careplane-session=");
  });

  it("are not given to a page of another site", async () => {
    const hit = await bench.send({
      method: "POST",
      path: "/api/auth/callback/demo",
      headers: { origin: "https://evil.example", "content-type": "application/x-www-form-urlencoded" },
      body: "person=demo-admin",
    });
    expect(hit.status).toBe(403);
  });

  it("open with nothing but the cookie as it was given", async () => {
    const good = sessionPart(await bench.signIn("demo-admin"));
    const value = good.slice("careplane-session=".length);
    const { secret } = bench.runtime.config;
    const forged = async (claims: Record<string, unknown>, key = secret, salt = "") =>
      `careplane-session=${await encode({ token: claims, secret: key, salt })}`;
    const id = randomBytes(32).toString("base64url");
    const cases: Record<string, string | undefined> = {
      none: undefined,
      empty: "careplane-session=",
      garbage: "careplane-session=x.y.z",
      "one letter changed": `careplane-session=${value.slice(0, -2)}${value.endsWith("AA") ? "BB" : "AA"}`,
      "cut short": good.slice(0, -10),
      twice: `${good}; ${good}`,
      "another name": good.replace("careplane-session", "careplane-session2"),
      "another key": await forged({ sid: id, sub: "demo-admin" }, "another secret that is long enough....."),
      "our key, unknown id": await forged({ sid: id, sub: "demo-admin" }),
      "no id": await forged({ sub: "demo-admin", name: "Demo admin" }),
      "an empty token": await forged({}),
      "the cookie of an interrupted sign-in": await forged({ sid: id, sub: "demo-admin" }, secret, "careplane-state"),
      "an unsigned token": `careplane-session=${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from('{"sub":"demo-admin"}').toString("base64url")}.`,
    };
    expect((await ask(good)).status).toBe(200);
    for (const [what, cookie] of Object.entries(cases)) expect([what, (await ask(cookie)).status]).toEqual([what, 401]);
  });

  it("end for good at sign-out", async () => {
    const cookie = await bench.signIn("demo-admin");
    expect((await ask(cookie)).status).toBe(200);
    const csrf = await bench.send({ path: "/api/auth/csrf", cookie });
    const { csrfToken } = JSON.parse(csrf.text) as { csrfToken: string };
    const out = await bench.send({
      method: "POST",
      path: "/api/auth/signout",
      cookie,
      headers: { origin: bench.origin, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ csrfToken, json: "true" }).toString(),
    });
    expect(out.status).toBe(200);
    expect(out.headers["clear-site-data"]).toBe('"cache", "storage"');
    expect((await ask(cookie)).status).toBe(401);
    expect((await bench.send({ path: "/api/healthcare/v1/projects/p/locations", cookie })).status).toBe(401);
  });

  it("end after eight idle hours and after twelve busy ones", async () => {
    const idle = await bench.signIn("demo-admin");
    const busy = await bench.signIn("demo-admin");
    const start = now;
    expect((await ask(idle)).status).toBe(200);
    for (now = start; now < start + ABSOLUTE_MS - 60_000; now += IDLE_MS / 4)
      expect((await ask(busy)).status).toBe(200);
    expect((await ask(idle)).status).toBe(401);
    now = start + ABSOLUTE_MS;
    expect((await ask(busy)).status).toBe(401);
  });

  it("answer 503 and no data when the database is gone", async () => {
    const cookie = await bench.signIn("demo-admin");
    await bench.runtime.database.connection.query("ALTER TABLE sessions RENAME TO sessions_away", []);
    now += 5000;
    const hits = [await ask(cookie), await bench.send({ path: "/api/healthcare/v1/projects/p/locations", cookie })];
    await bench.runtime.database.connection.query("ALTER TABLE sessions_away RENAME TO sessions", []);
    for (const hit of hits) {
      expect(hit.status).toBeGreaterThanOrEqual(500);
      expect(hit.text).not.toContain("canary");
    }
  });
});
