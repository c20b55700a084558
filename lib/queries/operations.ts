import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { ProblemError } from "#lib/contract/problem.ts";
import { apiPath } from "./api-path.ts";
import { askConsole, callGateway } from "./gateway.ts";
import { inTurn } from "./in-turn.ts";

/** Poll running work every second at first, then ever slower up to the half minute that Google's docs advise. */
const POLL_MIN_MS = 1_000;
const POLL_MAX_MS = 30_000;

/** int64 in proto3 JSON is a string; zero counters are left out. */
const countSchema = z.coerce.number().default(0);

const counterSchema = z.looseObject({
  pending: countSchema,
  success: countSchema,
  failure: countSchema,
  secondarySuccess: countSchema,
  secondaryFailure: countSchema,
});

export const operationSchema = z.looseObject({
  name: z.string(),
  done: z.boolean().default(false),
  metadata: z
    .looseObject({
      apiMethodName: z.string().optional(),
      createTime: z.string().optional(),
      endTime: z.string().optional(),
      cancelRequested: z.boolean().default(false),
      logsUrl: z.string().optional(),
      counter: counterSchema.optional(),
    })
    .optional(),
  error: z.looseObject({ code: z.number().optional(), message: z.string().default("") }).optional(),
});
export type Operation = z.infer<typeof operationSchema>;

const operationPageSchema = z.object({
  operations: z.array(operationSchema).default([]),
  nextPageToken: z.string().optional(),
});

/** One item that failed, as the API writes it to Cloud Logging (ImportFhirLogEntry and its kin). */
const errorRowSchema = z.looseObject({
  source: z.string().default(""),
  resourceId: z.string().optional(),
  error: z.looseObject({ code: z.number().optional(), message: z.string().default("") }),
});
const errorPageSchema = z.object({ errors: z.array(errorRowSchema).default([]), nextPageToken: z.string().optional() });

/** Long-running work, which the API keeps per dataset for about 30 days. */
export const operationQueries = {
  /** The newest operations of a dataset; asks again by itself while one of them runs. */
  recent: (dataset: string) =>
    queryOptions({
      queryKey: ["operations", dataset],
      queryFn: ({ signal }) =>
        inTurn(signal, async () => {
          const response = await callGateway(apiPath(dataset, "/operations?pageSize=50"), { signal });
          return operationPageSchema.parse(await response.json()).operations;
        }),
      staleTime: POLL_MIN_MS,
      refetchInterval: (query) =>
        query.state.data?.some((operation) => !operation.done) === true ? pollDelay(query.state.data) : false,
    }),
  /** One operation; asks again by itself until it has ended. */
  one: (operation: string) =>
    queryOptions({
      queryKey: ["operation", operation],
      queryFn: async ({ signal }) =>
        operationSchema.parse(await (await callGateway(apiPath(operation), { signal })).json()),
      staleTime: POLL_MIN_MS,
      refetchInterval: (query) => (query.state.data?.done === false ? pollDelay([query.state.data]) : false),
    }),
  /** What failed in an operation, page by page. UNIMPLEMENTED where only Cloud Logging has it. */
  errors: (operation: string) =>
    infiniteQueryOptions({
      queryKey: ["operation-errors", operation],
      queryFn: ({ pageParam, signal }) => {
        const query = new URLSearchParams({ name: operation, ...(pageParam ? { pageToken: pageParam } : {}) });
        return askConsole(`operation-errors?${query.toString()}`, errorPageSchema, { signal });
      },
      initialPageParam: "",
      getNextPageParam: (page) => page.nextPageToken,
    }),
};

/** Milliseconds until the next question: a tenth of the age of the youngest running operation, within the bounds. */
export function pollDelay(operations: readonly Operation[], now: number = Date.now()): number {
  const ages = operations
    .filter((operation) => !operation.done)
    .map((operation) => now - Date.parse(operation.metadata?.createTime ?? ""));
  const youngest = Math.min(...ages.filter((age) => Number.isFinite(age)), Number.POSITIVE_INFINITY);
  if (!Number.isFinite(youngest)) return POLL_MIN_MS;
  return Math.min(POLL_MAX_MS, Math.max(POLL_MIN_MS, youngest / 10));
}

/** Asks the API to stop an operation. What it has done already stays done. */
export async function cancelOperation(name: string, headers: Readonly<Record<string, string>>): Promise<void> {
  await callGateway(apiPath(name, ":cancel"), {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: "{}",
  });
}

/** Starts long work: POST of a custom verb such as `:import`. Answers with the operation. */
export async function startOperation(
  name: string,
  verb: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<Operation> {
  const response = await callGateway(apiPath(name, `:${verb}`), {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return operationSchema.parse(await response.json());
}

/** How often, and how long at most, a short operation is asked for its end. */
const SHORT_POLL_MS = 500;
const SHORT_WAIT_MS = 60_000;

export interface OperationWait {
  /** How long at most, in milliseconds; a minute when not given. */
  readonly atMost?: number;
  /** Sees the operation each time it was asked for. */
  readonly onProgress?: (operation: Operation) => void;
}

/**
 * Waits for the end of an operation, which is expected to take seconds, such as the creation of a dataset. Rejects with ProblemError when
 * it failed, or when it still runs after the time given; it then goes on by itself.
 */
export async function finishedOperation(started: Operation, wait: OperationWait = {}): Promise<Operation> {
  const { atMost = SHORT_WAIT_MS, onProgress } = wait;
  const deadline = Date.now() + atMost;
  let operation = started;
  while (!operation.done) {
    if (Date.now() > deadline) throw stillRunning(atMost);
    await new Promise((resolve) => setTimeout(resolve, SHORT_POLL_MS));
    operation = operationSchema.parse(await (await callGateway(apiPath(operation.name))).json());
    onProgress?.(operation);
  }
  if (operation.error) throw failedOperation(operation.error.message);
  return operation;
}

function stillRunning(afterMs: number): ProblemError {
  const minutes = Math.round(afterMs / 60_000);
  const long = minutes === 1 ? "a minute" : `${minutes} minutes`;
  return new ProblemError({
    code: "DEADLINE_EXCEEDED",
    status: 0,
    hop: "healthcare-api",
    message: `It takes longer than ${long} and goes on in the background. Look at the operations of the dataset.`,
  });
}

function failedOperation(message: string): ProblemError {
  return new ProblemError({ code: "INTERNAL", status: 0, hop: "healthcare-api", message });
}
