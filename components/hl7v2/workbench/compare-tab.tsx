"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { formatMoment } from "#components/ui/moment.ts";
import { PageBody } from "#components/ui/page-body.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { USUALLY_IGNORED } from "#lib/hl7v2/diff.ts";
import { readIgnoreList } from "#lib/hl7v2/diff-ignore.ts";
import { parseMessage, type Message } from "#lib/hl7v2/message.ts";
import { factsOf, hl7v2MessageQuery, idOf, type ReadMessage } from "#lib/queries/hl7v2-message.ts";
import { DifferenceTable } from "./difference-table.tsx";
import type { MessageTabProps } from "./message-tab.ts";

/** This message beside another of the store, or beside text that is pasted: what they say differently. */
export function CompareTab({ store, read, control }: MessageTabProps) {
  const { view, replace, hrefWith } = control;
  const [pasted, setPasted] = useState<string | undefined>();
  const [ignored, setIgnored] = useState(view.ignore ?? USUALLY_IGNORED.join(", "));
  const ignore = useMemo(() => readIgnoreList(ignored), [ignored]);
  const other = useQuery({
    ...hl7v2MessageQuery.raw(`${store}/messages/${view.comparedWith}`),
    enabled: view.comparedWith !== "" && pasted === undefined,
  });
  const pastedMessage = useMemo(() => (pasted === undefined ? undefined : parseMessage(pasted)), [pasted]);
  const otherMessage = pastedMessage ?? (view.comparedWith === "" ? undefined : other.data?.message);
  return (
    <PageBody>
      <Card title="Compare with">
        <Box sx={FORM}>
          <OtherChoice
            store={store}
            read={read}
            chosen={pasted === undefined ? view.comparedWith : ""}
            onChoose={(id) => {
              setPasted(undefined);
              replace({ with: id === "" ? undefined : id });
            }}
          />
          <TextField
            label="Leave out"
            value={ignored}
            onChange={(event) => {
              setIgnored(event.target.value);
              replace({ ignore: event.target.value });
            }}
            error={ignore.unread.length > 0}
            helperText={
              ignore.unread.length > 0
                ? `Not a position: ${ignore.unread.join(", ")}`
                : "Positions whose differences do not count, such as MSH-7 or ZPI."
            }
          />
          <TextField
            label="Or paste a message"
            multiline
            minRows={2}
            maxRows={6}
            value={pasted ?? ""}
            onChange={(event) => setPasted(event.target.value === "" ? undefined : event.target.value)}
            sx={{ gridColumn: "1 / -1" }}
          />
          <Button
            onClick={() =>
              void navigator.clipboard.readText().then(
                (text) => setPasted(text || undefined),
                () => undefined,
              )
            }
            sx={{ justifySelf: "start" }}
          >
            Compare with the clipboard
          </Button>
        </Box>
      </Card>
      {other.isLoading ? <LoadingLines what="the other message" /> : null}
      {other.isError && pasted === undefined ? (
        <QueryProblem error={other.error} onRetry={() => void other.refetch()} />
      ) : null}
      <Outcome
        other={otherMessage}
        read={read}
        ignore={ignore.positions}
        hrefAt={(at) => hrefWith({ tab: undefined, at })}
      />
    </PageBody>
  );
}

interface OutcomeProps {
  readonly other: Message | undefined;
  readonly read: ReadMessage;
  readonly ignore: ReturnType<typeof readIgnoreList>["positions"];
  readonly hrefAt: (written: string) => string;
}

function Outcome({ other, read, ignore, hrefAt }: OutcomeProps) {
  if (!other) {
    return (
      <EmptyState title="Nothing to compare with yet">
        Choose a message of the same patient, open another by its id in Related, or paste one.
      </EmptyState>
    );
  }
  return <DifferenceTable before={other} after={read.message} ignore={ignore} hrefAt={hrefAt} />;
}

interface OtherChoiceProps {
  readonly store: string;
  readonly read: ReadMessage;
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

/** Messages of the same patient by time; any other id of the store can be written as well. */
function OtherChoice({ store, read, chosen, onChoose }: OtherChoiceProps) {
  const related = useQuery(hl7v2MessageQuery.ofPatient(store, read.patientIds)).data ?? [];
  const others = related.filter(({ name }) => name !== read.name);
  const isListed = others.some(({ name }) => idOf(name) === chosen);
  return (
    <>
      <TextField
        select
        label="Message of this patient"
        value={isListed ? chosen : ""}
        onChange={(event) => onChoose(event.target.value)}
        disabled={others.length === 0}
        helperText={others.length === 0 ? "No other message of this patient." : " "}
      >
        <MenuItem value="">None</MenuItem>
        {others.map((other) => (
          <MenuItem key={other.name} value={idOf(other.name)}>
            {titleOf(other)}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        label="Or the id of any message of this store"
        value={isListed ? "" : chosen}
        onChange={(event) => onChoose(event.target.value.trim().split("/").at(-1) ?? "")}
        helperText=" "
      />
    </>
  );
}

function titleOf(other: ReadMessage): string {
  const { messageType, triggerEvent } = factsOf(other);
  return `${messageType}^${triggerEvent} · ${other.sendTime === "" ? "no send time" : formatMoment(other.sendTime)}`;
}

const FORM = {
  p: 3,
  display: "grid",
  gap: 3,
  alignItems: "start",
  gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "repeat(3, minmax(0, 1fr))" },
} as const;
