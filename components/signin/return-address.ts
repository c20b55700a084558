/**
 * The page to come back to after signing in: a path of this console, or the home page for anything else.
 * `//host` and `/\host` would leave the origin (URL standard, scheme-relative references).
 */
export function safeReturnAddress(wanted: string | null): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused: URL parsers drop tabs and newlines
  if (wanted === null || !/^\/(?![/\\])/.test(wanted) || /[\u0000-\u001f\\]/.test(wanted)) return "/";
  return wanted.startsWith("/sign-in") || wanted.startsWith("/api/") ? "/" : wanted;
}
