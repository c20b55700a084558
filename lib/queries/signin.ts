import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { ProblemError } from "#lib/contract/problem.ts";
import { signInOptionsSchema } from "#lib/contract/console/signin.ts";
import { askConsole } from "./gateway.ts";

/** How people sign in to this console. */
export const signInQueries = {
  options: () =>
    queryOptions({
      queryKey: ["signin-options"],
      queryFn: ({ signal }) => askConsole("signin-options", signInOptionsSchema, { signal }),
    }),
};

const csrfSchema = z.object({ csrfToken: z.string() });
const answerSchema = z.object({ url: z.string() });

/** A person of the demo hospital by id, or the configured OpenID Provider. */
export type SignInChoice = { readonly with: "demo"; readonly person: string } | { readonly with: "oidc" };

/**
 * Speaks to next-auth's doors and answers with the address to go to (lib/contract/console/signin.ts).
 * Rejects with ProblemError when the door refuses.
 */
export async function signIn(choice: SignInChoice, returnTo: string): Promise<string> {
  const csrfToken = csrfSchema.parse(await (await ask("/api/auth/csrf")).json()).csrfToken;
  const form = new URLSearchParams({ csrfToken, callbackUrl: returnTo, json: "true" });
  if (choice.with === "demo") form.set("person", choice.person);
  const door = choice.with === "demo" ? "/api/auth/callback/demo" : "/api/auth/signin/oidc";
  return answerSchema.parse(await (await ask(door, form)).json()).url;
}

async function ask(path: string, form?: URLSearchParams): Promise<Response> {
  const response = await fetch(path, {
    credentials: "same-origin",
    cache: "no-store",
    ...(form ? { method: "POST", body: form } : {}),
  });
  if (response.ok) return response;
  throw new ProblemError({
    code: response.status === 401 ? "UNAUTHENTICATED" : "UNAVAILABLE",
    status: response.status,
    hop: "identity-provider",
    message: `Signing in was refused with status ${response.status}. Try again, or ask an admin to check the console's sign-in settings.`,
  });
}
