import type { AuditLog } from "./audit-log.ts";
import type { Config } from "./config.ts";
import type { Database } from "./database.ts";
import type { EnvironmentLabels } from "./environment-labels.ts";
import type { SessionCookie } from "./session-cookie.ts";
import type { Sessions } from "./sessions.ts";
import type { TokenStore } from "./tokens.ts";
import type { Credentials } from "./gateway/credentials.ts";
import type { Upstream } from "./gateway/upstream.ts";

/** What the handlers of one console share. Nothing else is global, so tests run several consoles in one process. */
export interface Runtime {
  readonly config: Config;
  readonly database: Database;
  readonly audit: AuditLog;
  readonly sessions: Sessions;
  readonly sessionCookie: SessionCookie;
  readonly tokens: TokenStore;
  readonly labels: EnvironmentLabels;
  readonly credentials: Credentials;
  readonly upstream: Upstream;
  /** Cloud Storage. */
  readonly storage: Upstream;
}
