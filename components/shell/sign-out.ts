import { z } from "zod";

const csrfSchema = z.object({ csrfToken: z.string() });

/**
 * Ends the session at next-auth's door, then loads the sign-in page afresh so that nothing stays in memory.
 * Answers false when the server did not end it: the person is then still signed in and must know.
 */
export async function signOut(): Promise<boolean> {
  try {
    const answer = await fetch("/api/auth/csrf", { credentials: "same-origin", cache: "no-store" });
    const { csrfToken } = csrfSchema.parse(await answer.json());
    const ended = await fetch("/api/auth/signout", {
      method: "POST",
      credentials: "same-origin",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ csrfToken, json: "true" }),
    });
    if (!ended.ok) return false;
  } catch {
    return false;
  }
  window.location.assign("/sign-in");
  return true;
}
