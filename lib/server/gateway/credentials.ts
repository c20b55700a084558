import { GoogleAuth } from "google-auth-library";
import type { Config } from "#lib/server/config.ts";
import { errorFields, log } from "#lib/server/log.ts";
import { problem } from "#lib/server/problems.ts";
import type { Session } from "#lib/server/sessions.ts";
import type { TokenStore } from "#lib/server/tokens.ts";

/** The API, and the lists that it reads from Cloud Storage. */
const SCOPES = ["cloud-healthcare", "devstorage.read_write"].map((scope) => `https://www.googleapis.com/auth/${scope}`);

/** The headers that prove to the API who asks, names and values in a flat list; for the emulator none. */
export type Credentials = (session: Session) => Promise<readonly string[]>;

/** `user` sends the person's own token, so that Google's IAM is a second lock; `service-account` the machine's default credentials. */
export function createCredentials(api: Config["api"], tokens: TokenStore): Credentials {
  const quota = api.quotaProject === undefined ? [] : ["x-goog-user-project", api.quotaProject];
  if (api.credentials === "emulator") return () => Promise.resolve([]);
  if (api.credentials === "user") {
    return async (session) => [...quota, "authorization", `Bearer ${await tokens.accessToken(session)}`];
  }
  const auth = new GoogleAuth({ scopes: SCOPES });
  return async () => [...quota, "authorization", `Bearer ${await serviceToken(auth)}`];
}

async function serviceToken(auth: GoogleAuth): Promise<string> {
  try {
    const token = await auth.getAccessToken();
    if (token) return token;
  } catch (error) {
    log.error("credentials.failed", errorFields(error));
  }
  throw problem(
    "UNAVAILABLE",
    "The console has no credentials for Google (Application Default Credentials). Tell whoever runs this console.",
  );
}
