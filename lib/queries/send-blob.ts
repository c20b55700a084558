import { CONSOLE_HEADER, unreachable } from "./gateway.ts";

export interface BlobCall {
  readonly headers: Readonly<Record<string, string>>;
  /** Read from disk as it is sent, its type goes as Content-Type. */
  readonly body: Blob;
  /** Breaks the request off, unless all of the body has left: what comes of it is then awaited. */
  readonly signal: AbortSignal;
  /** How many bytes of the body have left so far. */
  readonly onSent: (bytes: number) => void;
}

/**
 * POSTs a blob through the gateway and tells how far it is, which `fetch` cannot. Resolves with whatever the answer is; rejects with
 * ProblemError when there is none, and with the signal's reason when it was broken off.
 * @param path starts with `/v1/`
 */
export function sendBlob(path: string, { headers, body, signal, onSent }: BlobCall): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let hasLeft = false;
    const abort = () => {
      if (!hasLeft) request.abort();
    };
    request.open("POST", `/api/healthcare${path}`);
    for (const [name, value] of Object.entries({ ...CONSOLE_HEADER, ...headers }))
      request.setRequestHeader(name, value);
    request.responseType = "blob";
    request.upload.addEventListener("progress", ({ loaded }) => onSent(loaded));
    request.upload.addEventListener("load", () => {
      hasLeft = true;
    });
    request.addEventListener("load", () => resolve(asResponse(request)));
    request.addEventListener("error", () => reject(unreachable()));
    request.addEventListener("abort", () => reject(new DOMException("Broken off", "AbortError")));
    request.addEventListener("loadend", () => signal.removeEventListener("abort", abort));
    signal.addEventListener("abort", abort);
    if (signal.aborted) reject(new DOMException("Broken off", "AbortError"));
    else request.send(body);
  });
}

function asResponse(request: XMLHttpRequest): Response {
  const headers = new Headers();
  for (const name of ["content-type", "x-request-id"]) {
    const value = request.getResponseHeader(name);
    if (value !== null) headers.set(name, value);
  }
  const isEmpty = request.status === 204 || request.status === 304;
  return new Response(isEmpty ? null : (request.response as Blob), { status: request.status, headers });
}
