/**
 * `npm start` and `npm run dev`: the emulator and the console side by side, stopped together.
 * With HEALTHCARE_API_URL set, only the console is started, pointed there.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { NODE_FLAGS } from "#emulator/node-flags.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const { values: flags } = parseArgs({
  options: { dev: { type: "boolean", default: false }, scale: { type: "string" }, "no-images": { type: "boolean" } },
});

interface Program {
  readonly name: string;
  readonly port: number;
  readonly portVariable: string;
  readonly args: readonly string[];
  readonly healthPath: string;
}

const port = readPort("PORT", 3000);
const emulatorPort = readPort("EMULATOR_PORT", 8787);
const dataDir = process.env["DATA_DIR"] ?? ".data";
const emulatorUrl = `http://127.0.0.1:${emulatorPort}`;
const children: ChildProcess[] = [];
let isStopping = false;

const emulator: Program = {
  name: "emulator",
  port: emulatorPort,
  portVariable: "EMULATOR_PORT",
  args: [
    ...NODE_FLAGS,
    "emulator/main.ts",
    "--port",
    String(emulatorPort),
    "--data",
    dataDir,
    ...(flags.scale ? ["--scale", flags.scale] : []),
    ...(flags["no-images"] ? ["--no-images"] : []),
  ],
  healthPath: "/__emulator/health",
};
const consoleServer: Program = {
  name: "console",
  port,
  portVariable: "PORT",
  args: [
    ...(flags.dev ? ["--watch-path=lib", "--watch-path=server.ts", "--watch-preserve-output"] : []),
    "server.ts",
    ...(flags.dev ? ["--dev"] : []),
  ],
  healthPath: "/api/console/health",
};

async function main(): Promise<void> {
  const programs = process.env["HEALTHCARE_API_URL"] ? [consoleServer] : [emulator, consoleServer];
  for (const program of programs) await refuseTakenPort(program);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop(0));
  for (const program of programs) launch(program);
  await Promise.all(programs.map((program) => waitUntilReady(program)));
  if (!isStopping)
    process.stdout.write(`\n  Careplane is ready:  http://localhost:${port}\n  Stop it with Ctrl-C.\n\n`);
}

function readPort(variable: string, fallback: number): number {
  const text = process.env[variable];
  if (text === undefined || text === "") return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535) {
    process.stderr.write(`${variable}=${text} is not a port: use a whole number from 1 to 65535.\n`);
    process.exit(1);
  }
  return value;
}

async function refuseTakenPort(program: Program): Promise<void> {
  const isTaken = await new Promise<boolean>((resolve) => {
    const socket = connect(program.port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => {
      resolve(false);
    });
  });
  if (!isTaken) return;
  process.stderr.write(
    `Port ${program.port} is in use by another program, so the ${program.name} cannot start there.\n` +
      `Stop that program, or choose another port: ${program.portVariable}=${program.port + 1} npm start\n`,
  );
  process.exit(1);
}

function launch(program: Program): void {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...program.args], {
    cwd: ROOT,
    // The fourth channel closes when this process dies, however it dies; the children then stop by themselves.
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: {
      ...process.env,
      PORT: String(port),
      DATA_DIR: dataDir,
      HEALTHCARE_API_URL: process.env["HEALTHCARE_API_URL"] ?? emulatorUrl,
      NODE_ENV: flags.dev ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
      // A second start does not compile anew what has not changed.
      NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? `${ROOT}node_modules/.cache/careplane/compiled`,
    },
    // A group of their own: Ctrl-C reaches this process alone, which stops the console before the emulator.
    detached: true,
  });
  child.once("exit", (code) => {
    if (!isStopping) {
      process.stderr.write(`The ${program.name} stopped (${code ?? "killed"}); stopping the rest.\n`);
      void stop(code === 0 ? 1 : (code ?? 1));
    }
  });
  children.push(child);
}

async function waitUntilReady(program: Program): Promise<void> {
  while (!isStopping) {
    const answer = await fetch(`http://127.0.0.1:${program.port}${program.healthPath}`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function stop(code: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  for (const child of children.toReversed()) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await gone;
  }
  process.exit(code);
}

await main();
