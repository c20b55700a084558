"use client";

import { formatBytes, formatPlural } from "#components/ui/quantity.ts";
import { positionAt } from "#lib/hl7v2/locate.ts";
import { parseMessage } from "#lib/hl7v2/message.ts";
import { formatPosition } from "#lib/hl7v2/position.ts";
import type { HeldDraft } from "./draft-store.ts";

const KEPT: Readonly<Record<HeldDraft["kept"], string>> = {
  loading: "",
  saving: "keeping…",
  server: "kept on the console's server",
  here: "only in this page: it is too long to keep, or the server cannot be reached",
};

/** Where the cursor is, how large the draft is, and where it is kept. */
export function DraftStatus({ draft, cursor }: { readonly draft: HeldDraft; readonly cursor: number }) {
  const message = parseMessage(draft.text);
  const position = positionAt(message, cursor);
  const facts = [
    ...(position ? [formatPosition(position)] : []),
    formatPlural(message.segments.length, "segment"),
    formatBytes(new TextEncoder().encode(draft.text).length),
    ...(draft.text === "" ? [] : [KEPT[draft.kept]]),
  ];
  return <output>{facts.join(" · ")}</output>;
}
