import { z } from "zod";
import { ProblemError } from "#lib/contract/problem.ts";
import { dataHeaders, sendJson, sendProblem, type Call } from "#lib/server/call.ts";
import { refuseForgery } from "#lib/server/forgery.ts";
import { requirePermissions } from "#lib/server/gateway/authorize.ts";
import { errorFields, log } from "#lib/server/log.ts";
import { problem, toProblem } from "#lib/server/problems.ts";
import { readSmallBody } from "#lib/server/read-body.ts";
import { recordCall } from "#lib/server/record-call.ts";
import type { Runtime } from "#lib/server/runtime.ts";
import type { Session } from "#lib/server/sessions.ts";
import { OPEN_QUESTIONS } from "./open-questions.ts";
import { matchQuestion, type MatchedQuestion } from "./questions.ts";
import { askSession } from "./session.ts";

const PREFIX = "/api/console/";

/** Answers `/api/console/…`: the questions that one API call cannot answer, behind the same guards as the gateway. */
export async function answerConsoleQuestion(runtime: Runtime, call: Call): Promise<void> {
  const path = call.path.slice(PREFIX.length);
  const open = OPEN_QUESTIONS.get(`${call.request.method} ${path}`);
  try {
    if (open) {
      sendJson(call, 200, await open(runtime));
      return;
    }
    const matched = matchQuestion(call.request.method ?? "", path);
    if (matched === undefined) throw problem("NOT_FOUND", "The console has no such question.");
    if (matched === "other-method")
      throw problem("UNIMPLEMENTED", "The console has no such method here.", { status: 405 });
    await answerMatched(runtime, call, matched);
  } catch (error) {
    if (!(error instanceof ProblemError))
      log.error("call.failed", { requestId: call.requestId, ...errorFields(error) });
    sendProblem(call, toProblem(error));
  }
}

async function answerMatched(runtime: Runtime, call: Call, { question, params }: MatchedQuestion): Promise<void> {
  const deed = { action: `console.${question.path.split("/", 1)[0]}.${question.method.toLowerCase()}`, resource: "" };
  let session: Session | undefined;
  try {
    session = await runtime.sessionCookie.read(call.request.headers.cookie);
    if (!session) throw problem("UNAUTHENTICATED", "Sign in to go on.");
    refuseForgery(call, false);
    if (question !== askSession) requirePermissions(session, question.permissions);
    const prepared = question.prepare({ ...(await readInput(call, question.bodyLimit)), ...params });
    deed.resource = prepared.resource;
    if (question.method !== "GET") await recordCall(runtime, call, session, { ...deed, status: 0 });
    const answer = await prepared.answer({ session, runtime, call });
    const status = answer.body ? 200 : 204;
    await recordCall(runtime, call, session, { ...deed, status });
    if (answer.body) sendJson(call, status, answer.body, answer.headers);
    else call.response.writeHead(status, dataHeaders(call)).end();
  } catch (error) {
    const refusal = error instanceof z.ZodError ? invalidInput(error) : error;
    await recordCall(runtime, call, session, { ...deed, status: toProblem(refusal).status });
    throw refusal;
  }
}

/** Query parameters, once each, and for POST and PUT the fields of the JSON body. */
async function readInput(call: Call, bodyLimit: number): Promise<Record<string, unknown>> {
  const parameters = [...new URLSearchParams(call.query)];
  if (new Set(parameters.map(([name]) => name)).size !== parameters.length) {
    throw problem("INVALID_ARGUMENT", "A query parameter is given twice.");
  }
  if (call.request.method === "GET" || call.request.method === "DELETE") return Object.fromEntries(parameters);
  const text = await readSmallBody(call.request, bodyLimit);
  try {
    const fields = z.record(z.string(), z.unknown()).safeParse(JSON.parse(text));
    if (fields.success) return fields.data;
  } catch {
    // Falls through to the same answer.
  }
  throw problem("INVALID_ARGUMENT", "The request body is not a JSON object.");
}

function invalidInput(error: z.ZodError): ProblemError {
  const at = error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  return problem("INVALID_ARGUMENT", `The input is not valid: ${at.map(({ path }) => path).join(", ")}.`, { at });
}
