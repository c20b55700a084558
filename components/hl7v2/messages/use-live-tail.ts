"use client";

import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { hl7v2MessageQueries, type StoredMessage } from "#lib/queries/hl7v2-messages.ts";

const POLL_MS = 2_000;
/** The API's index follows with a delay, and its clock may differ from ours: every question reaches back so far. */
const OVERLAP_MS = 10_000;
/** Arrivals that stay on screen. */
const MOST = 500;

export type TailState = "off" | "live" | "paused";

export interface LiveTail {
  readonly state: TailState;
  readonly setState: (state: TailState) => void;
  /** What came since it was turned on, newest first. */
  readonly arrivals: readonly StoredMessage[];
  /** Why the last question failed; the next one comes all the same. */
  readonly error: unknown;
}

interface Seen {
  /** Names that were there before, and those that came since. */
  readonly names: Set<string>;
  /** RFC 3339; the next question begins a little before. */
  moment: string;
  isBaseline: boolean;
}

/** Asks every two seconds what the store took that fits the filter. What was there when it was turned on is no arrival. */
export function useLiveTail(store: string, filter: string, known: readonly StoredMessage[]): LiveTail {
  const [state, setTail] = useState<TailState>("off");
  const [arrivals, setArrivals] = useState<readonly StoredMessage[]>([]);
  const seen = useRef<Seen>({ names: new Set(), moment: "", isBaseline: true });
  const [followed, setFollowed] = useState(filter);
  if (followed !== filter) {
    setFollowed(filter);
    setArrivals([]);
    setTail("off");
  }
  const poll = useQuery({
    queryKey: ["hl7v2-tail", store, filter],
    queryFn: async ({ signal }) => {
      const now = seen.current;
      const from = new Date(Date.parse(now.moment) - OVERLAP_MS).toISOString();
      const found = await hl7v2MessageQueries.since(store, filter, from).read(signal);
      const fresh = now.isBaseline ? [] : found.filter(({ name }) => !now.names.has(name));
      for (const { name, createTime } of found) {
        now.names.add(name);
        if (createTime > now.moment) now.moment = createTime;
      }
      now.isBaseline = false;
      if (fresh.length > 0) setArrivals((before) => [...fresh.toReversed(), ...before].slice(0, MOST));
      return null;
    },
    enabled: state === "live",
    refetchInterval: POLL_MS,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  const setState = (next: TailState) => {
    if (state === "off" && next === "live") {
      seen.current = {
        names: new Set(known.map(({ name }) => name)),
        moment: new Date().toISOString(),
        isBaseline: true,
      };
      setArrivals([]);
    }
    setTail(next);
  };
  return {
    state,
    setState,
    arrivals: state === "off" ? [] : arrivals,
    error: state === "off" ? undefined : poll.error,
  };
}
