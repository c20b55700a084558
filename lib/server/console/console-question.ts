import type { z } from "zod";
import type { Call } from "#lib/server/call.ts";
import type { Runtime } from "#lib/server/runtime.ts";
import type { Session } from "#lib/server/sessions.ts";

const BODY_LIMIT = 64 * 1024;
/** A de-identification may name thousands of resources. */
export const LAUNCH_BYTES = 512 * 1024;

export interface Asked<Input> {
  readonly input: Input;
  readonly session: Session;
  readonly runtime: Runtime;
  readonly call: Call;
}

/** What a question answers: a body for 200, or nothing for 204. */
export interface Answer {
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Facts<Input> {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** After /api/console/; `{id}` is one segment. */
  readonly path: string;
  /** Path and query parameters, for POST and PUT the JSON body as well, must parse by this. */
  readonly input: z.ZodType<Input>;
  /** Permissions the person must hold; none still needs a role. */
  readonly permissions: readonly string[];
  /** For the audit log: the resource that is asked about. */
  readonly resource?: (input: Input) => string;
  /** Bytes that the JSON body may have; 64 kB when not given. */
  readonly bodyLimit?: number;
}

/** One of the console's own questions, ready for the table in questions.ts. */
export interface ConsoleQuestion {
  readonly method: string;
  readonly path: string;
  readonly permissions: readonly string[];
  readonly bodyLimit: number;
  /** Parses the raw input; throws z.ZodError. */
  prepare(raw: unknown): PreparedQuestion;
}

export interface PreparedQuestion {
  readonly resource: string;
  answer(asked: Omit<Asked<unknown>, "input">): Answer | Promise<Answer>;
}

/** Ties a question's facts to its handler, so that the handler only ever sees parsed input. */
export function consoleQuestion<Input>(
  facts: Facts<Input>,
  handler: (asked: Asked<Input>) => Answer | Promise<Answer>,
): ConsoleQuestion {
  return {
    method: facts.method,
    path: facts.path,
    permissions: facts.permissions,
    bodyLimit: facts.bodyLimit ?? BODY_LIMIT,
    prepare: (raw) => {
      const input = facts.input.parse(raw);
      return { resource: facts.resource?.(input) ?? "", answer: (asked) => handler({ ...asked, input }) };
    },
  };
}
