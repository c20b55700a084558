import { matchMethod, type MatchedMethod } from "#lib/contract/match-method.ts";
import { gcloudCommand } from "./gcloud-command.ts";
import type { ApiTarget } from "./api-target.tsx";
import { shellQuote } from "./shell-quote.ts";

/** One API call as a screen makes it. */
export interface ApiRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** `/v1/…`, with the query if any. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as it stands, anything else as JSON. */
  readonly body?: unknown;
}

export interface RequestCode {
  readonly curl: string;
  /** Undefined when gcloud has no command for this method. */
  readonly gcloud: string | undefined;
  readonly node: string;
  /** A FHIR Bundle that makes the call, where the screen gave one. */
  readonly bundle?: string;
}

/** The call in three spellings that run as pasted. Tokens are fetched by the commands and never printed. */
export function requestAsCode(request: ApiRequest, target: ApiTarget): RequestCode {
  const [path, query] = splitOnce(request.path, "?");
  const matched = matchMethod(request.method, path);
  return {
    curl: curlCommand(request, target),
    gcloud: matched ? gcloudCommand(matched, new URLSearchParams(query), request.body) : undefined,
    node: nodeProgram(request, target, matched),
  };
}

function curlCommand(request: ApiRequest, target: ApiTarget): string {
  const parts = [`curl -X ${request.method}`];
  if (target.needsToken) parts.push('-H "Authorization: Bearer $(gcloud auth print-access-token)"');
  for (const [name, value] of Object.entries(headersOf(request))) parts.push(`-H ${shellQuote(`${name}: ${value}`)}`);
  if (request.body !== undefined) parts.push(`--data-binary ${shellQuote(bodyText(request.body))}`);
  parts.push(shellQuote(target.baseUrl + request.path));
  return parts.join(" \\\n  ");
}

/**
 * Google's own client when the method takes only a `name` or `parent`, a query and a body; otherwise the same client's
 * authorised `request`, which works for every method.
 */
function nodeProgram(request: ApiRequest, target: ApiTarget, matched: MatchedMethod | undefined): string {
  const call = matched && typedCall(request, matched);
  return call ? typedProgram(call, target) : plainProgram(request, target);
}

interface TypedCall {
  readonly accessor: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Which parameter of Google's client carries the resource name, by the method's last word. */
const NAME_PARAMETER: Readonly<Record<string, "parent" | "name">> = {
  list: "parent",
  create: "parent",
  get: "name",
  patch: "name",
  delete: "name",
  cancel: "name",
  import: "name",
  export: "name",
  getFHIRStoreMetrics: "name",
  getDICOMStoreMetrics: "name",
  getHL7v2StoreMetrics: "name",
  read: "name",
  history: "name",
  vread: "name",
};

function typedCall(request: ApiRequest, { method }: MatchedMethod): TypedCall | undefined {
  const steps = method.id.split(".").slice(1);
  const action = steps.at(-1) ?? "";
  const key = NAME_PARAMETER[action];
  if (!key || Object.keys(request.headers ?? {}).length > 0 || typeof request.body === "string") return undefined;
  const [path, query] = splitOnce(request.path, "?");
  return {
    accessor: `healthcare.${steps.join(".")}`,
    params: {
      [key]: nameIn(path, key),
      ...Object.fromEntries(new URLSearchParams(query)),
      ...(request.body === undefined ? {} : { requestBody: request.body }),
    },
  };
}

/** The resource name in a path: without `/v1/`, the custom verb and, for a parent, the collection. */
function nameIn(path: string, key: "name" | "parent"): string {
  const name = decodeURIComponent(path.replace(/^\/v1\//, "").replace(/:\w+$/, ""));
  return key === "name" ? name : name.split("/").slice(0, -1).join("/");
}

function typedProgram(call: TypedCall, target: ApiTarget): string {
  const auth = target.needsToken
    ? 'auth: new auth.GoogleAuth({ scopes: ["https://www.googleapis.com/auth/cloud-healthcare"] })'
    : `rootUrl: ${JSON.stringify(`${target.baseUrl}/`)}`;
  return [
    `import { ${target.needsToken ? "auth, " : ""}healthcare as connect } from "@googleapis/healthcare";`,
    "",
    `const healthcare = connect({ version: "v1", ${auth} });`,
    `const answer = await ${call.accessor}(${JSON.stringify(call.params, undefined, 2)});`,
    "console.log(answer.data);",
  ].join("\n");
}

function plainProgram(request: ApiRequest, target: ApiTarget): string {
  const options = {
    url: target.baseUrl + request.path,
    method: request.method,
    headers: headersOf(request),
    ...(request.body === undefined ? {} : { [target.needsToken ? "data" : "body"]: bodyText(request.body) }),
  };
  if (!target.needsToken) {
    const { url, ...init } = options;
    return [
      `const answer = await fetch(${JSON.stringify(url)}, ${JSON.stringify(init, undefined, 2)});`,
      "console.log(await answer.text());",
    ].join("\n");
  }
  return [
    'import { auth } from "@googleapis/healthcare";',
    "",
    'const google = new auth.GoogleAuth({ scopes: ["https://www.googleapis.com/auth/cloud-healthcare"] });',
    "const client = await google.getClient();",
    `const answer = await client.request(${JSON.stringify({ ...options, responseType: "text" }, undefined, 2)});`,
    "console.log(answer.data);",
  ].join("\n");
}

function headersOf(request: ApiRequest): Readonly<Record<string, string>> {
  const typed = Object.keys(request.headers ?? {}).some((name) => name.toLowerCase() === "content-type");
  const json = request.body !== undefined && typeof request.body !== "string" && !typed;
  return { ...(json ? { "Content-Type": "application/json" } : {}), ...request.headers };
}

function bodyText(body: unknown): string {
  return typeof body === "string" ? body : JSON.stringify(body, undefined, 2);
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
