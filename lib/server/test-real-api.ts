/** The emulator in a process of its own, for tests of the console before a real API: it is only ever spoken to by HTTP. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface RealApi {
  readonly apiUrl: string;
  stop(): Promise<void>;
}

/** An empty emulator on a free port and a data folder of its own. */
export async function startRealApi(): Promise<RealApi> {
  const apiUrl = `http://127.0.0.1:${await freePort()}`;
  const data = mkdtempSync(join(tmpdir(), "careplane-emulator-"));
  const args = ["emulator/main.ts", "--port", new URL(apiUrl).port, "--data", data, "--empty"];
  const emulator = spawn(process.execPath, args, { stdio: "ignore" });
  await answering(`${apiUrl}/__emulator/health`);
  return {
    apiUrl,
    stop: async () => {
      emulator.kill("SIGKILL");
      if (emulator.exitCode === null && emulator.signalCode === null) await once(emulator, "exit");
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function answering(url: string): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} does not answer`);
}
