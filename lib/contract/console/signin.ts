import { z } from "zod";
import { ROLES } from "#lib/contract/roles.ts";

/**
 * GET /api/console/signin-options: how people sign in to this console. No session needed.
 *
 * To sign in, GET /api/auth/csrf → { csrfToken }, then POST as application/x-www-form-urlencoded with `json=true`:
 * demo person: /api/auth/callback/demo with csrfToken, person (its id), callbackUrl; provider: /api/auth/signin/oidc with csrfToken, callbackUrl.
 * The answer is { url }: go there with location.assign (a form would be stopped by form-action 'self' on the way to the provider).
 * A failure comes back to /sign-in?error=CODE. To sign out, POST csrfToken, callbackUrl, json=true to /api/auth/signout.
 */
export const signInOptionsSchema = z.discriminatedUnion("mode", [
  z.object({
    mode: z.literal("demo"),
    people: z.array(z.object({ id: z.string(), name: z.string(), role: z.enum(ROLES), description: z.string() })),
  }),
  z.object({ mode: z.literal("oidc"), providerName: z.string() }),
]);
export type SignInOptions = z.infer<typeof signInOptionsSchema>;
