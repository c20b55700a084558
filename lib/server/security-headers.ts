/** Response headers on everything the console sends (OWASP ASVS 5 chapter 3). `Strict-Transport-Security` only behind TLS. */
export function commonHeaders(isSecure: boolean): Readonly<Record<string, string>> {
  return {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    "x-frame-options": "DENY",
    ...(isSecure ? { "strict-transport-security": "max-age=31536000; includeSubDomains" } : {}),
  };
}

/** For answers that are data: opened as a page they may do nothing at all, whatever their bytes are. */
export const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** Data is never kept by the browser or anything between. */
export const NO_STORE = "no-store";

/**
 * The policy of pages. Scripts run by nonce only; WebAssembly decoders may compile. Styles stay 'unsafe-inline': MUI and the data grid
 * set style attributes in markup, which a nonce cannot cover.
 * @param nonce fresh for each response
 * @param isDevelopment Next's development server evaluates source maps and reloads over a socket
 */
export function pagePolicy(nonce: string, isDevelopment: boolean): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "worker-src 'self' blob:",
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "img-src 'self' blob: data:",
    "media-src blob:",
    "font-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
