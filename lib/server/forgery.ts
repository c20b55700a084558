import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";
import type { Call } from "./call.ts";
import { isLoopback, type Config } from "./config.ts";
import { problem } from "./problems.ts";

/** Content types that a foreign page can send without asking first (Fetch standard, CORS-safelisted request headers). */
const FORM_TYPES = new Set(["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"]);

/**
 * Refuses requests that another site made the browser send.
 * Reads: `Sec-Fetch-Site` and `Origin`, where the browser sends them, must say same origin. Writes: `Origin` must be there and ours.
 * @throws ProblemError PERMISSION_DENIED
 */
export function refuseForeignSite({ request, origin }: Pick<Call, "request" | "origin">): void {
  const { headers, method } = request;
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") throw forged();
  if (headers.origin !== undefined && headers.origin !== origin) throw forged();
  if (!isSafe(method) && headers.origin === undefined) throw forged();
}

/**
 * The same, and for writes by the console's own code also the header `x-console: 1`, which no form and no simple request can carry,
 * and a content type that forces the browser to ask first.
 * @param allowsForm true for FHIR searches, whose standard body is a form, and for lists by POST
 */
export function refuseForgery(call: Pick<Call, "request" | "origin">, allowsForm: boolean): void {
  refuseForeignSite(call);
  const { headers, method } = call.request;
  if (isSafe(method)) return;
  const type = headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (headers["x-console"] !== "1" || (type !== undefined && FORM_TYPES.has(type) && !allowsForm)) throw forged();
}

/**
 * The console's own origin for this request.
 * Where no address is configured (demo people only) the Host header tells it, which then must be this machine or an IP address:
 * a foreign name that resolves here (DNS rebinding) would otherwise pass as our own origin.
 */
export function originOf(headers: IncomingHttpHeaders, config: Config): string {
  if (config.publicOrigin) return config.publicOrigin;
  const host = headers.host ?? "";
  const hostname = host.replace(/:\d+$/, "");
  if (!/^[\w.:[\]-]+$/.test(host) || !(isLoopback(hostname) || isIP(hostname.replace(/^\[|\]$/g, "")) !== 0)) {
    throw problem(
      "INVALID_ARGUMENT",
      "This console does not answer under that host name; set NEXTAUTH_URL to its address.",
      {
        status: 421,
      },
    );
  }
  return `http://${host}`;
}

function isSafe(method: string | undefined): boolean {
  return method === "GET" || method === "HEAD";
}

function forged(): Error {
  return problem(
    "PERMISSION_DENIED",
    "The request did not come from the console's own pages: writes need the console's Origin, a JSON or DICOM content type and the header x-console: 1.",
  );
}
