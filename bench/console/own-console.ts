/** A console of a benchmark's own, and a browser to look at it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { chromium, type Browser, type BrowserContext } from "@playwright/test";

export function openBrowser(): Promise<Browser> {
  const executablePath = [process.env["CHROMIUM_PATH"], "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
    (path) => path !== undefined && existsSync(path),
  );
  return chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ["--no-sandbox"] });
}

/** A fresh profile of a signed-in person, a steward unless said otherwise. Signing in has its own page, whose scripts must not count: only the session goes on. */
export async function signedIn(browser: Browser, origin: string, role = /steward/i): Promise<BrowserContext> {
  const entrance = await browser.newContext({ baseURL: origin });
  const door = await entrance.newPage();
  await door.goto("/sign-in");
  await door.getByRole("button", { name: role }).click();
  await door.getByRole("tree").waitFor();
  const storageState = await entrance.storageState();
  await entrance.close();
  return browser.newContext({ baseURL: origin, storageState });
}

/** Runs `measure` against a console of its own, seeded with the sample hospital. */
export async function withConsole(measure: (origin: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "careplane-bench-"));
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), EMULATOR_PORT: String(await freePort()), DATA_DIR: folder };
  const child = spawn(process.execPath, ["scripts/start.ts"], { env, stdio: ["ignore", "ignore", "inherit"] });
  const ended = once(child, "exit");
  try {
    const origin = `http://localhost:${port}`;
    await ready(origin, child);
    await measure(origin);
  } finally {
    child.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}

async function ready(origin: string, child: { readonly exitCode: number | null }): Promise<void> {
  for (let tries = 0; tries < 240; tries++) {
    if (child.exitCode !== null) throw new Error("The console did not start; is it built? npm run build");
    const isUp = await fetch(`${origin}/api/console/health`).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    await wait(500);
  }
  throw new Error("The console was not ready within two minutes.");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("No free port.");
  return address.port;
}
