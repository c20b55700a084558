/** A scripted OpenID Provider for tests of what must not work: it answers the token endpoint with whatever it is told. */
import { createHmac, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export type Claims = Readonly<Record<string, unknown>>;

export interface IdTokenPlan {
  /** Claims that replace the right ones; undefined removes one. */
  readonly claims?: Claims;
  readonly alg?: "RS256" | "none" | "HS256" | "other-key" | "unknown-kid";
}

export interface TestIdentityProvider {
  readonly issuer: string;
  /** Form bodies that reached the token endpoint. */
  readonly grants: readonly URLSearchParams[];
  /** What the next sign-in's id token says; `nonce` is the one that the console asked for. */
  plan(next: (nonce: string) => IdTokenPlan): void;
  /** Status of the discovery document and of the token endpoint, 200 by default. */
  fail(status: { readonly discovery?: number; readonly token?: number }): void;
  /** Reads what the console asked for and returns the callback's query. */
  authorize(url: string): URLSearchParams;
  close(): Promise<void>;
}

export const CLIENT_ID = "careplane";

export async function startTestIdentityProvider(): Promise<TestIdentityProvider> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const otherKey = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const grants: URLSearchParams[] = [];
  let planned: (nonce: string) => IdTokenPlan = () => ({});
  let nonce = "";
  let failing: { discovery?: number; token?: number } = {};
  let issuer = "";

  const idToken = ({ claims = {}, alg = "RS256" }: IdTokenPlan): string => {
    const now = Math.floor(Date.now() / 1000);
    const right = { iss: issuer, aud: CLIENT_ID, sub: "ana", name: "Ana", nonce, iat: now, exp: now + 300 };
    const kid = alg === "unknown-kid" ? "other" : "key-1";
    const header = { alg: alg === "none" || alg === "HS256" ? alg : "RS256", kid, typ: "JWT" };
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    const signed = `${encode(header)}.${encode({ ...right, ...claims })}`;
    const publicPem = publicKey.export({ type: "spki", format: "pem" });
    if (alg === "none") return `${signed}.`;
    if (alg === "HS256") return `${signed}.${createHmac("sha256", publicPem).update(signed).digest("base64url")}`;
    return `${signed}.${sign("sha256", Buffer.from(signed), alg === "other-key" ? otherKey : privateKey).toString("base64url")}`;
  };

  const answers: Readonly<Record<string, (body: string) => [number, object]>> = {
    "/.well-known/openid-configuration": () => [
      failing.discovery ?? 200,
      {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        id_token_signing_alg_values_supported: ["RS256"],
      },
    ],
    "/jwks": () => [
      200,
      { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "key-1", alg: "RS256", use: "sig" }] },
    ],
    "/token": (body) => {
      grants.push(new URLSearchParams(body));
      const tokens = {
        access_token: `access-${randomUUID()}`,
        refresh_token: `refresh-${grants.length}`,
        token_type: "Bearer",
        expires_in: 3600,
      };
      return failing.token
        ? [failing.token, { error: "invalid_grant" }]
        : [200, { ...tokens, id_token: idToken(planned(nonce)) }];
    },
  };
  const server = http.createServer((request, response) => {
    void text(request).then((body) => {
      const [status, answer] = answers[request.url ?? ""]?.(body) ?? [404, {}];
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
      return undefined;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    issuer,
    grants,
    plan: (next) => {
      planned = next;
    },
    fail: (status) => {
      failing = status;
    },
    authorize: (url) => {
      const asked = new URL(url).searchParams;
      nonce = asked.get("nonce") ?? "";
      return new URLSearchParams({ code: "code-1", state: asked.get("state") ?? "" });
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
