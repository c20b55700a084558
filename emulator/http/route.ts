import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import type { MatchedMethod } from "#lib/contract/match-method.ts";
import type { Readings } from "#emulator/readings.ts";
import type { Blobs } from "#emulator/store/blobs.ts";
import type { Buckets } from "#emulator/store/buckets.ts";
import type { Database } from "#emulator/store/database.ts";
import type { DeidThread } from "#emulator/services/deid/fhir/engine-thread.ts";
import type { ImagingPool } from "#emulator/services/dicomweb/imaging/imaging-pool.ts";
import type { ApiVersion, Operations } from "#emulator/services/operations/runner.ts";

/** One request after the table has named its method. The body is still on the wire. */
export interface EmulatorRequest {
  readonly matched: MatchedMethod;
  readonly params: Readonly<Record<string, string>>;
  /** The prefix the client used; `@type`s of operations carry it. */
  readonly apiVersion: ApiVersion;
  /** Query parameters in the order sent. */
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The emulator's own public origin, e.g. http://127.0.0.1:8787, for links in answers. */
  readonly origin: string;
  /** Reads the whole body; a longer one is 413 in the error format of the route. A half-sent one rejects and nothing is written. */
  readBody(limitBytes: number): Promise<Buffer>;
  /** The body as it arrives, for uploads that must not be held whole. */
  readonly stream: Readable;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | Readable;
  /** Called when a body of bytes is with the system, and not at all when the client went away before. */
  readonly onSent?: () => void;
}

/** What every handler may touch. Nothing else is global. */
export interface Context {
  readonly database: Database;
  readonly operations: Operations;
  readonly buckets: Buckets;
  /** The files of DICOM stores. */
  readonly blobs: Blobs;
  /** Threads that read DICOM files. */
  readonly imaging: ImagingPool;
  /** The thread that de-identifies resources. */
  readonly deidThread: DeidThread;
  /** Milliseconds since 1970, strictly increasing per call by at least a microsecond fraction: versions and lastUpdated come from it. */
  readonly now: () => number;
  /** How the points that Google's documentation leaves open are read. */
  readonly readings: Readings;
}

export type Handler = (request: EmulatorRequest, context: Context) => Reply | Promise<Reply>;

/** Handlers by method id without the prefix `healthcare.projects.locations.`; one row one method. */
export type Routes = Readonly<Record<string, Handler>>;
