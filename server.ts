/**
 * The console: `node server.ts [--dev]`. Settings are environment variables, all read in lib/server/config.ts and listed in README.md.
 */
import { once } from "node:events";
import type { Server } from "node:http";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ConfigError, prepareLibraries, readConfig, type Config } from "#lib/server/config.ts";
import { createConsoleServer } from "#lib/server/console-server.ts";
import { announce, errorFields, log } from "#lib/server/log.ts";
import { startRuntime } from "#lib/server/start-runtime.ts";
import { staticFilesFirst } from "#lib/server/static-files.ts";

/** What is in flight may finish within this after SIGTERM. */
const DRAIN_MS = 20_000;
const CLOSE_IDLE_EVERY_MS = 200;

const { values: flags } = parseArgs({ options: { dev: { type: "boolean", default: false } } });

try {
  await main(flags.dev);
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    error instanceof ConfigError
      ? `Careplane cannot start with these settings.\n${why}\n`
      : `Careplane cannot start: ${why}\n`,
  );
  process.exit(1);
}

async function main(isDevelopment: boolean): Promise<void> {
  const config = readConfig();
  prepareLibraries(isDevelopment ? "development" : "production");
  const runtime = await startRuntime(config);
  const { default: createNext } = await import("next");
  const next = createNext({ dev: isDevelopment, dir: fileURLToPath(new URL(".", import.meta.url)), webpack: true });
  await next.prepare();
  const rendered = next.getRequestHandler();
  const built = fileURLToPath(new URL(".next/static", import.meta.url));
  const pages = isDevelopment ? rendered : staticFilesFirst(built, rendered);
  const server = createConsoleServer({ runtime, pages, isDevelopment });
  // Reloading in development is the only use of WebSockets.
  if (isDevelopment)
    server.on("upgrade", (request, socket, head) => void next.getUpgradeHandler()(request, socket, head));
  await listen(server, config);

  const stop = async (signal: string): Promise<void> => {
    log.info("console.stopping", { signal });
    await drain(server);
    await next.close();
    await runtime.close();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop(signal));
  // scripts/start.ts holds the other end of this channel; when it is gone, so are we.
  process.once("disconnect", () => void stop("disconnect"));
}

async function listen(server: Server, config: Config): Promise<void> {
  server.listen(config.port, config.host);
  try {
    await once(server, "listening");
  } catch (error) {
    if (errorFields(error).code !== "EADDRINUSE") throw error;
    throw new Error(`PORT=${config.port} is taken by another program; stop it or choose another port.`, {
      cause: error,
    });
  }
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : config.port;
  const host = config.host === "127.0.0.1" ? "localhost" : config.host;
  log.info("console.ready", {
    api: config.api.baseUrl,
    credentials: config.api.credentials,
    signIn: config.signIn.mode,
  });
  // Started beside the emulator, the launcher speaks for both once both answer.
  if (!process.connected) announce(`Careplane is ready at ${config.publicOrigin ?? `http://${host}:${port}`}`);
}

/** Takes no new connections, lets running answers finish, and cuts what is left after the deadline. */
async function drain(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const idle = setInterval(() => {
    server.closeIdleConnections();
  }, CLOSE_IDLE_EVERY_MS);
  const deadline = setTimeout(() => {
    server.closeAllConnections();
  }, DRAIN_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(deadline);
}
