/**
 * The emulator's own diagnostics, on stderr: paths, ids of requests and operations, and stack traces of our code. Never patient data: a
 * SyntaxError of V8 quotes the text it could not read, so of that one only the place in our code is kept.
 */
export function logProblem(what: string, error: unknown): void {
  console.error(`${new Date().toISOString()} ${what}: ${traceOf(error)}`);
}

function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const trace = error.stack ?? error.message;
  return error instanceof SyntaxError ? `SyntaxError${trace.slice(trace.search(/\n {4}at /))}` : trace;
}
