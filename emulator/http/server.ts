import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { failureReply } from "./failure-reply.ts";
import { logProblem } from "./log.ts";
import { BodyError } from "./read-body.ts";

export type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface HttpServer {
  readonly port: number;
  /** Takes no more requests, lets those under way finish, and cuts what is left after ten seconds. */
  close(): Promise<void>;
}

const SECOND = 1000;
/** Longer than any client's own, so that a pooled connection is never closed just as it is used again. */
const KEEP_ALIVE_MILLISECONDS = 75 * SECOND;
/** "30 min timeout" (contract section 18). */
const REQUEST_MILLISECONDS = 30 * 60 * SECOND;
const CLOSE_MILLISECONDS = 10 * SECOND;
const SWEEP_MILLISECONDS = 50;

/** Listens on `host:port`; port 0 takes a free one. Rejects with the system's error when it cannot. */
export async function listen(host: string, port: number, serve: Serve): Promise<HttpServer> {
  const calls = new WeakMap<Socket, string>();
  let isClosing = false;
  const server = createServer(
    {
      headersTimeout: 15 * SECOND,
      requestTimeout: REQUEST_MILLISECONDS,
      keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
      connectionsCheckingInterval: 5 * SECOND,
      // Search parameters ride in the URL of Google's API.
      maxHeaderSize: 64 * 1024,
      noDelay: true,
    },
    (request, response) => {
      calls.set(request.socket, request.url ?? "/");
      if (isClosing) response.shouldKeepAlive = false;
      serve(request, response).catch((error: unknown) => {
        logProblem("a request was dropped", error);
        response.destroy();
      });
    },
  );
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    refuse(error, socket, calls.get(socket) ?? "/");
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  server.on("error", (error) => {
    logProblem("the server", error);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      isClosing = true;
      return close(server);
    },
  };
}

async function close(server: Server): Promise<void> {
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, CLOSE_MILLISECONDS);
  // A connection whose request was under way becomes idle later, kept open by its client.
  const sweep = setInterval(() => {
    server.closeIdleConnections();
  }, SWEEP_MILLISECONDS);
  await new Promise((resolve) => {
    server.close(resolve);
  });
  clearTimeout(cut);
  clearInterval(sweep);
}

const PARSER_STATUS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** What Node's parser could not read, a body that ended half-way included. Answered here, as there is no response object to use. */
function refuse(error: NodeJS.ErrnoException, socket: Socket, path: string): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = PARSER_STATUS[error.code ?? ""] ?? 400;
  const reply = failureReply(path, new BodyError({ kind: "incomplete" }));
  const isBody = status === 400 && error.code === "HPE_INVALID_EOF_STATE" && typeof reply?.body === "string";
  const message = STATUS_CODES[status] ?? "Bad Request";
  const body = isBody ? reply.body : JSON.stringify({ error: { code: status, message, status: "INVALID_ARGUMENT" } });
  const type = (isBody ? reply.headers?.["content-type"] : undefined) ?? "application/json; charset=UTF-8";
  socket.end(
    `HTTP/1.1 ${status} ${message}\r\nConnection: close\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
