import { fieldViolationError, GoogleError } from "./errors.ts";
import type { Message } from "./message.ts";
import { parseMessage, type MessageJson } from "./parse-message.ts";
import type { EmulatorRequest } from "./route.ts";

/** "DICOMweb non-store request 10 MB", taken for every admin body (contract section 18). */
const LARGEST_BODY_BYTES = 10 * 1024 * 1024;

/** Parameters that every method takes (contract section 1.2). */
const GLOBAL_PARAMETERS = new Set(
  "alt,$.xgafv,access_token,callback,fields,key,oauth_token,prettyPrint,quotaUser,uploadType,upload_protocol,$prettyPrint,$.prettyPrint,$fields,$alt,$key".split(
    ",",
  ),
);

/**
 * The body of an admin method as a message. An empty body is the empty message, with or without a content type, as `:cancel` is sent
 * without one. Throws GoogleError 400 or 415.
 */
export async function readMessageBody(
  request: EmulatorRequest,
  message: Message,
  root: string,
  limitBytes = LARGEST_BODY_BYTES,
): Promise<MessageJson> {
  const body = await request.readBody(limitBytes);
  const type = request.headers["content-type"];
  if (body.length > 0 && type !== undefined && !/^application\/json\s*(?:;|$)/i.test(type)) {
    throw new GoogleError(
      "UNSUPPORTED_MEDIA_TYPE",
      `Content-Type ${JSON.stringify(type.slice(0, 100))} is not supported; send application/json.`,
    );
  }
  return parseMessage(message, root, body);
}

/** Refuses query parameters that the method does not have. `names` in camelCase; snake_case is accepted too. */
export function checkQuery(request: Pick<EmulatorRequest, "query">, names: readonly string[]): void {
  const unknown = [...new Set(request.query.keys())].filter(
    (name) => !names.includes(camelCase(name)) && !GLOBAL_PARAMETERS.has(name),
  );
  if (unknown.length === 0) return;
  const violations = unknown.slice(0, 50).map((name) => ({
    field: "",
    description: `Invalid JSON payload received. Unknown name ${JSON.stringify(name.slice(0, 100))}: Cannot bind query parameter.`,
  }));
  throw fieldViolationError(violations.map((violation) => violation.description).join("\n"), violations);
}

/** A query parameter in either spelling; the last one wins, as in Google's front end. Empty counts as absent. */
export function queryValue(request: Pick<EmulatorRequest, "query">, name: string): string | undefined {
  let value: string | undefined;
  for (const [key, text] of request.query) if (camelCase(key) === name) value = text;
  return value === "" ? undefined : value;
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
