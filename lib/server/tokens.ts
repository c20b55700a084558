import { and, eq, isNull, lt, or } from "drizzle-orm";
import type { Account } from "next-auth";
import { z } from "zod";
import type { Config, OidcSignIn } from "./config.ts";
import type { Database } from "./database.ts";
import { errorFields, log } from "./log.ts";
import { problem } from "./problems.ts";
import { sessions } from "./schema.ts";
import { createSeal } from "./seal.ts";
import type { Session } from "./sessions.ts";

/** A token is renewed when it has less than this left. */
const MARGIN_MS = 60_000;
const RENEWAL_MS = 15_000;
const PROVIDER_TIMEOUT_MS = 5000;
const MAX_CACHED = 10_000;

const tokensSchema = z.object({
  accessToken: z.string(),
  refreshToken: z.string().optional(),
  /** Milliseconds since 1970. */
  expiresAt: z.number(),
});
type Tokens = z.infer<typeof tokensSchema>;

const discoverySchema = z.object({ issuer: z.string(), token_endpoint: z.url() });
const grantSchema = z.object({
  access_token: z.string(),
  refresh_token: z.string().optional(),
  expires_in: z.number().default(3600),
});

export interface TokenStore {
  /** Encrypts the tokens of a fresh sign-in for the session's row. */
  seal(account: Account): string;
  /** The person's own access token, renewed when needed. Rejects with ProblemError when the provider refuses or is down. */
  accessToken(session: Session): Promise<string>;
}

/**
 * People's OAuth tokens (credential mode `user`). They are in the database, encrypted, and in this process's memory; never in a
 * browser. One process at a time renews a session's tokens, because providers that rotate refresh tokens punish a second use.
 */
export function createTokenStore(place: { database: Database; config: Config }): TokenStore {
  const { database, config } = place;
  const box = createSeal(config.secret, "oauth-tokens");
  const fresh = new Map<string, Tokens>();
  const renewing = new Map<string, Promise<Tokens>>();

  const renewOnce = (session: Session): Promise<Tokens> => {
    const running = renewing.get(session.idHash);
    if (running) return running;
    const started = currentTokens({ database, config, box }, session)
      .then((tokens) => {
        if (fresh.size >= MAX_CACHED) fresh.clear();
        fresh.set(session.idHash, tokens);
        return tokens;
      })
      .finally(() => renewing.delete(session.idHash));
    renewing.set(session.idHash, started);
    return started;
  };

  return {
    seal: (account) =>
      box.seal(
        JSON.stringify({
          accessToken: account.access_token ?? "",
          refreshToken: account.refresh_token,
          expiresAt: (account.expires_at ?? 0) * 1000,
        } satisfies Tokens),
      ),
    accessToken: async (session) => {
      const known = fresh.get(session.idHash);
      return (known && isFresh(known) ? known : await renewOnce(session)).accessToken;
    },
  };
}

type Place = { readonly database: Database; readonly config: Config; readonly box: ReturnType<typeof createSeal> };

async function currentTokens(place: Place, session: Session): Promise<Tokens> {
  const deadline = Date.now() + RENEWAL_MS;
  while (Date.now() < deadline) {
    const stored = await readTokens(place, session);
    if (isFresh(stored)) return stored;
    if (await claimRenewal(place.database, session)) return renew(place, session, stored);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw providerFailed("did not renew your access in time");
}

function isFresh(tokens: Tokens): boolean {
  return tokens.expiresAt - Date.now() > MARGIN_MS;
}

async function readTokens({ database, box }: Place, session: Session): Promise<Tokens> {
  const [row] = await database.state
    .select({ sealed: sessions.sealedTokens })
    .from(sessions)
    .where(and(eq(sessions.idHash, session.idHash), isNull(sessions.endedAt)));
  const text = row?.sealed ? box.unseal(row.sealed) : undefined;
  if (text === undefined) throw signInAgain();
  return tokensSchema.parse(JSON.parse(text));
}

/** Atomic in the database: of several processes one wins, and a process that died loses its claim after a while. */
async function claimRenewal(database: Database, session: Session): Promise<boolean> {
  const now = Date.now();
  const claimed = await database.state
    .update(sessions)
    .set({ renewalUntil: new Date(now + RENEWAL_MS) })
    .where(
      and(
        eq(sessions.idHash, session.idHash),
        isNull(sessions.endedAt),
        or(isNull(sessions.renewalUntil), lt(sessions.renewalUntil, new Date(now))),
      ),
    )
    .returning({ idHash: sessions.idHash });
  return claimed.length === 1;
}

async function renew({ database, config, box }: Place, session: Session, old: Tokens): Promise<Tokens> {
  if (config.signIn.mode !== "oidc" || old.refreshToken === undefined) throw signInAgain();
  const grant = await askProvider(config.signIn, old.refreshToken);
  const tokens: Tokens = {
    accessToken: grant.access_token,
    refreshToken: grant.refresh_token ?? old.refreshToken,
    expiresAt: Date.now() + grant.expires_in * 1000,
  };
  await database.state
    .update(sessions)
    .set({ sealedTokens: box.seal(JSON.stringify(tokens)), renewalUntil: null })
    .where(and(eq(sessions.idHash, session.idHash), isNull(sessions.endedAt)));
  return tokens;
}

async function askProvider(signIn: OidcSignIn, refreshToken: string): Promise<z.infer<typeof grantSchema>> {
  const common = { redirect: "error", signal: AbortSignal.timeout(PROVIDER_TIMEOUT_MS) } as const;
  let answer: Response;
  try {
    const found = await fetch(`${signIn.issuer}/.well-known/openid-configuration`, common);
    const discovery = discoverySchema.parse(await found.json());
    if (discovery.issuer.replace(/\/$/, "") !== signIn.issuer) throw new Error("Discovery names another issuer");
    answer = await fetch(discovery.token_endpoint, {
      ...common,
      method: "POST",
      body: new URLSearchParams({
        grant_type: "refresh_token",
        refresh_token: refreshToken,
        client_id: signIn.clientId,
        client_secret: signIn.clientSecret,
      }),
    });
  } catch (error) {
    log.warn("tokens.provider-down", errorFields(error));
    throw providerFailed("cannot be reached");
  }
  if (answer.status >= 500) throw providerFailed(`answered ${answer.status}`);
  if (!answer.ok) throw signInAgain();
  return grantSchema.parse(await answer.json());
}

function providerFailed(what: string): Error {
  return problem("UNAVAILABLE", `The sign-in provider ${what}. Try again in a moment.`, { hop: "identity-provider" });
}

function signInAgain(): Error {
  return problem("UNAUTHENTICATED", "Your access to Google has ended. Sign out and sign in again.", {
    hop: "identity-provider",
  });
}
