import { mkdtempSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "./config.ts";

const DATA_DIR = mkdtempSync(join(tmpdir(), "careplane-config-"));
const SECRET = "s".repeat(32);
const OIDC = { OIDC_ISSUER: "https://accounts.google.com", OIDC_CLIENT_ID: "id", OIDC_CLIENT_SECRET: "secret" };
const GOOGLE = { HEALTHCARE_API_URL: "https://healthcare.googleapis.com", NEXTAUTH_SECRET: SECRET, ...OIDC };
const read = (environment: Record<string, string>) => readConfig({ DATA_DIR, ...environment });

describe("settings", () => {
  it("need nothing for the emulator on this machine", () => {
    expect(read({})).toMatchObject({
      host: "127.0.0.1",
      port: 3000,
      api: { baseUrl: "http://127.0.0.1:8787", storageUrl: "http://127.0.0.1:8787", credentials: "emulator" },
      signIn: { mode: "demo" },
      projects: ["demo-hospital"],
    });
  });

  it("make one secret for this installation, readable by its owner", () => {
    expect(read({}).secret).toBe(read({}).secret);
    expect(read({}).secret).not.toBe(read({}).auditKey);
    expect(statSync(join(DATA_DIR, "secret")).mode & 0o777).toBe(0o600);
  });

  it("use people's own tokens for Google", () => {
    expect(read(GOOGLE)).toMatchObject({ api: { credentials: "user" }, signIn: { mode: "oidc" }, projects: [] });
    expect(read({ ...GOOGLE, HEALTHCARE_CREDENTIALS: "service-account" }).api.credentials).toBe("service-account");
  });

  it("read roles by subject or address", () => {
    expect(read({ CONSOLE_ROLES: '{"a":"admin","b":["steward","imaging"]}' }).roles).toEqual({
      a: ["admin"],
      b: ["steward", "imaging"],
    });
  });

  it.each([
    ["HOST", { HOST: "0.0.0.0" }],
    ["HOST", { HOST: "::" }],
    ["OIDC_ISSUER", { HEALTHCARE_API_URL: "https://healthcare.googleapis.com", NEXTAUTH_SECRET: SECRET }],
    ["OIDC_CLIENT_ID", { OIDC_ISSUER: "https://idp.example" }],
    ["OIDC_ISSUER", { ...OIDC, OIDC_ISSUER: "http://idp.example" }],
    ["NEXTAUTH_SECRET", { ...GOOGLE, NEXTAUTH_SECRET: "" }],
    ["NEXTAUTH_SECRET", { NEXTAUTH_SECRET: "secret" }],
    ["NEXTAUTH_URL", { ...GOOGLE, HOST: "0.0.0.0" }],
    ["NEXTAUTH_URL", { ...GOOGLE, NEXTAUTH_URL: "http://console.example" }],
    ["NEXTAUTH_URL", { NEXTAUTH_URL: "https://console.example/path" }],
    ["HEALTHCARE_CREDENTIALS", { ...GOOGLE, HEALTHCARE_CREDENTIALS: "emulator" }],
    ["HEALTHCARE_CREDENTIALS", { HEALTHCARE_CREDENTIALS: "root" }],
    ["HEALTHCARE_API_URL", { ...GOOGLE, HEALTHCARE_API_URL: "https://healthcare.googleapis.com.evil.test" }],
    ["HEALTHCARE_API_URL", { ...GOOGLE, HEALTHCARE_API_URL: "https://healthcare.googleapis.com:8443" }],
    ["HEALTHCARE_API_URL", { ...GOOGLE, HEALTHCARE_API_URL: "http://healthcare.googleapis.com" }],
    ["HEALTHCARE_API_URL", { ...GOOGLE, HEALTHCARE_API_URL: "https://user@healthcare.googleapis.com" }],
    ["HEALTHCARE_API_URL", { ...GOOGLE, HEALTHCARE_API_URL: "http://169.254.169.254" }],
    ["HEALTHCARE_API_URL", { ...GOOGLE, HEALTHCARE_API_URL: "file:///etc/passwd" }],
    ["PORT", { PORT: "http" }],
    ["PORT", { PORT: "70000" }],
    ["CONSOLE_ROLES", { CONSOLE_ROLES: "ana=admin" }],
    ["CONSOLE_ROLES", { CONSOLE_ROLES: '{"ana":"root"}' }],
    ["DATABASE_URL", { DATABASE_URL: "mysql://x" }],
    ["ALLOW_DEMO_ON_NETWORK", { ALLOW_DEMO_ON_NETWORK: "maybe" }],
  ])("refuse to start and name %s (%o)", (name, environment) => {
    expect(() => read(environment)).toThrow(ConfigError);
    expect(() => read(environment)).toThrow(new RegExp(`^${name}`));
  });

  it("let another API host in only by its exact name, and give its token to no other", () => {
    const other = { ...GOOGLE, HEALTHCARE_API_URL: "https://healthcare.example" };
    expect(read({ ...other, HEALTHCARE_API_HOST: "healthcare.example" }).api.storageUrl).toBe(
      "https://healthcare.example",
    );
    expect(read(GOOGLE).api.storageUrl).toBe("https://storage.googleapis.com");
    expect(read({ ...other, HEALTHCARE_API_HOST: "healthcare.example" }).api.baseUrl).toBe(
      "https://healthcare.example",
    );
    expect(() => read({ ...other, HEALTHCARE_API_HOST: "example" })).toThrow(/HEALTHCARE_API_URL/);
    expect(read({ HEALTHCARE_API_URL: "http://emulator:8787", HEALTHCARE_CREDENTIALS: "emulator" }).signIn.mode).toBe(
      "demo",
    );
  });
});
