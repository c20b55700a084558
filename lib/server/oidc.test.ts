import http from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { consoleSessionSchema } from "#lib/contract/console/session.ts";
import { createTokenStore } from "./tokens.ts";
import { cookiesOf, shoot, startTestConsole, type Hit, type TestConsole } from "./test-console.ts";
import {
  CLIENT_ID,
  startTestIdentityProvider,
  type IdTokenPlan,
  type TestIdentityProvider,
} from "./test-identity-provider.ts";

const settingsFor = (issuer: string, more: Record<string, string> = {}) => ({
  environment: {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: CLIENT_ID,
    OIDC_CLIENT_SECRET: "a client secret for the test",
    OIDC_ROLE_CLAIM: "careplane_roles",
    CONSOLE_ROLES: '{"by-subject":"imaging","verified@example.org":"steward"}',
    ...more,
  },
});

/** Presses the sign-in button: the provider's address and the cookies that bind the attempt to this browser. */
async function begin(bench: TestConsole): Promise<{ url: string; cookie: string; status: number }> {
  const csrf = await bench.send({ path: "/api/auth/csrf" });
  const { csrfToken } = JSON.parse(csrf.text) as { csrfToken: string };
  const answer = await bench.send({
    method: "POST",
    path: "/api/auth/signin/oidc",
    cookie: cookiesOf(csrf),
    headers: { origin: bench.origin, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, json: "true", callbackUrl: bench.origin }).toString(),
  });
  const { url = "" } = JSON.parse(answer.text) as { url?: string };
  return { url, cookie: [cookiesOf(csrf), cookiesOf(answer)].join("; "), status: answer.status };
}

const sessionIn = (hit: Hit): string | undefined =>
  cookiesOf(hit)
    .split("; ")
    .find((cookie) => /^careplane-session=./.test(cookie));

describe("sign-in with a real OpenID Provider", () => {
  let provider: http.Server;
  let bench: TestConsole;
  let account = "by-subject";

  beforeAll(async () => {
    provider = http.createServer();
    await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
    const issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
    bench = await startTestConsole(settingsFor(issuer));
    const oidc = createProvider(issuer, bench.origin);
    provider.on("request", (request, response) => {
      if (!request.url?.startsWith("/interaction/")) {
        void oidc.callback()(request, response);
        return;
      }
      void oidc.interactionFinished(
        request,
        response,
        { login: { accountId: account } },
        { mergeWithLastSubmission: false },
      );
    });
  });
  afterAll(async () => {
    await bench.close();
    provider.closeAllConnections();
    await new Promise((resolve) => provider.close(resolve));
  });

  async function signInAs(person: string): Promise<Hit> {
    account = person;
    const { url, cookie } = await begin(bench);
    const atProvider = new Map<string, string>();
    let next = url;
    for (let hop = 0; hop < 8; hop += 1) {
      const { origin, pathname, search } = new URL(next);
      const isBack = origin === bench.origin;
      const jar = isBack ? cookie : [...atProvider].map(([name, value]) => `${name}=${value}`).join("; ");
      const hit = await shoot(origin, { path: `${pathname}${search}`, cookie: jar });
      if (isBack) return hit;
      for (const pair of cookiesOf(hit).split("; ")) {
        const equals = pair.indexOf("=");
        if (equals > 0) atProvider.set(pair.slice(0, equals), pair.slice(equals + 1));
      }
      next = new URL(hit.headers.location ?? "", next).href;
    }
    throw new Error("The provider never came back");
  }

  it("sends code, PKCE, state and nonce", async () => {
    const asked = new URL((await begin(bench)).url).searchParams;
    expect(asked.get("response_type")).toBe("code");
    expect(asked.get("code_challenge_method")).toBe("S256");
    for (const name of ["code_challenge", "state", "nonce"]) expect(asked.get(name)?.length).toBeGreaterThan(20);
    expect(asked.get("redirect_uri")).toBe(`${bench.origin}/api/auth/callback/oidc`);
  });

  it.each([
    ["by-subject", ["imaging"]],
    ["by-claim", ["admin"]],
    ["by-address", ["steward"]],
    ["by-unverified-address", []],
    ["by-strange-claim", []],
  ])("gives %s the roles %j", async (person, roles) => {
    const hit = await signInAs(person);
    expect(hit.status).toBe(302);
    expect(hit.headers.location).toBe(bench.origin);
    const cookie = sessionIn(hit);
    const session = consoleSessionSchema.parse(
      JSON.parse((await bench.send({ path: "/api/console/session", cookie })).text),
    );
    expect(session.user).toMatchObject({ sub: person, roles });
    const read = await bench.send({ path: "/api/healthcare/v1/projects/p/locations", cookie });
    expect(read.status).toBe(roles.length > 0 ? 200 : 403);
    const own = await bench.write({
      path: "/api/healthcare/v1/projects/p/locations/l/datasets/d:testIamPermissions",
      cookie,
    });
    expect(own.status).toBe(roles.length > 0 ? 200 : 403);
  });

  it("is on record by issuer and subject", async () => {
    await signInAs("by-subject");
    const row = (await bench.auditRows()).findLast(({ action }) => action === "console.signIn");
    expect(row).toMatchObject({
      subject: "by-subject",
      issuer: bench.runtime.config.signIn.mode === "oidc" && bench.runtime.config.signIn.issuer,
    });
  });
});

