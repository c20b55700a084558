"use client";

import Box from "@mui/material/Box";
import { useVirtualizer } from "@tanstack/react-virtual";
import { PageLink } from "#components/ui/page-link.tsx";
import { useMemo, useRef, useState } from "react";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { MASKED_TEXT, useIdentityMask } from "#components/ui/identity-mask.tsx";
import { formatCount } from "#components/ui/quantity.ts";
import { resourceHref } from "#components/ui/resource-href.ts";
import { MONO, token } from "#components/ui/tokens.ts";
import type { RecordEvent } from "#lib/fhir/patient-record.ts";

export interface RecordListProps {
  readonly store: string;
  readonly events: readonly RecordEvent[];
}

const ROW_HEIGHT = 30;

/** The record by type: types with counts, and the resources of one of them, newest first. Only rows in sight are in the page. */
export function RecordList({ store, events }: RecordListProps) {
  const byType = useMemo(
    () => [...Map.groupBy(events, ({ type }) => type)].toSorted(([, a], [, b]) => b.length - a.length),
    [events],
  );
  const [chosen, setChosen] = useState("");
  const type = byType.some(([one]) => one === chosen) ? chosen : (byType[0]?.[0] ?? "");
  const own = useMemo(
    () => (byType.find(([one]) => one === type)?.[1] ?? []).toSorted((a, b) => (b.start ?? 0) - (a.start ?? 0)),
    [byType, type],
  );
  if (byType.length === 0) return <EmptyState title="The store holds nothing about this patient" />;
  return (
    <Card title="By type" note={`${byType.length} types`}>
      <Box sx={{ display: "grid", gridTemplateColumns: "230px minmax(0, 1fr)", height: 420 }}>
        <Box component="ul" aria-label="Types in the record" sx={TYPES}>
          {byType.map(([one, list]) => (
            <li key={one}>
              <Box
                component="button"
                type="button"
                aria-current={one === type}
                onClick={() => setChosen(one)}
                sx={TYPE}
              >
                {one}
                <span>{formatCount(list.length)}</span>
              </Box>
            </li>
          ))}
        </Box>
        <Resources key={type} store={store} type={type} events={own} />
      </Box>
    </Card>
  );
}

function Resources({ store, type, events }: RecordListProps & { readonly type: string }) {
  const scroller = useRef<HTMLDivElement>(null);
  const { masked } = useIdentityMask();
  const virtual = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  });
  return (
    <Box ref={scroller} role="region" tabIndex={0} aria-label={`${type} resources`} sx={{ overflow: "auto" }}>
      <Box
        component="ul"
        sx={{ m: 0, p: 0, listStyle: "none", position: "relative" }}
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map(({ index, start }) => {
          const event = events[index];
          if (!event) return null;
          return (
            <Box component="li" key={event.id} sx={ROW} style={{ transform: `translateY(${start}px)` }}>
              <Box
                component="span"
                sx={{ color: token.dim, width: 230, flexShrink: 0, fontFamily: MONO, fontSize: 12 }}
              >
                {event.when}
              </Box>
              <PageLink href={resourceHref(`${store}/fhir/${event.type}/${event.id}`)}>
                {(masked && event.isIdentifying ? MASKED_TEXT : event.text) || `${event.type}/${event.id}`}
              </PageLink>
            </Box>
          );
        })}
      </Box>
    </Box>
  );
}

const TYPES = { m: 0, p: 1, listStyle: "none", overflow: "auto", borderRight: `1px solid ${token.line}` } as const;
const TYPE = {
  font: "inherit",
  display: "flex",
  justifyContent: "space-between",
  width: "100%",
  height: 28,
  alignItems: "center",
  px: 2,
  border: 0,
  borderRadius: "6px",
  bgcolor: "transparent",
  color: token.ink,
  cursor: "pointer",
  "& span": { color: token.dim, fontSize: 12 },
  "&:hover": { bgcolor: token.hover },
  '&[aria-current="true"]': { bgcolor: token.sel, color: token.accent, fontWeight: 600 },
} as const;
const ROW = {
  position: "absolute",
  top: 0,
  left: 0,
  right: 0,
  height: ROW_HEIGHT,
  display: "flex",
  alignItems: "center",
  gap: 2,
  px: 3,
  whiteSpace: "nowrap",
  overflow: "hidden",
  borderBottom: `1px solid ${token.line}`,
  "& a": { color: token.accent, textDecoration: "none", overflow: "hidden", textOverflow: "ellipsis" },
} as const;
