/**
 * The gateway against a plain Node reverse proxy, in one run on one machine: requests a second, latency, and memory while a large body
 * streams. Prints figures and ratios; asserts nothing.
 *
 * usage: node bench/gateway.ts [--seconds 2] [--gigabytes 1]
 */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import autocannon from "autocannon";
import { readConfig, prepareLibraries } from "#lib/server/config.ts";
import { createConsoleServer } from "#lib/server/console-server.ts";
import { startRuntime } from "#lib/server/start-runtime.ts";

const STORE = "/v1/projects/p/locations/l/datasets/d";
const JSON_PATH = `${STORE}/fhirStores/f/fhir/Patient/1`;
const FRAME_PATH = `${STORE}/dicomStores/i/dicomWeb/studies/1/series/2/instances/3/frames/1`;
const STREAM_PATH = `${STORE}/dicomStores/i/dicomWeb/studies/1`;
const MIB = 2 ** 20;
const TURNS = 4;

const { values: flags } = parseArgs({
  options: {
    seconds: { type: "string", default: "2" },
    gigabytes: { type: "string", default: "1" },
    serve: { type: "string" },
    upstream: { type: "string" },
  },
});
const SERVERS: Readonly<Record<string, () => Promise<http.Server>>> = {
  upstream: serveUpstream,
  proxy: () => Promise.resolve(serveProxy(flags.upstream ?? "")),
  gateway: () => serveGateway(flags.upstream ?? ""),
};

const serve = flags.serve === undefined ? undefined : SERVERS[flags.serve];
await (serve ? listenAsChild(await serve()) : measure());

async function measure(): Promise<void> {
  const upstream = await start("upstream");
  const proxy = await start("proxy", upstream.origin);
  const gateway = await start("gateway", upstream.origin);
  try {
    const cookie = await signIn(gateway.origin);
    const direct = { origin: upstream.origin, path: "" };
    const plain = { origin: proxy.origin, path: "" };
    const guarded = { origin: gateway.origin, path: "/api/healthcare" };
    console.log("gateway: authentication, authorization and audit included; plain: http.request and pipe");
    for (const [what, path, connections] of [
      ["1 kB JSON", JSON_PATH, 8],
      ["512 kB frame", FRAME_PATH, 6],
    ] as const) {
      const cpu=async()=>Promise.all([upstream,proxy,gateway].map(async s=>{const a=once(s.child,"message");s.child.send("cpu");return (await a)[0]}));
      const c0=await cpu(); const {floor,ours}=await race(plain, guarded, { path, connections, cookie });
      const c2=await cpu(); const T=(TURNS+1)*Number(flags.seconds); const d=(i,j,n)=>((c2[i][j]-c0[i][j])/(n*T)).toFixed(0);
      console.log("cpu us/req proxy total",d(1,0,floor),"main",d(1,1,floor)," gw total",d(2,0,ours),"main",d(2,1,ours),"upstream avg",d(0,0,floor+ours));
      console.log(
        `${what} at ${connections}: plain ${floor.toFixed(0)}/s, gateway ${ours.toFixed(0)}/s, ratio ${(ours / floor).toFixed(2)} (bar 0.70)`,
      );
    }
    const alone = await median(direct, { path: JSON_PATH, cookie });
    const through = await median(guarded, { path: JSON_PATH, cookie });
    console.log(
      `1 kB JSON, one at a time, p50: direct ${alone.toFixed(2)} ms, gateway ${through.toFixed(2)} ms, added ${(through - alone).toFixed(2)} ms (bar 1.00)`,
    );
    await measureStream(gateway, cookie);
  } finally {
    for (const { child } of [gateway, proxy, upstream]) child.kill();
  }
}

interface Started {
  readonly child: ChildProcess;
  readonly origin: string;
}
interface Door {
  readonly origin: string;
  readonly path: string;
}
interface Load {
  readonly path: string;
  readonly cookie: string;
}

async function start(name: string, upstream?: string): Promise<Started> {
  const args = ["--serve", name, ...(upstream ? ["--upstream", upstream] : []), "--gigabytes", flags.gigabytes];
  const child = fork(fileURLToPath(import.meta.url), args, { stdio: ["ignore", "ignore", "inherit", "ipc"], execArgv: name==="gateway"?(process.env.GX??"").split(" ").filter(Boolean):[] });
  return { child, origin: String(await nextMessage(child)) };
}

async function listenAsChild(server: http.Server): Promise<void> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  process.on("message", (m) => { if(m==="cpu"){const t=process.threadCpuUsage();const c=process.cpuUsage();process.send?.([(c.user+c.system),t.user+t.system])} else process.send?.(process.memoryUsage().rss)});
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

