import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http";

/** What of a browser's request reaches the API. No cookie, no authorization, no x-forwarded-*, no method override. */
const REQUEST_HEADERS = [
  "accept",
  "accept-encoding",
  "if-match",
  "if-modified-since",
  "if-none-exist",
  "if-none-match",
  "prefer",
  "range",
] as const;
const BODY_HEADERS = ["content-encoding", "content-length", "content-type"] as const;

/** What of the API's answer reaches the browser. No set-cookie, no CORS, no server name. */
const RESPONSE_HEADERS = new Set([
  "accept-ranges",
  "content-disposition",
  "content-encoding",
  "content-length",
  "content-location",
  "content-range",
  "content-type",
  "etag",
  "last-modified",
  "location",
  "preference-applied",
  "retry-after",
  "warning",
  "x-progress",
]);

/**
 * The listed headers as a flat list of names and values.
 * @param hasBody false drops what describes a body: announcing one that is not sent would let its bytes pass for the next request
 */
export function requestHeaders(headers: IncomingHttpHeaders, hasBody: boolean): string[] {
  const copied: string[] = [];
  for (const names of hasBody ? [REQUEST_HEADERS, BODY_HEADERS] : [REQUEST_HEADERS]) {
    for (const name of names) {
      const value = headers[name];
      if (value !== undefined) copied.push(name, Array.isArray(value) ? value.join(", ") : value);
    }
  }
  return copied;
}

/** Copies the listed headers of an upstream answer into `target`. */
export function copyResponseHeaders(
  answer: { readonly headers: IncomingHttpHeaders },
  target: OutgoingHttpHeaders,
): OutgoingHttpHeaders {
  for (const name in answer.headers) {
    if (RESPONSE_HEADERS.has(name)) target[name] = answer.headers[name];
  }
  return target;
}
