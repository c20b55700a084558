import type { SignInOptions } from "#lib/contract/console/signin.ts";
import { DEMO_PEOPLE } from "#lib/server/demo-people.ts";
import { problem } from "#lib/server/problems.ts";
import type { Runtime } from "#lib/server/runtime.ts";

/** The questions that need no session, by verb and path after /api/console/. They tell nothing about data or people. */
export const OPEN_QUESTIONS: ReadonlyMap<string, (runtime: Runtime) => Promise<object>> = new Map([
  ["GET health", askHealth],
  ["GET signin-options", askSignInOptions],
]);

/** For load balancers and start scripts: 200 while the console can read its own state. */
async function askHealth(runtime: Runtime): Promise<object> {
  try {
    await runtime.database.connection.query("SELECT 1", []);
  } catch {
    throw problem("UNAVAILABLE", "The console's database does not answer.");
  }
  return { status: "ok" };
}

function askSignInOptions({ config: { signIn } }: Runtime): Promise<SignInOptions> {
  return Promise.resolve(
    signIn.mode === "demo"
      ? { mode: "demo", people: [...DEMO_PEOPLE] }
      : { mode: "oidc", providerName: signIn.providerName },
  );
}
