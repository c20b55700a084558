import { ProblemError } from "#lib/contract/problem.ts";
import { matchMethod, methodPath, type MatchedMethod } from "#lib/contract/match-method.ts";
import { METHODS } from "#lib/contract/methods.ts";
import { dataHeaders, sendProblem, type Call } from "#lib/server/call.ts";
import { refuseForgery } from "#lib/server/forgery.ts";
import { errorFields, log } from "#lib/server/log.ts";
import { problem, toProblem } from "#lib/server/problems.ts";
import { checkReason } from "#lib/server/reason.ts";
import { recordCall, type Deed } from "#lib/server/record-call.ts";
import type { Runtime } from "#lib/server/runtime.ts";
import type { Session } from "#lib/server/sessions.ts";
import { authorizeMethod } from "./authorize.ts";
import { guardDeidentification } from "./guard-deidentification.ts";
import { guardEnvironment, UNLOCK_HEADER } from "./guard-environment.ts";
import { copyResponseHeaders, requestHeaders } from "./headers.ts";
import { isListByPost, matchListByPost } from "./list-by-post.ts";
import { isWrite } from "./method-rights.ts";
import { isFhirSearch, readFormQuery } from "./search-body.ts";
import { streamAnswer } from "./stream-answer.ts";
import type { UpstreamAnswer } from "./upstream-answer.ts";

const PREFIX = "/api/healthcare";
/** Google's system parameters that would smuggle in another credential, another caller or a script. */
const REFUSED_PARAMETERS = ["access_token", "oauth_token", "key", "callback", "quotaUser", "userIp"];

interface Named {
  readonly matched: MatchedMethod;
  /** `/v1/…`, rebuilt from the parsed parts: nothing of the browser's own spelling goes out. */
  readonly path: string;
  readonly deed: Deed;
}

/** Answers `/api/healthcare/v1/…`: the one door to the Cloud Healthcare API. The steps, in order, are the guards. */
export async function answerGatewayCall(runtime: Runtime, call: Call): Promise<void> {
  let named: Named | undefined;
  let session: Session | undefined;
  try {
    named = nameMethod(call);
    session = await readSession(runtime, call);
    refuseForgery(call, comesAsForm(call, named));
    authorizeMethod(session, named.matched.method);
    checkReason(call.request.headers);
    await guardProduction(runtime, call, named);
    await guardDeidentification(runtime.labels, named.matched.method, named.deed.resource);
    await announceWrite(runtime, call, session, named);
    const answer = await forward(runtime, call, session, named);
    await recordOutcome(runtime, call, session, { named, answer });
    respond(call, answer);
  } catch (error) {
    await refuse(runtime, call, { error, named, session });
  }
}

function nameMethod(call: Call): Named {
  const verb = call.request.method ?? "";
  const asked = call.path.slice(PREFIX.length);
  const matched = matchListByPost(call, asked) ?? matchMethod(verb, asked);
  if (!matched) throw unknownMethod(asked);
  const path = methodPath(matched.method, matched.params);
  return { matched, path, deed: { action: matched.method.id, resource: path.slice("/v1/".length) } };
}

/** Parameters that may name a patient come in a form body and go out in the query, where the API reads them. */
function comesAsForm(call: Call, { matched }: Named): boolean {
  return isFhirSearch(matched.method) || isListByPost(call, matched.method);
}

function unknownMethod(asked: string): Error {
  const isOtherVerb = ["GET", "POST", "PUT", "PATCH", "DELETE"].some((verb) => matchMethod(verb, asked));
  return isOtherVerb
    ? problem("UNIMPLEMENTED", "The Cloud Healthcare API has no such method on this resource.", { status: 405 })
    : problem(
        "NOT_FOUND",
        `No such method: the gateway knows ${METHODS.length} methods of the Cloud Healthcare API v1.`,
      );
}

async function readSession(runtime: Runtime, call: Call): Promise<Session> {
  const session = await runtime.sessionCookie.read(call.request.headers.cookie);
  if (!session) throw problem("UNAUTHENTICATED", "Sign in to go on.");
  return session;
}

async function guardProduction(runtime: Runtime, call: Call, { matched, deed }: Named): Promise<void> {
  const unlock = call.request.headers[UNLOCK_HEADER];
  await guardEnvironment(runtime.labels, matched, {
    resource: deed.resource,
    unlock: typeof unlock === "string" ? unlock : undefined,
  });
}

/** A change is on record before it can happen; a read only before its data leaves. */
async function announceWrite(runtime: Runtime, call: Call, session: Session, { matched, deed }: Named): Promise<void> {
  if (isWrite(matched.method)) await recordCall(runtime, call, session, { ...deed, status: 0 });
}

async function forward(runtime: Runtime, call: Call, session: Session, named: Named): Promise<UpstreamAnswer> {
  const { matched, path } = named;
  const { verb } = matched.method;
  const isForm = comesAsForm(call, named);
  const query = checkQuery(isForm ? await readFormQuery(call) : call.query);
  const hasBody = !isForm && verb !== "GET" && verb !== "DELETE";
  const headers = [...requestHeaders(call.request.headers, hasBody), ...(await runtime.credentials(session))];
  if (isFhirSearch(matched.method)) headers.push("content-type", "application/fhir+json", "content-length", "0");
  const answer = await runtime.upstream.send({
    verb,
    target: query === "" ? path : `${path}?${query}`,
    headers,
    body: hasBody ? call.request : undefined,
    caller: call.response,
  });
  if (answer.status >= 300 && answer.status < 400 && answer.status !== 304) {
    answer.destroy();
    throw problem(
      "UNAVAILABLE",
      "The API answered with a redirect, which the gateway does not follow. Check HEALTHCARE_API_URL.",
      {
        status: 502,
        hop: "healthcare-api",
      },
    );
  }
  return answer;
}

function checkQuery(query: string): string {
  if (query === "") return query;
  if (!/^[\u0021-\u007e]*$/.test(query))
    throw problem("INVALID_ARGUMENT", "The query holds characters that must be percent-encoded.");
  const parameters = new URLSearchParams(query);
  const refused = REFUSED_PARAMETERS.find((name) => parameters.has(name));
  if (refused !== undefined)
    throw problem("INVALID_ARGUMENT", `The gateway does not pass on the query parameter ${refused}.`);
  return query;
}

async function recordOutcome(
  runtime: Runtime,
  call: Call,
  session: Session,
  { named, answer }: { readonly named: Named; readonly answer: UpstreamAnswer },
): Promise<void> {
  try {
    await recordCall(runtime, call, session, { ...named.deed, status: answer.status });
  } catch (error) {
    answer.destroy();
    throw error;
  }
}

function respond(call: Call, answer: UpstreamAnswer): void {
  call.response.writeHead(answer.status, copyResponseHeaders(answer, dataHeaders(call)));
  streamAnswer(answer, call.response);
}

/** A refused call is on record as well, once its method is known; when even that fails the answer says so. */
async function refuse(
  runtime: Runtime,
  call: Call,
  {
    error,
    named,
    session,
  }: { readonly error: unknown; readonly named: Named | undefined; readonly session: Session | undefined },
): Promise<void> {
  let told = toProblem(error);
  if (!(error instanceof ProblemError)) log.error("call.failed", { requestId: call.requestId, ...errorFields(error) });
  if (named && !call.response.headersSent) {
    try {
      await recordCall(runtime, call, session, { ...named.deed, status: told.status });
    } catch (failure) {
      told = toProblem(failure);
    }
  }
  sendProblem(call, told);
}
