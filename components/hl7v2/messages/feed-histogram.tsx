"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import { Card } from "#components/ui/card.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { BOOLEAN_FORM, usePreference } from "#components/ui/preference.ts";
import { formatCount } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { token } from "#components/ui/tokens.ts";
import { feedBuckets } from "#lib/hl7v2/feed-buckets.ts";
import { timeInZone } from "#lib/hl7v2/send-time.ts";
import { hl7v2MessageQueries, type FeedTimes, type MessageList } from "#lib/queries/hl7v2-messages.ts";

const loadingChart = () => <LoadingLines what="the chart" lines={3} lineHeight={30} />;

// The charts weigh more than the rest of the page: they come when the card is open.
const FeedChart = dynamic(() => import("./feed-chart.tsx").then((file) => file.FeedChart), {
  loading: loadingChart,
  ssr: false,
});

/** Thousands of messages that are counted at first, and with every further asking. */
const PAGES = 5;

export interface FeedHistogramProps {
  readonly list: MessageList;
  /** IANA name of the dataset's zone. */
  readonly timeZone: string;
  /** Keeps what was sent between two moments (milliseconds since 1970). */
  readonly onRange: (from: number, until: number) => void;
}

/** When the messages of the list were sent. A click on a bar or a drag over several filters by their time. */
export function FeedHistogram({ list, timeZone, onRange }: FeedHistogramProps) {
  const [isOpen, setOpen] = usePreference("hl7v2Histogram", true, BOOLEAN_FORM);
  const [pages, setPages] = useState(PAGES);
  const times = useQuery({
    ...hl7v2MessageQueries.times(list.store, list.filter, pages),
    enabled: isOpen,
    placeholderData: (previous) => previous,
  });
  return (
    <Card
      title="Feed over time"
      note={isOpen && times.data ? noteOf(times.data) : null}
      actions={
        <>
          {isOpen && times.data?.isComplete === false ? (
            <Button disabled={times.isFetching} onClick={() => setPages(pages + PAGES)}>
              {times.isFetching ? "Counting…" : "Count older ones"}
            </Button>
          ) : null}
          <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? "Hide" : "Show"}
          </Button>
        </>
      }
    >
      {isOpen ? <HistogramBody times={times} timeZone={timeZone} onRange={onRange} /> : null}
    </Card>
  );
}

interface BodyProps extends Pick<FeedHistogramProps, "timeZone" | "onRange"> {
  readonly times: ReturnType<typeof useQuery<FeedTimes>>;
}

function HistogramBody({ times, timeZone, onRange }: BodyProps) {
  const feed = useMemo(
    () => feedBuckets(times.data?.messages ?? [], offsetOf(times.data?.messages[0]?.sendTime, timeZone)),
    [times.data, timeZone],
  );
  if (times.isPending) return loadingChart();
  if (times.isError) return <QueryProblem error={times.error} onRetry={() => void times.refetch()} />;
  if (feed.buckets.length === 0)
    return <Box sx={{ px: 3, py: 2, color: token.dim }}>No message here tells when it was sent.</Box>;
  return <FeedChart feed={feed} timeZone={timeZone} onRange={onRange} />;
}

function noteOf({ messages, isComplete }: FeedTimes): string {
  const dates = messages.filter(({ sendTime }) => sendTime !== "").length;
  const untimed = messages.length - dates;
  const without = untimed > 0 ? `, ${formatCount(untimed)} without a send time` : "";
  return isComplete
    ? `all ${formatCount(messages.length)}${without}`
    : `the newest ${formatCount(messages.length)}${without}`;
}

/** How far clocks are ahead of UTC at a moment: the zone's midnight is where days begin. */
function offsetOf(sendTime: string | undefined, timeZone: string): number {
  const at = Date.parse(sendTime ?? "");
  return Number.isNaN(at) ? 0 : at - timeInZone(at, timeZone);
}