/** Answers at once: a small resource, a frame, and a body of gigabytes. */
async function serveUpstream(): Promise<http.Server> {
  const resource = Buffer.from(JSON.stringify({ resourceType: "Patient", id: "1", text: "x".repeat(980) }));
  const frame = Buffer.alloc(512 * 1024, 7);
  const chunk = Buffer.alloc(64 * 1024, 7);
  const total = Number(flags.gigabytes) * 1024 * MIB;
  return http.createServer((request, response) => {
    if (request.url === JSON_PATH) {
      response
        .writeHead(200, { "content-type": "application/fhir+json", "content-length": resource.length })
        .end(resource);
    } else if (request.url === FRAME_PATH) {
      response
        .writeHead(200, { "content-type": "application/octet-stream", "content-length": frame.length })
        .end(frame);
    } else {
      response.writeHead(200, { "content-type": "application/dicom", "content-length": total });
      let sent = 0;
      const pump = (): void => {
        while (sent < total) {
          sent += chunk.length;
          if (!response.write(chunk)) {
            response.once("drain", pump);
            return;
          }
        }
        response.end();
      };
      pump();
    }
  });
}

/** The floor: what any Node reverse proxy does, and nothing else. */
function serveProxy(upstream: string): http.Server {
  const { hostname, port } = new URL(upstream);
  const agent = new http.Agent({ keepAlive: true });
  return http.createServer((request, response) => {
    const { method, url: path, headers } = request;
    const forward = http.request({ hostname, port, agent, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(forward);
  });
}

async function serveGateway(upstream: string): Promise<http.Server> {
  const dataDir = mkdtempSync(join(tmpdir(), "careplane-bench-"));
  const config = readConfig({ DATA_DIR: dataDir, HEALTHCARE_API_URL: upstream });
  prepareLibraries("production");
  const runtime = await startRuntime(config);
  process.once("SIGTERM", () => {
    void runtime.close().then(() => {
      rmSync(dataDir, { recursive: true, force: true });
      process.exit(0);
    });
  });
  return createConsoleServer({ runtime, pages: undefined, isDevelopment: false });
}

async function signIn(origin: string): Promise<string> {
  const csrf = await fetch(`${origin}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const answer = await fetch(`${origin}/api/auth/callback/demo`, {
    method: "POST",
    headers: { origin, cookie: csrf.headers.getSetCookie().map(firstPart).join("; ") },
    body: new URLSearchParams({ csrfToken, person: "demo-admin", json: "true", callbackUrl: origin }),
  });
  return answer.headers
    .getSetCookie()
    .map(firstPart)
    .filter((pair) => pair.startsWith("careplane-session="))
    .join("; ");
}

function firstPart(cookie: string): string {
  return cookie.split(";", 1)[0] ?? "";
}

/** Requests a second through both doors, in short turns, so that what else the machine does falls on both alike. */
async function race(
  plain: Door,
  guarded: Door,
  shot: Load & { readonly connections: number },
): Promise<{ floor: number; ours: number }> {
  await load(plain, shot);
  await load(guarded, shot);
  let [floor, ours] = [0, 0];
  for (let turn = 0; turn < TURNS; turn += 1) {
    floor += (await load(plain, shot)) / TURNS;
    ours += (await load(guarded, shot)) / TURNS;
  }
  return { floor, ours };
}

async function load(
  door: Door,
  { path, connections, cookie }: Load & { readonly connections: number },
): Promise<number> {
  const url = `${door.origin}${door.path}${path}`;
  const result = await autocannon({ url, connections, headers: { cookie }, duration: Number(flags.seconds) });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} refusals and ${result.errors} errors at ${url}`);
  return result["2xx"] / result.duration;
}

async function median(door: Door, { path, cookie }: Load): Promise<number> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  for (let round = 0; round < 3000; round += 1) {
    const started = performance.now();
    await new Promise<void>((resolve, reject) => {
      http
        .get(`${door.origin}${door.path}${path}`, { agent, headers: { cookie } }, (answer) => {
          answer.resume().once("end", resolve);
        })
        .once("error", reject);
    });
    times.push(performance.now() - started);
  }
  agent.destroy();
  return times.slice(500).toSorted((a, b) => a - b)[1250] ?? Number.NaN;
}

async function measureStream(gateway: Started, cookie: string): Promise<void> {
  const before = await residentBytes(gateway.child);
  let peak = before;
  const watch = async (): Promise<void> => {
    peak = Math.max(peak, await residentBytes(gateway.child));
  };
  const timer = setInterval(() => {
    void watch();
  }, 100);
  const started = performance.now();
  const response = await fetch(`${gateway.origin}/api/healthcare${STREAM_PATH}`, { headers: { cookie } });
  let bytes = 0;
  for await (const chunk of response.body ?? []) bytes += chunk.length;
  const seconds = (performance.now() - started) / 1000;
  clearInterval(timer);
  console.log(
    `${(bytes / 1024 / MIB).toFixed(1)} GB streamed at ${(bytes / MIB / seconds).toFixed(0)} MB/s, gateway memory grew by ${((peak - before) / MIB).toFixed(0)} MB (bar 100)`,
  );
}

async function residentBytes(child: ChildProcess): Promise<number> {
  const answer = nextMessage(child);
  child.send("memory");
  return Number(await answer);
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once("message", resolve));
}
