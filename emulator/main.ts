import { parseArgs } from "node:util";
import type { SeedProgress } from "#emulator/sample/seed.ts";
import type { Context } from "#emulator/http/route.ts";
import { describeReadings, parseReadings, ReadingError, type Readings } from "#emulator/readings.ts";
import { parseStoreName } from "#emulator/mllp/parse-store-name.ts";
import { DataFolderError } from "#emulator/store/database.ts";
import type { Emulator } from "./emulator.ts";

const USAGE = `Usage: node emulator/main.ts --port 8787 --data .data/emulator [options]

  --port N          port to listen on (0 takes a free one)
  --data DIR        data folder; made on the first start
  --host H          address to listen on (default 127.0.0.1)
  --allow-remote    needed for a host that other machines can reach: the emulator asks nobody for a password
  --origin URL      how clients reach the emulator, for links in answers (default http://HOST:PORT)
  --empty           do not seed the sample hospital
  --scale N         size of the sample hospital (default 1, about 200 patients)
  --no-images       leave the sample hospital's pictures undrawn until a start without this
  --reading N=V     how to read a point that Google's documentation leaves open; again for more, help lists them
  --mllp N          port that takes HL7v2 messages by MLLP (0 takes a free one), with
  --mllp-store NAME the store they go into: projects/P/locations/L/datasets/D/hl7V2Stores/S
`;

interface Options {
  readonly port: number;
  readonly data: string;
  readonly host: string;
  readonly origin: string | undefined;
  readonly isEmpty: boolean;
  readonly scale: number;
  readonly hasImages: boolean;
  readonly readings: Readings;
  readonly mllp: { readonly port: number; readonly store: string } | undefined;
}

/** A mistake of the person at the keyboard: printed without a stack trace. */
class UsageError extends Error {}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;

function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: "string" },
      data: { type: "string" },
      host: { type: "string", default: "127.0.0.1" },
      origin: { type: "string" },
      empty: { type: "boolean", default: false },
      scale: { type: "string", default: "1" },
      "no-images": { type: "boolean", default: false },
      mllp: { type: "string" },
      "mllp-store": { type: "string" },
      reading: { type: "string", multiple: true, default: [] },
      "allow-remote": { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  if (values.reading.includes("help")) {
    console.log(describeReadings());
    process.exit(0);
  }
  const port = readPort("--port", values.port);
  if (!values.data) throw new UsageError(`--data must name the data folder.\n\n${USAGE}`);
  const scale = Number(values.scale);
  if (!(scale > 0)) throw new UsageError("--scale must be a positive number.");
  if (!LOOPBACK.test(values.host) && !values["allow-remote"])
    throw new UsageError(
      `The emulator has no sign-in: on ${values.host} everybody who reaches this machine reads and deletes everything.\nListen on 127.0.0.1, or add --allow-remote if that is what you want.`,
    );
  const mllp = readMllp(values.mllp, values["mllp-store"]);
  const hasImages = !values["no-images"];
  const { data, host, origin, empty: isEmpty } = values;
  return { port, data, host, origin, isEmpty, scale, hasImages, mllp, readings: readReadings(values.reading) };
}

