import type { ReadMessage } from "#lib/queries/hl7v2-message.ts";
import type { MessageViewControl } from "./message-view.ts";
import type { FindingsState } from "./use-findings.ts";

/** What every tab of a message's page gets. */
export interface MessageTabProps {
  /** Resource name of the HL7v2 store. */
  readonly store: string;
  readonly read: ReadMessage;
  readonly control: MessageViewControl;
  readonly findings: FindingsState;
}
