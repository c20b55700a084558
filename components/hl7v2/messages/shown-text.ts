import { MASKED_TEXT } from "#components/ui/identity-mask.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import type { StoredMessage } from "#lib/queries/hl7v2-messages.ts";
import type { MessageColumn } from "./message-columns.ts";

/** What a cell says, covered when identities are. */
export function shownText(column: MessageColumn, message: StoredMessage, isMasked: boolean): string {
  const text = column.text(message);
  return isMasked && column.isIdentity && text !== "" ? MASKED_TEXT : text;
}

/** Address of a message's page. Its id is made from the bytes and says nothing. */
export function messageHref(message: StoredMessage): string {
  return resourceHref(message.name);
}
