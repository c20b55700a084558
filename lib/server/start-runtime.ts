import { openAuditLog } from "./audit.ts";
import type { Config } from "./config.ts";
import { openDatabase } from "./database.ts";
import { createEnvironmentLabels, labelSampleHospital } from "./environment-labels.ts";
import { createCredentials } from "./gateway/credentials.ts";
import { createUpstream } from "./gateway/upstream.ts";
import { watchDeidRuns, type DeidWatch } from "./deid/watch-runs.ts";
import type { Runtime } from "./runtime.ts";
import { createSessionCookie, sessionCookieName } from "./session-cookie.ts";
import { createSessions } from "./sessions.ts";
import { createTokenStore } from "./tokens.ts";

export interface RunningRuntime extends Runtime {
  readonly deidWatch: DeidWatch;
  /** Commits what waits, then lets go of the database. Call after the last request is answered. */
  close(): Promise<void>;
}

/**
 * Opens everything that the console's handlers share.
 * @param now milliseconds since 1970, for session limits; tests move it
 */
export async function startRuntime(config: Config, now: () => number = Date.now): Promise<RunningRuntime> {
  const database = await openDatabase(config);
  if (config.api.credentials === "emulator") await labelSampleHospital(database);
  const audit = await openAuditLog({ database, dataDir: config.dataDir, auditKey: config.auditKey });
  const sessions = createSessions({ database, config, now });
  const isSecure = config.publicOrigin?.startsWith("https:") ?? false;
  const tokens = createTokenStore({ database, config });
  const { baseUrl, storageUrl, credentials } = config.api;
  const upstream = createUpstream({ baseUrl, credentials, service: "Cloud Healthcare API" });
  const storage = createUpstream({ baseUrl: storageUrl, credentials, service: "Cloud Storage API" });
  const runtime: Runtime = {
    config,
    database,
    audit,
    sessions,
    sessionCookie: createSessionCookie({ secret: config.secret, sessions, name: sessionCookieName(isSecure) }),
    tokens,
    labels: createEnvironmentLabels(database),
    credentials: createCredentials(config.api, tokens),
    upstream,
    storage,
  };
  const deidWatch = watchDeidRuns(runtime);
  return {
    ...runtime,
    deidWatch,
    close: async () => {
      await deidWatch.stop();
      upstream.close();
      storage.close();
      await audit.close();
      await database.close();
    },
  };
}
