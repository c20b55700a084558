import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { applyReadings, applyToFailure } from "#emulator/apply-readings.ts";
import { createDispatcher } from "#emulator/http/dispatch.ts";
import { GoogleError, json } from "#emulator/http/errors.ts";
import type { Context, Reply } from "#emulator/http/route.ts";
import { listen, type HttpServer } from "#emulator/http/server.ts";
import { sendReply } from "#emulator/http/send-reply.ts";
import { listenMllp, type MllpServer } from "#emulator/mllp/mllp-server.ts";
import { parseReadings, type Readings } from "#emulator/readings.ts";
import { ROUTES } from "#emulator/routes.ts";
import { registerDeidWorkers } from "#emulator/services/deid/routes.ts";
import { startSweeping } from "#emulator/services/dicomweb/admin/sweep-blobs.ts";
import { openDeidThread } from "#emulator/services/deid/fhir/engine-thread.ts";
import { startDeidStreams } from "#emulator/services/deid/stream/copy-changes.ts";
import { openImagingPool } from "#emulator/services/dicomweb/imaging/imaging-pool.ts";
import { registerDicomWorkers } from "#emulator/services/dicomweb/routes.ts";
import { registerBulkWorkers } from "#emulator/services/fhir/bulk/routes.ts";
import { rebuildIndex } from "#emulator/services/fhir/rebuild-index.ts";
import { registerTransferWorkers } from "#emulator/services/fhir/transfer/routes.ts";
import { registerHl7v2TransferWorkers } from "#emulator/services/hl7v2/transfer/routes.ts";
import { createOperations, type OperationEngine } from "#emulator/services/operations/engine.ts";
import { getObject } from "#emulator/services/storage/get-object.ts";
import { insertObject } from "#emulator/services/storage/insert-object.ts";
import { operationErrors } from "#emulator/services/operations/error-rows.ts";
import { openBlobs } from "#emulator/store/blobs.ts";
import { openBuckets } from "#emulator/store/buckets.ts";
import { openDatabase } from "#emulator/store/database.ts";
import { MIGRATIONS } from "#emulator/store/migrations.ts";

export interface EmulatorOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Holds `emulator.db`, `buckets/` and `blobs/`; made when it is not there. */
  readonly dataDir: string;
  /** How clients reach the emulator, for links in answers; default `http://{host}:{port}`. */
  readonly publicOrigin?: string;
  /** Runs before the first request is answered, e.g. seeding; meanwhile every request is 503, the health question too. */
  readonly prepare?: (context: Context) => Promise<void>;
  /** Runs beside the first requests, e.g. drawing the sample's pictures; `close` aborts it and waits for its end. */
  readonly afterwards?: (context: Context, signal: AbortSignal) => Promise<void>;
  /** Told how much of the FHIR search index is built anew, from 0 to 1, when an older emulator built it. */
  readonly onIndexing?: (part: number) => void;
  /** Takes HL7v2 messages by MLLP too: a port (0 takes a free one) and the full name of the store they go into. */
  readonly mllp?: { readonly port: number; readonly store: string };
  /** How the points that Google's documentation leaves open are read; default the first reading of each. */
  readonly readings?: Readings;
}

export interface Emulator {
  readonly origin: string;
  readonly port: number;
  /** Of the MLLP listener, when there is one. */
  readonly mllpPort?: number;
  readonly context: Context;
  /** Finishes requests under way, stops operations (they go on at the next start) and closes the database. */
  close(): Promise<void>;
}

/**
 * Opens the data folder and serves the Cloud Healthcare API on it.
 * Throws DataFolderError (with advice) for a folder that cannot be used, and the system's error when the port cannot be had.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { port, host = "127.0.0.1" } = options;
  const readings = options.readings ?? parseReadings([]);
  const dataDir = resolve(options.dataDir);
  const database = openDatabase(join(dataDir, "emulator.db"), MIGRATIONS);
  let origin = options.publicOrigin ?? "";
  const now = createClock();
  const operations = createOperations({ database, now, origin: () => origin });
  const buckets = join(dataDir, "buckets");
  mkdirSync(buckets, { recursive: true });
  const blobs = openBlobs(join(dataDir, "blobs"));
  const context: Context = {
    database,
    operations,
    now,
    readings,
    buckets: openBuckets(buckets),
    blobs,
    imaging: openImagingPool(() => blobs.scratchPath()),
    deidThread: openDeidThread(),
  };
  registerTransferWorkers(context);
  registerBulkWorkers(context);
  registerHl7v2TransferWorkers(context);
  registerDicomWorkers(context);
  registerDeidWorkers(context);
  const dispatch = createDispatcher({
    routes: applyReadings(ROUTES, readings),
    context,
    origin: () => origin,
    ownQuestions: (path, query) => answerOwn(path, query, context),
    neighbours: (method, path, call) =>
      insertObject(method, path, call, context) ?? getObject(method, path, call, context),
    failure: (reply) => applyToFailure(reply, readings),
  });
  let isReady = false;
  let server: HttpServer;
  try {
    server = await listen(host, port, (request, response) =>
      isReady ? dispatch(request, response) : sendReply(request, response, STARTING),
    );
  } catch (error) {
    database.close();
    throw error;
  }
  origin ||= `http://${host.includes(":") ? `[${host}]` : host}:${server.port}`;
  let mllp: MllpServer | undefined;
  const closing = new AbortController();
  let background: Promise<void> | undefined;
  const stopSweeping = startSweeping(context);
  let stopStreams: (() => Promise<void>) | undefined;
  const close = async (): Promise<void> => {
    closing.abort();
    await background;
    await mllp?.close();
    await stopSweeping();
    await stopStreams?.();
    await closeAll(server, operations, context);
  };
  try {
    await rebuildIndex(database, options.onIndexing);
    await options.prepare?.(context);
    await operations.resume();
    stopStreams = startDeidStreams(context);
    if (options.mllp) mllp = await listenMllp(context, { host, ...options.mllp });
  } catch (error) {
    await close();
    throw error;
  }
  isReady = true;
  background = options.afterwards?.(context, closing.signal);
  return { origin, port: server.port, ...(mllp && { mllpPort: mllp.port }), context, close };
}

const STARTING = new GoogleError("UNAVAILABLE", "The emulator is starting.").reply();

async function closeAll(server: HttpServer, operations: OperationEngine, context: Context): Promise<void> {
  await server.close();
  await operations.close();
  await context.imaging.close();
  await context.deidThread.close();
  context.database.close();
}

function answerOwn(path: string, query: URLSearchParams, context: Context): Reply | undefined {
  if (path === "/__emulator/health") return json({ status: "ok" });
  return operationErrors(path, query, context);
}

/** Wall-clock milliseconds, strictly increasing: calls within one millisecond are a microsecond apart. */
function createClock(): () => number {
  let lastMicroseconds = 0;
  return () => {
    lastMicroseconds = Math.max(Date.now() * 1000, lastMicroseconds + 1);
    return lastMicroseconds / 1000;
  };
}
