"use client";

import Box from "@mui/material/Box";
import { CopyAs } from "#components/ui/copy-as.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { token } from "#components/ui/tokens.ts";
import type { TextProblem } from "#lib/contract/query-text.ts";
import { draftBytes, type Terminator } from "#lib/hl7v2/inspect-draft.ts";
import { sendBody, sendPath, type SendVerb } from "#lib/queries/hl7v2-send.ts";
import type { Sending } from "./use-send.ts";

export interface SendButtonsProps {
  readonly store: string;
  readonly text: string;
  readonly terminator: Terminator;
  readonly problems: readonly TextProblem[];
  readonly sending: Sending;
}

const WAYS: readonly { readonly verb: SendVerb; readonly label: string; readonly help: string }[] = [
  { verb: "ingest", label: "Ingest", help: "as a feed sends it: an ACK or NACK comes back" },
  { verb: "create", label: "Create", help: "stored without an acknowledgement" },
];

/** Sends the draft, in one of the two ways of the API. What the check found is no obstacle: trying a broken message is a use of its own. */
export function SendButtons({ store, text, terminator, problems, sending }: SendButtonsProps) {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const isEmpty = text.trim() === "";
  return (
    <Box component="section" aria-label="Send" sx={BAR}>
      {WAYS.map(({ verb, label, help }) => (
        <GuardedButton
          key={verb}
          permission={`healthcare.hl7V2Messages.${verb}`}
          resource={store}
          variant={verb === "ingest" ? "contained" : "outlined"}
          color={verb === "ingest" ? "primary" : "inherit"}
          title={help}
          disabled={isEmpty || sending.isPending}
          onAct={() => sending.mutate({ text, terminator, verb })}
        >
          {label}
        </GuardedButton>
      ))}
      <Box component="span" sx={{ color: errors > 0 ? token.err : token.dim, fontSize: 12, flex: 1 }}>
        {sending.isPending ? "Sending…" : errorWords(errors)}
      </Box>
      {isEmpty ? null : (
        <CopyAs
          request={{
            method: "POST",
            path: sendPath(store, "ingest"),
            body: sendBody({ bytes: draftBytes(text, terminator) }),
          }}
        />
      )}
    </Box>
  );
}

function errorWords(errors: number): string {
  if (errors === 0) return "";
  return errors === 1 ? "1 error: the store will refuse it" : `${errors} errors: the store will refuse it`;
}

const BAR = { display: "flex", gap: 2, alignItems: "center" } as const;
