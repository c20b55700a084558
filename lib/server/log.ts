type Level = "info" | "warn" | "error";
type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Log {
  info(event: string, fields?: Fields): void;
  warn(event: string, fields?: Fields): void;
  error(event: string, fields?: Fields): void;
}

/**
 * One JSON object a line on standard output. Callers name every field they log, and none of them is ever a query, a body, a token or
 * a person's data: request id, method id, status, duration, error class. JSON's escapes keep CR, LF and ANSI codes inside their field.
 */
export const log: Log = {
  info: (event, fields) => {
    write("info", event, fields);
  },
  warn: (event, fields) => {
    write("warn", event, fields);
  },
  error: (event, fields) => {
    write("error", event, fields);
  },
};

/** The one line for people: where to point the browser. */
export function announce(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** What may be said of a thrown value in a log: its class and code, not its message, which can quote input. */
export function errorFields(error: unknown): { error: string; code?: string } {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  return { error: error.name, ...code };
}

function write(level: Level, event: string, fields: Fields = {}): void {
  const line = JSON.stringify({ time: new Date().toISOString(), level, event, ...fields });
  // U+007F to U+009F and the line separators pass JSON unescaped and still steer some terminals.
  process.stdout.write(`${line.replace(/[\u007f-\u009f\u2028\u2029]/g, escapeCharacter)}\n`);
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
