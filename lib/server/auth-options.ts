import type { Account, AuthOptions, CookieOption, Profile } from "next-auth";
import { z } from "zod";
import { isRole, type Role } from "#lib/contract/roles.ts";
import type { CredentialMode, OidcSignIn } from "./config.ts";
import { DEMO_ISSUER, DEMO_PEOPLE } from "./demo-people.ts";
import { log } from "./log.ts";
import type { Runtime } from "./runtime.ts";
import { sessionCookieName } from "./session-cookie.ts";
import { ABSOLUTE_MS, type Person } from "./sessions.ts";

type Provider = AuthOptions["providers"][number];

const CLOCK_SKEW_MS = 60_000;

const profileSchema = z.object({
  iss: z.string(),
  sub: z.string().min(1),
  /** Seconds since 1970; openid-client checks expiry and age, but not that a token comes from the future. */
  iat: z.number().refine((issued) => issued * 1000 < Date.now() + CLOCK_SKEW_MS),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
});

/**
 * next-auth's settings: who may sign in, and what the cookie holds, which is a session id and the subject and nothing else.
 * @param request isSecure is true behind https: cookies then carry the `__Host-` prefix
 */
export function authOptions(runtime: Runtime, request: { isSecure: boolean; requestId: string }): AuthOptions {
  const { signIn, secret, api } = runtime.config;
  const { isSecure, requestId } = request;
  return {
    providers: [signIn.mode === "demo" ? demoProvider() : oidcProvider(signIn, api.credentials)],
    secret,
    session: { strategy: "jwt", maxAge: ABSOLUTE_MS / 1000 },
    useSecureCookies: isSecure,
    cookies: cookies(isSecure),
    pages: { signIn: "/sign-in", error: "/sign-in" },
    callbacks: {
      // Runs once, at sign-in: the session action of next-auth, which would call it again, is not served (auth-door.ts).
      jwt: async ({ token, account, profile }) => {
        if (!account) throw new Error("Sessions are not renewed");
        const person = toPerson(account, profile, signIn);
        const sealedTokens = runtime.config.api.credentials === "user" ? runtime.tokens.seal(account) : undefined;
        await recordSignIn(runtime, person, requestId);
        const sid = await runtime.sessions.start(person, sealedTokens);
        return { sid, sub: person.subject, jti: token.jti };
      },
    },
    // Codes only: next-auth's details may hold tokens and profiles.
    logger: {
      error: (code) => {
        log.warn("sign-in.failed", { code });
      },
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

function demoProvider(): Provider {
  return {
    id: "demo",
    name: "Demo people",
    type: "credentials",
    credentials: {},
    authorize: (credentials) => {
      const person = DEMO_PEOPLE.find(({ id }) => id === credentials?.["person"]);
      return person ? { id: person.id, name: person.name } : null;
    },
  };
}

function oidcProvider(signIn: OidcSignIn, credentials: CredentialMode): Provider {
  return {
    id: "oidc",
    name: signIn.providerName,
    type: "oauth",
    wellKnown: `${signIn.issuer}/.well-known/openid-configuration`,
    issuer: signIn.issuer,
    clientId: signIn.clientId,
    clientSecret: signIn.clientSecret,
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    // Google gives a refresh token only when asked this way.
    authorization: {
      params: { scope: signIn.scope, ...(credentials === "user" ? { access_type: "offline", prompt: "consent" } : {}) },
    },
    httpOptions: { timeout: 5000 },
    profile: (profile: { sub: string; name?: string }) => ({ id: profile.sub, name: profile.name ?? profile.sub }),
  };
}

function toPerson(account: Account, profile: Profile | undefined, signIn: Runtime["config"]["signIn"]): Person {
  if (signIn.mode === "demo") {
    const person = DEMO_PEOPLE.find(({ id }) => id === account.providerAccountId);
    if (!person) throw new Error("Unknown demo person");
    return {
      issuer: DEMO_ISSUER,
      subject: person.id,
      name: person.name,
      email: undefined,
      claimedRoles: [person.role],
    };
  }
  const claims = profileSchema.parse(profile);
  if (claims.iss.replace(/\/$/, "") !== signIn.issuer) throw new Error("The id token is of another issuer");
  return {
    issuer: signIn.issuer,
    subject: claims.sub,
    name: claims.name ?? claims.preferred_username ?? claims.sub,
    email: claims.email_verified === true ? claims.email?.toLowerCase() : undefined,
    claimedRoles: claimedRoles(profile, signIn.roleClaim),
  };
}

/** Role names in the configured claim, a string or a list; names we do not know give nothing. */
function claimedRoles(profile: Profile | undefined, claim: string | undefined): Role[] {
  const value: unknown = claim === undefined ? undefined : new Map(Object.entries(profile ?? {})).get(claim);
  return (Array.isArray(value) ? value : [value]).filter(isRole);
}

async function recordSignIn(runtime: Runtime, person: Person, requestId: string): Promise<void> {
  await runtime.audit.append({
    requestId,
    phase: "completed",
    issuer: person.issuer,
    subject: person.subject,
    name: person.name,
    roles: person.claimedRoles.join(","),
    action: "console.signIn",
    resource: "",
    status: 200,
    reason: "",
  });
}

/** next-auth's cookies under our names: HttpOnly, this host only, not sent by foreign sites except on the way back from sign-in. */
function cookies(isSecure: boolean): NonNullable<AuthOptions["cookies"]> {
  const cookie = (name: string, maxAge?: number): CookieOption => ({
    name: `${isSecure ? "__Host-" : ""}careplane-${name}`,
    options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure, ...(maxAge ? { maxAge } : {}) },
  });
  return {
    sessionToken: { ...cookie("session"), name: sessionCookieName(isSecure) },
    callbackUrl: cookie("callback-url"),
    csrfToken: cookie("csrf"),
    pkceCodeVerifier: cookie("pkce", 900),
    state: cookie("state", 900),
    nonce: cookie("nonce", 900),
  };
}
