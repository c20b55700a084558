"use client";

import Box from "@mui/material/Box";
import { useQuery } from "@tanstack/react-query";
import { PageLink } from "#components/ui/page-link.tsx";
import { useMemo } from "react";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { formatMoment } from "#components/ui/moment.ts";
import { PageBody } from "#components/ui/page-body.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { formatPlural } from "#components/ui/quantity.ts";
import { resourceHref } from "#components/ui/resource-href.ts";
import { token } from "#components/ui/tokens.ts";
import { versionOf } from "#lib/hl7v2/dictionary/versions.ts";
import { relationOf, type Relation } from "#lib/hl7v2/relation.ts";
import { hl7v2DictionaryQueries } from "#lib/queries/hl7v2-dictionary.ts";
import { factsOf, hl7v2MessageQuery, idOf, type ReadMessage } from "#lib/queries/hl7v2-message.ts";
import type { MessageTabProps } from "./message-tab.ts";

/** The messages of the same patient on a line of time, with those of the same visit or order marked. */
export function RelatedTab({ store, read, control }: MessageTabProps) {
  const query = useQuery(hl7v2MessageQuery.ofPatient(store, read.patientIds));
  if (read.patientIds.length === 0) {
    return (
      <EmptyState title="The message names no patient">
        PID-2, PID-3 and PID-4 are empty, so there is nothing to look for other messages by.
      </EmptyState>
    );
  }
  if (query.isPending) return <LoadingLines what="related messages" />;
  if (query.isError) return <QueryProblem error={query.error} onRetry={() => void query.refetch()} />;
  const sorted = query.data.toSorted((a, b) => a.sendTime.localeCompare(b.sendTime));
  return (
    <PageBody>
      <Card
        title="Messages of this patient"
        note={`${formatPlural(sorted.length, "message")}${sorted.length >= 200 ? ", the first 200" : ""}, oldest first`}
      >
        <Box component="ol" sx={{ m: 0, p: 0, py: 2, listStyle: "none" }}>
          {sorted.map((other) => (
            <TimelineRow
              key={other.name}
              other={other}
              read={read}
              compareHref={control.hrefWith({ tab: "compare", with: idOf(other.name) })}
            />
          ))}
        </Box>
      </Card>
    </PageBody>
  );
}

interface TimelineRowProps {
  readonly other: ReadMessage;
  readonly read: ReadMessage;
  readonly compareHref: string;
}

const RELATION_WORDS: Readonly<Record<Relation, string>> = { visit: "same visit", order: "same order" };

function TimelineRow({ other, read, compareHref }: TimelineRowProps) {
  const isCurrent = other.name === read.name;
  const facts = useMemo(() => factsOf(other), [other]);
  const dictionary = useQuery(hl7v2DictionaryQueries.ofVersion(versionOf(other.message).version)).data;
  const { messageType, triggerEvent, sendFacility } = facts;
  const title = dictionary?.structure(`${messageType}_${triggerEvent}`)?.title ?? "";
  const relations = isCurrent ? [] : relationOf(read.message, other.message);
  return (
    <Box component="li" aria-current={isCurrent ? "true" : undefined} sx={ROW}>
      <Box component="time" dateTime={other.sendTime} sx={{ color: token.dim }}>
        {other.sendTime === "" ? "no send time" : formatMoment(other.sendTime)}
      </Box>
      <Box className="dot" aria-hidden="true" />
      <Box sx={{ minWidth: 0 }}>
        {isCurrent ? (
          <strong>
            {messageType}^{triggerEvent}
          </strong>
        ) : (
          <Box component={PageLink} href={resourceHref(other.name)} sx={{ color: token.accent, fontWeight: 600 }}>
            {messageType}^{triggerEvent}
          </Box>
        )}{" "}
        {title}{" "}
        <Box component="span" sx={{ color: token.dim }}>
          {sendFacility}
        </Box>
        {relations.map((relation) => (
          <Box key={relation} component="span" sx={TAG}>
            {RELATION_WORDS[relation]}
          </Box>
        ))}
      </Box>
      {isCurrent ? (
        <Box sx={{ color: token.dim }}>this message</Box>
      ) : (
        <Box component={PageLink} href={compareHref} sx={{ color: token.accent }}>
          Compare
        </Box>
      )}
    </Box>
  );
}

const ROW = {
  display: "grid",
  gridTemplateColumns: "170px 20px minmax(0, 1fr) 100px",
  gap: 2,
  px: 3,
  py: "7px",
  alignItems: "center",
  '&[aria-current="true"]': { bgcolor: token.sel },
  "& .dot": {
    position: "relative",
    alignSelf: "stretch",
    "&::before": {
      content: '""',
      position: "absolute",
      left: 9,
      top: -7,
      bottom: -7,
      width: "2px",
      bgcolor: token.line,
    },
    "&::after": {
      content: '""',
      position: "absolute",
      left: 5,
      top: "calc(50% - 5px)",
      width: 10,
      height: 10,
      borderRadius: "50%",
      bgcolor: token.hl7v2,
    },
  },
} as const;

const TAG = {
  ml: 2,
  fontSize: 11,
  fontWeight: 600,
  px: "6px",
  py: "1px",
  borderRadius: "4px",
  color: token.refInk,
  bgcolor: token.ref,
} as const;
