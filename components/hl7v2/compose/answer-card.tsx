"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { PageLink } from "#components/ui/page-link.tsx";
import { Card } from "#components/ui/card.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { monoText } from "#components/ui/theme.ts";
import { token } from "#components/ui/tokens.ts";
import { refusedSpan } from "#lib/hl7v2/refused-span.ts";
import { parseMessage, type Message } from "#lib/hl7v2/message.ts";
import { rawValue, spanOf } from "#lib/hl7v2/locate.ts";
import { formatPosition } from "#lib/hl7v2/position.ts";
import { errorSpan, readAck, type Acknowledgement } from "#lib/hl7v2/read-ack.ts";
import type { SendOutcome } from "#lib/queries/hl7v2-send.ts";
import type { Sending } from "./use-send.ts";

export interface AnswerCardProps {
  readonly store: string;
  readonly draft: string;
  readonly sending: Sending;
  readonly onGoTo: (start: number, end: number) => void;
}

/** What the store said: stored under which name, or refused why; the acknowledgement decoded, its places linked to the draft. */
export function AnswerCard({ store, draft, sending, onGoTo }: AnswerCardProps) {
  if (sending.isError) return <QueryProblem error={sending.error} />;
  const outcome = sending.data;
  if (!outcome) return null;
  const text = outcome.kind === "stored" ? outcome.ack : outcome.nack;
  const ack = text === undefined ? undefined : readAck(text);
  const sent = parseMessage(draft);
  return (
    <Card title="Answer" note={<output>{titleOf(outcome, ack)}</output>}>
      <Box sx={{ px: 3, py: 2, display: "flex", flexDirection: "column", gap: 2 }}>
        {outcome.kind === "stored" ? (
          <Box>
            <Box component="span" sx={{ color: token.ok, fontWeight: 600 }}>
              Stored.
            </Box>{" "}
            <PageLink href={resourceHref(`${store}/messages/${outcome.id}`)}>Open the message</PageLink>
          </Box>
        ) : (
          <Refusal outcome={outcome} sent={sent} onGoTo={onGoTo} />
        )}
        {ack ? <AckFacts ack={ack} sent={sent} onGoTo={onGoTo} /> : null}
        {text === undefined ? null : <AckText text={text} />}
      </Box>
    </Card>
  );
}

function titleOf(outcome: SendOutcome, ack: Acknowledgement | undefined): string {
  if (ack) return `${ack.isAccepted ? "ACK" : "NACK"} ${ack.code}`;
  return outcome.kind === "stored" ? "created, no acknowledgement" : "refused";
}

interface PlacedProps {
  readonly sent: Message;
  readonly onGoTo: (start: number, end: number) => void;
}

function Refusal({
  outcome,
  sent,
  onGoTo,
}: PlacedProps & { readonly outcome: Extract<SendOutcome, { kind: "refused" }> }) {
  const span = refusedSpan(sent, outcome.problem.message);
  return (
    <Box>
      <Box component="span" sx={{ color: token.err, fontWeight: 600 }}>
        Refused, stored nowhere.
      </Box>{" "}
      {outcome.problem.message}
      {span ? (
        <Button sx={{ ml: 2 }} onClick={() => onGoTo(span.start, span.end)}>
          Show the place
        </Button>
      ) : null}
    </Box>
  );
}

function AckFacts({ ack, sent, onGoTo }: PlacedProps & { readonly ack: Acknowledgement }) {
  const control = { segment: "MSH", occurrence: 1, field: 10, repetition: 1 } as const;
  const isSame = rawValue(sent, control) === ack.controlId;
  const span = spanOf(sent, control);
  return (
    <Box component="dl" sx={FACTS}>
      <dt>MSA-1</dt>
      <dd>
        <strong>{ack.code}</strong> {ack.meaning}
      </dd>
      <dt>MSA-2</dt>
      <dd>
        {ack.controlId || "no control id"}{" "}
        {span ? (
          <Box component="button" type="button" sx={LINK} onClick={() => onGoTo(span.start, span.end)}>
            {isSame ? "MSH-10 of the draft" : "the draft's MSH-10 differs now"}
          </Box>
        ) : null}
      </dd>
      {ack.text === "" ? null : (
        <>
          <dt>MSA-3</dt>
          <dd>{ack.text}</dd>
        </>
      )}
      {ack.errors.map((error) => {
        const place = errorSpan(sent, error);
        const name = error.position ? formatPosition(error.position) : "no place named";
        return (
          <Box key={`${error.span.start} ${name}`} sx={{ display: "contents" }}>
            <dt>ERR</dt>
            <dd>
              {place ? (
                <Box component="button" type="button" sx={LINK} onClick={() => onGoTo(place.start, place.end)}>
                  {name}
                </Box>
              ) : (
                name
              )}{" "}
              {error.text}
            </dd>
          </Box>
        );
      })}
    </Box>
  );
}

function AckText({ text }: { readonly text: string }) {
  return (
    <Box sx={{ position: "relative" }}>
      <Box component="pre" tabIndex={0} aria-label="Acknowledgement as it came" sx={RAW}>
        {text.replace(/\r\n?/g, "\n")}
      </Box>
      <Box sx={{ position: "absolute", top: 2, right: 2 }}>
        <CopyButton text={text} what="acknowledgement" />
      </Box>
    </Box>
  );
}

const FACTS = {
  m: 0,
  display: "grid",
  gridTemplateColumns: "56px minmax(0, 1fr)",
  columnGap: 2,
  rowGap: 1,
  "& dt": { color: token.dim },
  "& dd": { m: 0, overflowWrap: "anywhere" },
} as const;
const LINK = {
  font: "inherit",
  color: token.accent,
  bgcolor: "transparent",
  border: 0,
  p: 0,
  cursor: "pointer",
  textDecoration: "underline dotted",
} as const;
const RAW = {
  ...monoText,
  m: 0,
  p: 2,
  pr: 8,
  maxHeight: 180,
  overflow: "auto",
  bgcolor: token.bg,
  borderRadius: "6px",
  whiteSpace: "pre-wrap",
  overflowWrap: "anywhere",
} as const;
