"use client";

import { token } from "#components/ui/tokens.ts";

export interface ErrorPageProps {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

/** The last net: a page that broke while it was drawn. Made of nothing that could itself be broken, as every page carries it. */
export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <section aria-label="The page broke" style={{ padding: 16, display: "grid", gap: 8, justifyItems: "start" }}>
      <strong>This page broke while it was drawn.</strong>
      <span style={{ color: token.dim }}>
        Nothing was changed by it. {error.message}
        {error.digest ? ` (${error.digest})` : ""}
      </span>
      <button type="button" onClick={reset}>
        Draw the page again
      </button>
    </section>
  );
}
