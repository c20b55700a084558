import { createServer, type Server, type Socket } from "node:net";
import { parseTerminated } from "#lib/hl7v2/terminated.ts";
import { MllpDecoder, mllpFrame, type MllpEvent } from "#lib/hl7v2/mllp-frames.ts";
import { logProblem } from "#emulator/http/log.ts";
import type { Context } from "#emulator/http/route.ts";
import { LARGEST_MESSAGE_BYTES, MessageRefused, refusal } from "#emulator/services/hl7v2/accept-message.ts";
import { hl7v2StoreOf, type Hl7v2Store } from "#emulator/services/hl7v2/hl7v2-store.ts";
import { ingestMessage } from "#emulator/services/hl7v2/store-message.ts";
import { findStore, type StoreAddress } from "#emulator/services/stores/rows.ts";
import { parseStoreName } from "./parse-store-name.ts";

export interface MllpOptions {
  /** 0 takes a free port. */
  readonly port: number;
  readonly host: string;
  /** `projects/…/hl7V2Stores/s`; it may come into being later, until then every message is refused. */
  readonly store: string;
}

export interface MllpServer {
  readonly port: number;
  /** Finishes the messages under way and closes all connections. */
  close(): Promise<void>;
}

/** Enough for every feed of a hospital; more are told no at once. */
const MOST_CONNECTIONS = 1024;

/**
 * Takes HL7v2 messages by MLLP and ingests them into one store. Each message is answered by an ACK when it is on disk, or by a NACK that
 * says why not; the messages of a connection one after another in their order. Bytes between frames are passed over.
 */
export async function listenMllp(context: Context, { port, host, store }: MllpOptions): Promise<MllpServer> {
  const address = parseStoreName(store);
  if (!address) throw new Error(`${store} is not the name of an HL7v2 store`);
  const open = new Set<Connection>();
  // Half open: a sender that says goodbye behind its last message still gets the answer.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const connection: Connection = { socket, isAnswering: false, isClosing: false, served: Promise.resolve() };
    connection.served = serve(context, address, connection).finally(() => open.delete(connection));
    open.add(connection);
  });
  server.maxConnections = MOST_CONNECTIONS;
  const bound = await bind(server, host, port);
  return { port: bound, close: () => closeAll(server, open) };
}

interface Connection {
  readonly socket: Socket;
  isAnswering: boolean;
  isClosing: boolean;
  served: Promise<void>;
}

function bind(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      server.on("error", (error) => {
        logProblem("the MLLP listener", error);
      });
      const bound = server.address();
      resolve(typeof bound === "object" && bound ? bound.port : port);
    });
  });
}

async function closeAll(server: Server, open: ReadonlySet<Connection>): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  for (const connection of open) {
    connection.isClosing = true;
    if (!connection.isAnswering) connection.socket.destroy();
  }
  await Promise.all([...open].map(({ served }) => served));
  await closed;
}

/** Reads on only when what came before is answered, so a fast sender cannot fill the memory. Never rejects. */
async function serve(context: Context, address: StoreAddress, connection: Connection): Promise<void> {
  const { socket } = connection;
  const decoder = new MllpDecoder(LARGEST_MESSAGE_BYTES);
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      connection.isAnswering = true;
      for (const event of decoder.push(chunk)) {
        const answer = await answerTo(context, address, event);
        if (answer !== undefined && !socket.destroyed) socket.write(mllpFrame(Buffer.from(answer)));
        if (connection.isClosing) break;
      }
      connection.isAnswering = false;
      if (connection.isClosing) break;
    }
    await new Promise<void>((resolve) => {
      socket.end(() => {
        resolve();
      });
    });
    socket.destroy();
  } catch (error) {
    // A sender that goes away is no problem of ours: what was not acknowledged it will send again.
    if (!isConnectionLoss(error)) logProblem("an MLLP connection failed", error);
    socket.destroy();
  }
}

async function answerTo(context: Context, address: StoreAddress, event: MllpEvent): Promise<string | undefined> {
  if (event.kind === "garbage") return undefined;
  const bytes = event.kind === "frame" ? event.bytes : event.head;
  const nack = (reason: string): string =>
    refusal(parseTerminated(Buffer.from(bytes.subarray(0, 4096)).toString(), "\r"), context.now(), reason).nack;
  if (event.kind === "oversize")
    return nack(`the message has ${event.length} bytes, at most ${LARGEST_MESSAGE_BYTES} are supported`);
  const store = findTarget(context, address);
  if (!store) return nack("the HL7v2 store of this listener does not exist");
  try {
    return (await ingestMessage(context, store, bytes, {})).ack;
  } catch (error) {
    if (error instanceof MessageRefused) return error.nack;
    logProblem("a message that came by MLLP was not stored", error);
    return nack("the message could not be stored");
  }
}

function findTarget({ database }: Context, address: StoreAddress): Hl7v2Store | undefined {
  const row = findStore(database, address);
  return row && hl7v2StoreOf(database, address, row);
}

function isConnectionLoss(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return ["ECONNRESET", "EPIPE", "ETIMEDOUT", "ERR_STREAM_PREMATURE_CLOSE"].includes(code);
}
