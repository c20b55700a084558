import { z } from "zod";

const csrfSchema = z.object({ csrfToken: z.string() });

/** Ends the session at next-auth's door, then loads the sign-in page afresh so that nothing stays in memory. */
export async function signOut(): Promise<void> {
  const answer = await fetch("/api/auth/csrf", { credentials: "same-origin", cache: "no-store" });
  const { csrfToken } = csrfSchema.parse(await answer.json());
  await fetch("/api/auth/signout", {
    method: "POST",
    credentials: "same-origin",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, json: "true" }),
  });
  window.location.assign("/sign-in");
}
