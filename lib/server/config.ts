import { isIP } from "node:net";
import { resolve } from "node:path";
import { z } from "zod";
import { ROLES, type Role } from "#lib/contract/roles.ts";
import { readOrCreateSecret } from "./secret-file.ts";

const GOOGLE_API = "https://healthcare.googleapis.com";
const GOOGLE_STORAGE = "https://storage.googleapis.com";
const CREDENTIALS = ["emulator", "user", "service-account"] as const;
export type CredentialMode = (typeof CREDENTIALS)[number];

export interface OidcSignIn {
  readonly mode: "oidc";
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly providerName: string;
  /** Claim of the id token that holds role names, one or a list; undefined when roles come from CONSOLE_ROLES alone. */
  readonly roleClaim: string | undefined;
  readonly scope: string;
}

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** Origin under which browsers reach the console; undefined: taken from the request's Host, which must then be local (demo only). */
  readonly publicOrigin: string | undefined;
  readonly api: {
    /** Origin of the Cloud Healthcare API. With the next one the only hosts that the console calls with a credential. */
    readonly baseUrl: string;
    /** Origin of Cloud Storage: Google's with Google's API, otherwise the same as the API's. */
    readonly storageUrl: string;
    readonly credentials: CredentialMode;
    /** Project billed for quota, sent as x-goog-user-project. */
    readonly quotaProject: string | undefined;
  };
  readonly signIn: { readonly mode: "demo" } | OidcSignIn;
  /** Roles by subject or by verified e-mail address. */
  readonly roles: Readonly<Record<string, readonly Role[]>>;
  readonly projects: readonly string[];
  readonly databaseUrl: string | undefined;
  /** Encrypts session cookies and stored tokens. */
  readonly secret: string;
  /** Signs the audit log's checkpoints; kept apart from the database. */
  readonly auditKey: string;
}

/** A setting is missing or contradicts another; the message names the variable and what to do. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

const list = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
);
const flag = z.enum(["0", "1"]).transform((value) => value === "1");
const origin = z
  .url({ protocol: /^https?$/ })
  .refine((text) => new URL(text).pathname === "/" && !new URL(text).search && !new URL(text).username, {
    message: "must be an origin such as https://console.example.org, without path, query or user",
  })
  .transform((text) => new URL(text).origin);
const roleNames = z.union([z.enum(ROLES).transform((role) => [role]), z.array(z.enum(ROLES))]);
const secret = z.string().min(32, "must be at least 32 characters, for instance from `openssl rand -base64 32`");

const variablesSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default("127.0.0.1"),
  DATA_DIR: z.string().default(".data"),
  EMULATOR_PORT: z.coerce.number().int().min(1).max(65_535).default(8787),
  HEALTHCARE_API_URL: origin.optional(),
  HEALTHCARE_API_HOST: z.string().optional(),
  HEALTHCARE_CREDENTIALS: z.enum(CREDENTIALS).optional(),
  GOOGLE_CLOUD_QUOTA_PROJECT: z.string().optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  NEXTAUTH_SECRET: secret.optional(),
  NEXTAUTH_URL: origin.optional(),
  AUDIT_KEY: secret.optional(),
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_PROVIDER_NAME: z.string().default("your organisation"),
  OIDC_ROLE_CLAIM: z.string().optional(),
  OIDC_SCOPE: z.string().default("openid email profile"),
  CONSOLE_ROLES: z
    .string()
    .transform(
      (text, context) => parseJson(text) ?? refuse(context, 'is not JSON such as {"ana@example.org":"steward"}'),
    )
    .pipe(z.record(z.string(), roleNames))
    .default({}),
  CONSOLE_PROJECTS: list.optional(),
  ALLOW_DEMO_ON_NETWORK: flag.default(false),
});
type Variables = z.infer<typeof variablesSchema>;

/**
 * Reads the console's settings from environment variables; this is the only place that does.
 * @param environment variables by name, process.env by default; empty strings count as absent
 * @throws ConfigError naming the variable
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const variables = readVariables(environment);
  const dataDir = resolve(variables.DATA_DIR);
  const api = readApi(variables);
  const signIn = readSignIn(variables, api.credentials);
  checkExposure(variables, signIn.mode);
  const isEmulator = api.credentials === "emulator";
  if (!isEmulator && !variables.NEXTAUTH_SECRET) {
    throw new ConfigError("NEXTAUTH_SECRET: required outside emulator mode; make one with `openssl rand -base64 32`.");
  }
  return {
    port: variables.PORT,
    host: variables.HOST,
    dataDir,
    publicOrigin: variables.NEXTAUTH_URL,
    api,
    signIn,
    roles: variables.CONSOLE_ROLES,
    projects: variables.CONSOLE_PROJECTS ?? (isEmulator ? ["demo-hospital"] : []),
    databaseUrl: variables.DATABASE_URL,
    secret: variables.NEXTAUTH_SECRET ?? readOrCreateSecret(dataDir, "secret"),
    auditKey: variables.AUDIT_KEY ?? readOrCreateSecret(dataDir, "audit-key"),
  };
}

/** Where the audit log is, for checking it without the rest of the console's settings. */
export function readAuditPlace(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Pick<Config, "dataDir" | "databaseUrl" | "auditKey"> {
  const variables = readVariables(environment);
  const dataDir = resolve(variables.DATA_DIR);
  return {
    dataDir,
    databaseUrl: variables.DATABASE_URL,
    auditKey: variables.AUDIT_KEY ?? readOrCreateSecret(dataDir, "audit-key"),
  };
}

/**
 * Settings that libraries read from the environment by themselves: React's and Next's mode, and next-auth's trust in the forwarded
 * host, which is right here because lib/server/auth-door.ts writes that header itself and never takes it from the browser.
 */
export function prepareLibraries(mode: "development" | "production"): void {
  Object.assign(process.env, {
    NODE_ENV: mode,
    AUTH_TRUST_HOST: "true",
    NEXT_TELEMETRY_DISABLED: "1",
  });
  delete process.env["NEXTAUTH_URL"];
}

/** True for localhost and its addresses, with or without brackets. */
export function isLoopback(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, "").toLowerCase();
  return (
    name === "localhost" ||
    name.endsWith(".localhost") ||
    name === "::1" ||
    (isIP(name) === 4 && name.startsWith("127."))
  );
}

