import { parseResourceName } from "#lib/contract/resource-name.ts";
import { GoogleError, json } from "#emulator/http/errors.ts";
import { pageRequest, takePage } from "#emulator/http/page.ts";
import { formatTimestamp } from "#emulator/http/parse-scalar.ts";
import type { Context, Reply } from "#emulator/http/route.ts";
import { findOperation } from "./engine.ts";

const PATH = /^\/__emulator\/(?:v1|v1beta1)\/(.+)\/errors$/;

/**
 * `GET /__emulator/v1/{operation}/errors?pageSize=&pageToken=`: what Google writes to Cloud Logging (contract sections 6 and 17.2), as
 * `{errors: [{source, resourceId?, error: {code, message}, time}], nextPageToken?}` in the order they happened.
 * Undefined when `path` is another one.
 */
export function operationErrors(
  path: string,
  query: URLSearchParams,
  context: Pick<Context, "database">,
): Reply | undefined {
  const written = PATH.exec(path)?.[1];
  if (written === undefined) return undefined;
  const name = parseResourceName(decode(written));
  const row = name?.kind === "operation" ? findOperation(context.database, name, name.operation) : undefined;
  if (!row) throw new GoogleError("NOT_FOUND", "The operation was not found.");
  const page = pageRequest({ query }, "errors", row.operation_id);
  const rows = context.database.iterate<{
    id: number;
    source: string;
    resource_id: string | null;
    code: number;
    message: string;
    time: number;
  }>("SELECT * FROM operation_errors WHERE operation = ? AND id > ? ORDER BY id", row.id, Number(page.after ?? 0));
  const taken = takePage(rows, page, (error) => String(error.id));
  const errors = taken.rows.map((error) => ({
    source: error.source,
    ...(error.resource_id !== null && { resourceId: error.resource_id }),
    error: { code: error.code, message: error.message },
    time: formatTimestamp(error.time),
  }));
  return json({
    ...(errors.length > 0 && { errors }),
    ...(taken.nextPageToken && { nextPageToken: taken.nextPageToken }),
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
