import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ProblemError } from "#lib/contract/problem.ts";

const MAX_RETRIES = 2;

/**
 * The browser's cache of answers. An answer that says no (4xx) is final and never asked again by itself; a broken line or a
 * failing server is asked twice more. `onSignedOut` runs when the console's own door answers 401.
 */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (isSignedOut(error)) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { staleTime: 30_000, refetchOnWindowFocus: false, retry: mayRetry },
      mutations: { retry: false },
    },
  });
}

/** Whether asking again can help: not for an answer of 4xx, not for a fault of our own, and at most twice. */
export function mayRetry(failures: number, error: unknown): boolean {
  if (!(error instanceof ProblemError) || failures >= MAX_RETRIES) return false;
  return error.problem.status === 0 || error.problem.status >= 502;
}

function isSignedOut(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.code === "UNAUTHENTICATED" && error.problem.hop === "console";
}