function readVariables(environment: Readonly<Record<string, string | undefined>>): Variables {
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value !== "");
  const parsed = variablesSchema.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n"));
}

function readApi(variables: Variables): Config["api"] {
  const baseUrl = variables.HEALTHCARE_API_URL ?? `http://127.0.0.1:${variables.EMULATOR_PORT}`;
  const { hostname, host, protocol } = new URL(baseUrl);
  const credentials = variables.HEALTHCARE_CREDENTIALS ?? (isLoopback(hostname) ? "emulator" : "user");
  const isGoogle = baseUrl === GOOGLE_API;
  if (credentials === "emulator" && isGoogle) {
    throw new ConfigError(`HEALTHCARE_CREDENTIALS: ${GOOGLE_API} needs user or service-account, not emulator.`);
  }
  const isListed = variables.HEALTHCARE_API_HOST === host && protocol === "https:";
  if (credentials !== "emulator" && !isGoogle && !isListed) {
    throw new ConfigError(
      `HEALTHCARE_API_URL: credentials go only to ${GOOGLE_API}. For another https endpoint set HEALTHCARE_API_HOST=${host} as well; for an emulator set HEALTHCARE_CREDENTIALS=emulator.`,
    );
  }
  // A token for another service is no business of Google's.
  const storageUrl = isGoogle ? GOOGLE_STORAGE : baseUrl;
  return { baseUrl, storageUrl, credentials, quotaProject: variables.GOOGLE_CLOUD_QUOTA_PROJECT };
}

function readSignIn(variables: Variables, credentials: CredentialMode): Config["signIn"] {
  if (!variables.OIDC_ISSUER) {
    if (credentials === "emulator") return { mode: "demo" };
    throw new ConfigError(
      "OIDC_ISSUER: required outside emulator mode, with OIDC_CLIENT_ID and OIDC_CLIENT_SECRET; the demo people sign in to the emulator only.",
    );
  }
  const { hostname, protocol } = new URL(variables.OIDC_ISSUER);
  if (protocol === "http:" && !isLoopback(hostname)) throw new ConfigError("OIDC_ISSUER: must be https.");
  const scope =
    credentials === "user"
      ? `${variables.OIDC_SCOPE} https://www.googleapis.com/auth/cloud-healthcare`
      : variables.OIDC_SCOPE;
  return {
    mode: "oidc",
    issuer: variables.OIDC_ISSUER.replace(/\/$/, ""),
    clientId: needed("OIDC_CLIENT_ID", variables.OIDC_CLIENT_ID),
    clientSecret: needed("OIDC_CLIENT_SECRET", variables.OIDC_CLIENT_SECRET),
    providerName: variables.OIDC_PROVIDER_NAME,
    roleClaim: variables.OIDC_ROLE_CLAIM,
    scope,
  };
}

/** The demo people need no password, so nobody but this machine may reach them unless the operator says so. */
function checkExposure(variables: Variables, signInMode: "demo" | "oidc"): void {
  if (signInMode === "demo" && !isLoopback(variables.HOST) && !variables.ALLOW_DEMO_ON_NETWORK) {
    throw new ConfigError(
      `HOST=${variables.HOST}: the demo people sign in without a password, so the console listens on this machine only. Set OIDC_ISSUER for a real sign-in, or ALLOW_DEMO_ON_NETWORK=1 inside a container whose port is published to this machine only.`,
    );
  }
  if (signInMode === "demo") return;
  if (!variables.NEXTAUTH_URL) {
    if (isLoopback(variables.HOST)) return;
    throw new ConfigError(
      "NEXTAUTH_URL: required with OIDC_ISSUER: the https address under which browsers reach the console.",
    );
  }
  const { protocol, hostname } = new URL(variables.NEXTAUTH_URL);
  if (protocol === "http:" && !isLoopback(hostname))
    throw new ConfigError("NEXTAUTH_URL: must be https outside this machine.");
}

function needed(name: string, value: string | undefined): string {
  if (value) return value;
  throw new ConfigError(`${name}: required with OIDC_ISSUER.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(context: z.RefinementCtx, message: string): typeof z.NEVER {
  context.addIssue(message);
  return z.NEVER;
}
