/** A console and a scripted upstream on free ports, for tests: everything real but the API behind. */
import { rmSync } from "node:fs";
import http, { type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { asc } from "drizzle-orm";
import { prepareLibraries, readConfig } from "./config.ts";
import { createConsoleServer } from "./console-server.ts";
import { auditRecords } from "./schema.ts";
import { startRuntime, type RunningRuntime } from "./start-runtime.ts";
import { newDataDir } from "./test-data-dir.ts";

export interface Shot {
  readonly method?: string;
  /** Request target exactly as it goes over the wire. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookie?: string | undefined;
  readonly body?: string | Buffer;
}

export interface Hit {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

export interface TestConsole {
  readonly origin: string;
  readonly runtime: RunningRuntime;
  /** What reached the API: verb and target. */
  readonly reached: readonly {
    readonly verb: string;
    readonly target: string;
    readonly headers: http.IncomingHttpHeaders;
  }[];
  /** How the API answers from now on. */
  answerWith(listener: RequestListener): void;
  send(shot: Shot): Promise<Hit>;
  /** A write as the console's pages send it. */
  write(shot: Shot): Promise<Hit>;
  /** Signs a demo person in and returns the Cookie header. */
  signIn(person: string): Promise<string>;
  /** Audit rows once they are all in the table. */
  auditRows(): Promise<(typeof auditRecords.$inferSelect)[]>;
  close(): Promise<void>;
}

export interface TestSettings {
  readonly environment?: Readonly<Record<string, string>>;
  /** Milliseconds since 1970 as sessions see it. */
  readonly now?: () => number;
  /** A running API instead of the scripted one. */
  readonly apiUrl?: string;
}

/** Starts a console with demo people on a data folder of its own. */
export async function startTestConsole(settings: TestSettings = {}): Promise<TestConsole> {
  prepareLibraries("production");
  const reached: { verb: string; target: string; headers: http.IncomingHttpHeaders }[] = [];
  let listener: RequestListener = answerEmptyJson;
  const upstream = http.createServer((request, response) => {
    reached.push({ verb: request.method ?? "", target: request.url ?? "", headers: request.headers });
    listener(request, response);
  });
  const apiUrl = settings.apiUrl ?? (await listen(upstream));
  const dataDir = await newDataDir();
  const config = readConfig({ DATA_DIR: dataDir, HEALTHCARE_API_URL: apiUrl, ...settings.environment });
  const runtime = await startRuntime(config, settings.now);
  const server = createConsoleServer({ runtime, pages: answerPage, isDevelopment: false });
  const origin = await listen(server);
  const send = (shot: Shot): Promise<Hit> => shoot(origin, shot);

  return {
    origin,
    runtime,
    reached,
    answerWith: (next) => {
      listener = next;
    },
    send,
    write: (shot) => send({ method: "POST", ...shot, headers: { origin, "x-console": "1", ...shot.headers } }),
    signIn: (person) => signIn(origin, person),
    auditRows: async () => {
      await runtime.audit.settle();
      return runtime.database.state.select().from(auditRecords).orderBy(asc(auditRecords.seq));
    },
    close: async () => {
      server.closeAllConnections();
      upstream.closeAllConnections();
      await Promise.all([server, upstream].map((each) => new Promise((resolve) => each.close(resolve))));
      await runtime.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Sends one request over a connection of its own, the target untouched: fetch() would tidy `..` and friends away. */
export async function shoot(origin: string, shot: Shot): Promise<Hit> {
  const { hostname, port } = new URL(origin);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = http.request(
      {
        hostname,
        port,
        agent: false,
        method: shot.method ?? "GET",
        path: shot.path,
        headers: { ...shot.headers, ...(shot.cookie ? { cookie: shot.cookie } : {}) },
      },
      resolve,
    );
    request.once("error", reject);
    request.end(shot.body);
  });
  const text = (await buffer(answer)).toString();
  return { status: answer.statusCode ?? 0, headers: answer.headers, text };
}

export async function signIn(origin: string, person: string): Promise<string> {
  const csrf = await shoot(origin, { path: "/api/auth/csrf" });
  const { csrfToken } = JSON.parse(csrf.text) as { csrfToken: string };
  const answer = await shoot(origin, {
    method: "POST",
    path: "/api/auth/callback/demo",
    cookie: cookiesOf(csrf),
    headers: { origin, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, person, json: "true", callbackUrl: origin }).toString(),
  });
  return [cookiesOf(csrf), cookiesOf(answer)].join("; ");
}

/** `name=value; …` of an answer's Set-Cookie headers. */
export function cookiesOf(hit: Hit): string {
  return (hit.headers["set-cookie"] ?? []).map((cookie) => cookie.split(";", 1)[0]).join("; ");
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answerEmptyJson(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  response.writeHead(200, { "content-type": "application/json" }).end('{"canary":"patient-data"}');
}

/** Stands in for Next. */
function answerPage(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(200, { "content-type": "text/html" }).end(`nonce ${String(request.headers["x-nonce"])}`);
  return Promise.resolve();
}