function readPort(option: string, text: string | undefined): number {
  const port = Number(text);
  if (!text || !Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError(`${option} must be a number from 0 to 65535.\n\n${USAGE}`);
  return port;
}

function readMllp(port: string | undefined, store: string | undefined): Options["mllp"] {
  if (port === undefined && store === undefined) return undefined;
  if (store === undefined || !parseStoreName(store))
    throw new UsageError(
      "--mllp needs --mllp-store with the name of an HL7v2 store: projects/P/locations/L/datasets/D/hl7V2Stores/S.",
    );
  return { port: readPort("--mllp", port), store };
}

function readReadings(pairs: readonly string[]): Readings {
  try {
    return parseReadings(pairs);
  } catch (error) {
    if (error instanceof ReadingError) throw new UsageError(error.message);
    throw error;
  }
}

async function main(): Promise<void> {
  const { port, data, host, origin, isEmpty, scale, hasImages, mllp, readings } = readOptions(process.argv.slice(2));
  // After the options: a mistake there is told at once.
  const { startEmulator } = await import("./emulator.ts");
  const { seedSampleHospital } = await import("#emulator/sample/seed.ts");
  const emulator = await startEmulator({
    port,
    host,
    dataDir: data,
    readings,
    onIndexing: createIndexingLine(),
    ...(origin && { publicOrigin: origin }),
    ...(mllp && { mllp }),
    ...(!isEmpty && {
      prepare: (context: Context) =>
        seedSampleHospital(context, { scale, onProgress: createProgressLine("resources") }),
      ...(hasImages ? { afterwards: (context: Context, signal: AbortSignal) => drawImages(context, signal) } : {}),
    }),
  });
  stopOnSignal(emulator);
  console.log(`Emulator of the Cloud Healthcare API on ${emulator.origin}`);
  if (mllp) console.log(`HL7v2 by MLLP on ${host}:${emulator.mllpPort} into ${mllp.store}`);
}

const PROGRESS_MILLISECONDS = 1000;

/** Pictures that cannot be drawn, for instance on a full disk, do not take the server down. */
async function drawImages(context: Context, signal: AbortSignal): Promise<void> {
  const { seedSampleImages } = await import("#emulator/sample/seed.ts");
  try {
    await seedSampleImages(context, { signal, onProgress: createProgressLine("images") });
  } catch (error) {
    console.error(`The sample images are not complete, the next start goes on with them. ${explain(error)}`);
  }
}

function createIndexingLine(): (part: number) => void {
  let printed = 0;
  return (part) => {
    if (Date.now() - printed < PROGRESS_MILLISECONDS) return;
    printed = Date.now();
    console.log(`Building the FHIR search index anew for this version: ${Math.floor(part * 100)} %`);
  };
}

/** A line a second, so that a log file stays readable too. */
function createProgressLine(what: string): (progress: SeedProgress) => void {
  let printed = 0;
  return ({ store, resources, part }) => {
    if (Date.now() - printed < PROGRESS_MILLISECONDS) return;
    printed = Date.now();
    console.log(`Seeding ${store}: ${Math.floor(part * 100)} % (${resources.toLocaleString("en")} ${what} so far)`);
  };
}

function stopOnSignal(emulator: Emulator): void {
  let isStopping = false;
  const stop = (): void => {
    // A second Ctrl-C means now. Nothing acknowledged is lost: see emulator/store/database.ts.
    if (isStopping) process.exit(130);
    isStopping = true;
    emulator.close().then(() => process.exit(0), fail);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  // Started by scripts/start.ts: its channel closes when it dies, however it dies.
  if (process.connected) process.once("disconnect", stop);
}

/** What a person can do about an error of the system, by its code. */
const ADVICE: Readonly<Record<string, (port: string) => string>> = {
  EADDRINUSE: (port) => `Port ${port} is taken. Stop the program that holds it, or give another --port.`,
  EACCES: (port) => `Port ${port} needs more rights than this user has. Give a --port above 1023.`,
  EADDRNOTAVAIL: () => "This machine has no such --host address.",
  ENOTFOUND: () => "This machine has no such --host address.",
  ENOSPC: () => "The disk is full. Make room, then start again.",
};
const SQLITE_FULL = 13;

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof UsageError || error instanceof DataFolderError) return error.message;
  const code = "code" in error ? String(error.code) : "";
  if (code.startsWith("ERR_PARSE_ARGS")) return `${error.message}\n\n${USAGE}`;
  const isFull = "errcode" in error && error.errcode === SQLITE_FULL;
  const advice = ADVICE[isFull ? "ENOSPC" : code];
  return advice?.("port" in error ? String(error.port) : "") ?? error.stack ?? error.message;
}

function fail(error: unknown): never {
  console.error(explain(error));
  process.exit(1);
}

main().catch(fail);
