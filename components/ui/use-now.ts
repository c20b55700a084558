"use client";

import { useEffect, useState } from "react";

/** The present time in milliseconds since the epoch, renewed every `everyMs`; for "5 minutes ago" and time left. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
