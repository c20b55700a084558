import { hash } from "node:crypto";
import { decode } from "next-auth/jwt";
import { z } from "zod";
import type { Session, Sessions } from "./sessions.ts";

const claimsSchema = z.object({ sid: z.string().min(32), sub: z.string().min(1) });
const MAX_CACHED = 10_000;
const TRUST_DECODED_MS = 60_000;

interface Decoded {
  readonly sid: string;
  readonly sub: string;
  readonly decodedAt: number;
}

export interface SessionCookie {
  readonly name: string;
  /** The live session of a Cookie header, or undefined when there is none, it is expired, forged, signed out or not ours. */
  read(cookieHeader: string | undefined): Promise<Session | undefined>;
  /** The session id inside the cookie, live or not; for sign-out. */
  readId(cookieHeader: string | undefined): Promise<string | undefined>;
}

/**
 * Reads next-auth's encrypted session cookie. Only the cookie counts: next-auth's own getToken() would also take a bearer token.
 * Decrypting costs more than all other guards together, so what a cookie decrypted to is kept for a minute by the cookie's hash.
 */
export function createSessionCookie(place: { secret: string; sessions: Sessions; name: string }): SessionCookie {
  const decoded = new Map<string, Decoded>();

  const decodeCookie = async (cookieHeader: string | undefined): Promise<Decoded | undefined> => {
    const token = cookieHeader === undefined ? undefined : readCookie(cookieHeader, place.name);
    if (token === undefined) return undefined;
    const key = hash("sha256", token, "base64url");
    const known = decoded.get(key);
    if (known && Date.now() - known.decodedAt < TRUST_DECODED_MS) return known;
    const claims = await decrypt(token, place.secret);
    if (!claims) return undefined;
    if (decoded.size >= MAX_CACHED) decoded.clear();
    const fresh = { ...claims, decodedAt: Date.now() };
    decoded.set(key, fresh);
    return fresh;
  };

  return {
    name: place.name,
    read: async (cookieHeader) => {
      const claims = await decodeCookie(cookieHeader);
      if (!claims) return undefined;
      const session = await place.sessions.read(claims.sid);
      return session?.subject === claims.sub ? session : undefined;
    },
    readId: async (cookieHeader) => (await decodeCookie(cookieHeader))?.sid,
  };
}

/** `__Host-` binds the cookie to this host and to https (RFC 6265bis §4.1.3.2); browsers refuse the prefix on plain http. */
export function sessionCookieName(isSecure: boolean): string {
  return `${isSecure ? "__Host-" : ""}careplane-session`;
}

/** The value of the one cookie with that name; two of them are an attempt to confuse and count as none. */
function readCookie(header: string, name: string): string | undefined {
  let found: string | undefined;
  for (const part of header.split(";")) {
    const equals = part.indexOf("=");
    if (equals < 0 || part.slice(0, equals).trim() !== name) continue;
    if (found !== undefined) return undefined;
    found = part.slice(equals + 1).trim();
  }
  return found === "" ? undefined : found;
}

async function decrypt(token: string, secret: string): Promise<z.infer<typeof claimsSchema> | undefined> {
  try {
    const claims = claimsSchema.safeParse(await decode({ token, secret }));
    return claims.success ? claims.data : undefined;
  } catch {
    return undefined;
  }
}
