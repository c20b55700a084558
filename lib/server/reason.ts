import { problem } from "./problems.ts";

/** Carries why a person makes a change. It is kept in the audit log and never forwarded. */
const REASON_HEADER = "x-console-reason";

const MAX_CHARACTERS = 500;

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * A reason is kept whole or the act refused.
 * @throws ProblemError INVALID_ARGUMENT when it is not percent-encoded UTF-8 or is longer than 500 characters
 */
export function checkReason(headers: Headers): void {
  const reason = decode(headers);
  if (reason === undefined) throw problem("INVALID_ARGUMENT", "The reason must be percent-encoded UTF-8.");
  if (Array.from(reason).length > MAX_CHARACTERS)
    throw problem("INVALID_ARGUMENT", `The reason is longer than ${MAX_CHARACTERS} characters.`);
}

/** The reason as the audit log keeps it, in one line; "" when there is none or the call was refused for it. */
export function reasonOf(headers: Headers): string {
  const reason = decode(headers) ?? "";
  return Array.from(reason).length > MAX_CHARACTERS ? "" : reason;
}

/** Headers carry no letters beyond Latin-1, so the reason comes percent-encoded; control characters and line ends become spaces. */
function decode(headers: Headers): string | undefined {
  try {
    return decodeURIComponent(String(headers[REASON_HEADER] ?? ""))
      .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
      .trim();
  } catch {
    return undefined;
  }
}
