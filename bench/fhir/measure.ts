import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A server in a process of its own, on an empty folder. */
export interface BenchServer {
  readonly origin: string;
  stop(): void;
}

/** Starts `node <script> --port N --data DIR …` and waits until it answers. */
export async function startServer(script: string, port: number, ...more: string[]): Promise<BenchServer> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const child: ChildProcess = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", script, "--port", String(port), "--data", folder, ...more],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  const origin = `http://127.0.0.1:${port}`;
  for (let attempt = 0; ; attempt += 1) {
    try {
      await send("GET", `${origin}/__emulator/health`);
      break;
    } catch (error) {
      if (attempt > 200 || child.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return {
    origin,
    stop: () => {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** One request on a kept connection. Rejects when there is no answer; a status of 400 or more is an error too. */
export function send(method: string, url: string, body?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers =
      body === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const call = request(url, { method, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        if ((response.statusCode ?? 500) < 400) resolve(text);
        else reject(new Error(`${method} ${url}: ${response.statusCode} ${text.slice(0, 300)}`));
      });
      response.on("error", reject);
    });
    call.on("error", reject);
    call.end(body);
  });
}

/** Runs `tasks` at a concurrency and gives how many a second. */
export async function throughput(
  tasks: number,
  concurrency: number,
  task: (index: number) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (next < tasks) await task(next++);
    }),
  );
  return tasks / ((performance.now() - start) / 1000);
}

/** Median and 95th percentile of one call after another, in milliseconds. */
export async function latency(
  times: number,
  task: (index: number) => Promise<unknown>,
): Promise<{ p50: number; p95: number }> {
  for (let index = 0; index < 5; index += 1) await task(index);
  const taken: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const start = performance.now();
    await task(index);
    taken.push(performance.now() - start);
  }
  taken.sort((a, b) => a - b);
  return { p50: taken[Math.floor(times * 0.5)] ?? 0, p95: taken[Math.floor(times * 0.95)] ?? 0 };
}