describe("sign-in that must fail", () => {
  let provider: TestIdentityProvider;
  let bench: TestConsole;

  beforeAll(async () => {
    provider = await startTestIdentityProvider();
    bench = await startTestConsole(settingsFor(provider.issuer));
  });
  afterAll(async () => {
    await bench.close();
    await provider.close();
  });
  beforeEach(() => {
    provider.plan(() => ({}));
    provider.fail({});
  });

  async function finish(
    change: (query: URLSearchParams, cookie: string) => string = (_, cookie) => cookie,
  ): Promise<Hit> {
    const { url, cookie } = await begin(bench);
    const query = provider.authorize(url);
    const sent = change(query, cookie);
    return bench.send({ path: `/api/auth/callback/oidc?${query}`, cookie: sent });
  }
  const without = (cookie: string, name: string): string =>
    cookie
      .split("; ")
      .filter((pair) => !pair.startsWith(`${name}=`))
      .join("; ");

  it("works when nothing is wrong", async () => {
    expect(sessionIn(await finish())).toBeDefined();
  });

  const now = Math.floor(Date.now() / 1000);
  it.each<[string, IdTokenPlan]>([
    ["alg none", { alg: "none" }],
    ["HS256 with the public key", { alg: "HS256" }],
    ["another key", { alg: "other-key" }],
    ["an unknown key id", { alg: "unknown-kid" }],
    ["another issuer", { claims: { iss: "https://evil.example" } }],
    ["an issuer with ours as prefix", { claims: { iss: "ISSUER.evil.example" } }],
    ["no issuer", { claims: { iss: undefined } }],
    ["another audience", { claims: { aud: "other" } }],
    ["two audiences and no azp", { claims: { aud: [CLIENT_ID, "other"] } }],
    ["two audiences and another azp", { claims: { aud: [CLIENT_ID, "other"], azp: "other" } }],
    ["another nonce", { claims: { nonce: "other" } }],
    ["no nonce", { claims: { nonce: undefined } }],
    ["an expired token", { claims: { iat: now - 900, exp: now - 600 } }],
    ["no expiry", { claims: { exp: undefined } }],
    ["a token from the future", { claims: { iat: now + 900, exp: now + 1800 } }],
    ["not yet valid", { claims: { nbf: now + 900 } }],
    ["no subject", { claims: { sub: undefined } }],
    ["an empty subject", { claims: { sub: "" } }],
    ["a subject that is no text", { claims: { sub: { $ne: "" } } }],
  ])("an id token with %s", async (_, plan) => {
    const claims = Object.fromEntries(
      Object.entries(plan.claims ?? {}).map(([name, value]) => [
        name,
        typeof value === "string" ? value.replace("ISSUER", provider.issuer) : value,
      ]),
    );
    provider.plan(() => ({ ...plan, claims }));
    const hit = await finish();
    expect(sessionIn(hit)).toBeUndefined();
    expect(hit.headers.location).toMatch(/error=|\/api\/auth\/(signin|error)/);
  });

  it.each<[string, (query: URLSearchParams, cookie: string) => string]>([
    ["another state", (query, cookie) => (query.set("state", "other"), cookie)],
    ["no state", (query, cookie) => (query.delete("state"), cookie)],
    ["no code", (query, cookie) => (query.delete("code"), cookie)],
    ["an error from the provider", (query, cookie) => (query.set("error", "access_denied"), cookie)],
    ["no state cookie", (_, cookie) => without(cookie, "careplane-state")],
    ["no PKCE cookie", (_, cookie) => without(cookie, "careplane-pkce")],
    ["no nonce cookie", (_, cookie) => without(cookie, "careplane-nonce")],
    ["another browser", () => ""],
  ])("a return with %s", async (_, change) => {
    expect(sessionIn(await finish(change))).toBeUndefined();
  });

  it("an interrupted sign-in leaves nothing that opens the console", async () => {
    const { cookie } = await begin(bench);
    for (const pair of cookie.split("; ")) {
      const asSession = `careplane-session=${pair.slice(pair.indexOf("=") + 1)}`;
      expect((await bench.send({ path: "/api/console/session", cookie: asSession })).status).toBe(401);
    }
  });

  it.each([{ discovery: 500 }, { discovery: 404 }, { token: 500 }, { token: 400 }])(
    "a provider that answers %j",
    async (status) => {
      const started = Date.now();
      provider.fail(status);
      const hit = await finish();
      expect(sessionIn(hit)).toBeUndefined();
      expect((await bench.send({ path: "/api/console/session", cookie: cookiesOf(hit) })).status).toBe(401);
      expect(Date.now() - started).toBeLessThan(5000);
    },
  );

  describe("people's own tokens", () => {
    const account = (expiresAt: number) => ({
      provider: "oidc",
      type: "oauth" as const,
      providerAccountId: "ana",
      access_token: "access-canary",
      refresh_token: "refresh-canary",
      expires_at: expiresAt,
    });
    async function start(expiresAt: number) {
      const { database, config, sessions } = bench.runtime;
      const tokens = createTokenStore({ database, config });
      const person = { issuer: provider.issuer, subject: "ana", name: "Ana", email: undefined, claimedRoles: [] };
      const id = await sessions.start(person, tokens.seal(account(expiresAt)));
      const session = await sessions.read(id);
      if (!session) throw new Error("no session");
      return { tokens, session, id };
    }

    it("are sealed in the table and used while fresh", async () => {
      const { tokens, session } = await start(now + 3600);
      expect(await tokens.accessToken(session)).toBe("access-canary");
      const rows = JSON.stringify(await bench.runtime.database.connection.query("SELECT * FROM sessions", []));
      expect(rows).not.toContain("canary");
    });

    it("are renewed once, however many ask, in however many processes", async () => {
      const { tokens, session } = await start(now - 10);
      const { database, config } = bench.runtime;
      const other = createTokenStore({ database, config });
      const before = provider.grants.length;
      const got = await Promise.all(
        Array.from({ length: 20 }, (_, index) => (index % 2 ? tokens : other).accessToken(session)),
      );
      expect(new Set(got).size).toBe(1);
      expect(provider.grants.length).toBe(before + 1);
      expect(provider.grants.at(-1)?.get("refresh_token")).toBe("refresh-canary");
    });

    it("end with the provider's refusal or with sign-out", async () => {
      const { tokens, session, id } = await start(now - 10);
      provider.fail({ token: 400 });
      await expect(tokens.accessToken(session)).rejects.toMatchObject({
        problem: { code: "UNAUTHENTICATED", hop: "identity-provider" },
      });
      await bench.runtime.sessions.end(id);
      provider.fail({});
      const stored = await bench.runtime.database.connection.query(
        "SELECT sealed_tokens FROM sessions WHERE id_hash = $1",
        [session.idHash],
      );
      expect(stored).toEqual([[null]]);
      await expect(tokens.accessToken(session)).rejects.toMatchObject({ problem: { code: "UNAUTHENTICATED" } });
    });
  });
});

/** Five people; consent is given beforehand and sign-in is one redirect. */
function createProvider(issuer: string, consoleOrigin: string): Provider {
  const people: Readonly<Record<string, Record<string, unknown>>> = {
    "by-subject": {},
    "by-claim": { careplane_roles: ["admin", "unknown"] },
    "by-address": { email: "Verified@example.org", email_verified: true },
    "by-unverified-address": { email: "verified@example.org", email_verified: false },
    "by-strange-claim": { careplane_roles: { admin: true } },
  };
  const provider: Provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT_ID,
        client_secret: "a client secret for the test",
        redirect_uris: [`${consoleOrigin}/api/auth/callback/oidc`],
      },
    ],
    cookies: { keys: ["a key for the test"] },
    claims: { openid: ["sub", "name", "careplane_roles", "email", "email_verified"], email: [], profile: [] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    pkce: { required: () => true },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, name: `Name of ${sub}`, ...people[sub] }) }),
    loadExistingGrant: async (context) => {
      const { oidc } = context;
      const grant = new provider.Grant({
        clientId: oidc.client?.clientId ?? "",
        accountId: oidc.session?.accountId ?? "",
      });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  return provider;
}
