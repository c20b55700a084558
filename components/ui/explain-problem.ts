import { ProblemError, type Problem, type ProblemCode } from "#lib/contract/problem.ts";

const HOP_NAMES: Readonly<Record<Problem["hop"], string>> = {
  browser: "in this browser",
  console: "in the console's server",
  "identity-provider": "at the sign-in provider",
  "healthcare-api": "at the Cloud Healthcare API",
};

/** `waits`: repeating can help. */
const WORDS: Readonly<
  Record<ProblemCode, { readonly title: string; readonly advice?: string; readonly waits?: true }>
> = {
  INVALID_ARGUMENT: { title: "The request was not understood", advice: "Correct the named part and send it again." },
  FAILED_PRECONDITION: { title: "Not possible in the present state" },
  UNAUTHENTICATED: { title: "You are signed out", advice: "Sign in again; you come back to this page." },
  PERMISSION_DENIED: {
    title: "Not allowed",
    advice: "Or there is no such resource: the API does not tell which of the two. Check the name, or ask an admin.",
  },
  NOT_FOUND: { title: "Not found", advice: "It may have been deleted or renamed. Check the name, or go one level up." },
  GONE: { title: "Deleted", advice: "Its history may still hold earlier versions." },
  ALREADY_EXISTS: { title: "The name is taken", advice: "Choose another id." },
  ABORTED: { title: "Somebody else changed it meanwhile", advice: "Reload to see the present state.", waits: true },
  PRECONDITION_FAILED: { title: "Changed meanwhile", advice: "Reload to see the present version." },
  PAYLOAD_TOO_LARGE: { title: "Too large", advice: "Send it in smaller parts." },
  UNSUPPORTED_MEDIA_TYPE: { title: "Wrong kind of content" },
  RESOURCE_EXHAUSTED: { title: "Too many requests", advice: "Wait a moment, then try again.", waits: true },
  CANCELLED: { title: "Cancelled", waits: true },
  UNIMPLEMENTED: { title: "Not available here", advice: "The API in use does not offer this method." },
  INTERNAL: { title: "Something broke", waits: true },
  UNAVAILABLE: { title: "Not reachable", waits: true },
  DEADLINE_EXCEEDED: { title: "It took too long", waits: true },
};

export interface ProblemWords {
  /** What happened and at which hop. */
  readonly title: string;
  /** What to do next; undefined when the problem's own message says it. */
  readonly advice: string | undefined;
  /** Whether the same request may work later. */
  readonly canRetry: boolean;
}

/** Says in plain words what happened, where, and what to do. */
export function explainProblem(problem: Problem): ProblemWords {
  const words = WORDS[problem.code];
  return {
    title: `${words.title} ${HOP_NAMES[problem.hop]}`,
    advice: problem.permission
      ? `Your role lacks the permission ${problem.permission}. An admin can give it to you.`
      : words.advice,
    canRetry: words.waits === true,
  };
}

/** The problem in whatever was thrown: a ProblemError carries one; anything else is a fault of our own code. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return {
    code: "INTERNAL",
    status: 0,
    hop: "browser",
    message: error instanceof Error && error.name === "ZodError" ? SHAPE_MESSAGE : FAULT_MESSAGE,
  };
}

const SHAPE_MESSAGE = "The answer has a shape that this version of the console does not know.";
const FAULT_MESSAGE = "The page hit a fault of its own. Reload it; if it comes back, report what you did.";
