"use client";

import { useEffect, useRef } from "react";

/** Browsers limit how often a page may change its address; held-down arrow keys would go past that. */
const SETTLE_MS = 200;

/** Tells where the cursor has come to rest. */
export function useReportedPath(pointer: string, report: (pointer: string) => void): void {
  const latest = useRef(report);
  const isFirst = useRef(true);
  useEffect(() => {
    latest.current = report;
  });
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return undefined;
    }
    const timer = setTimeout(() => latest.current(pointer), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [pointer]);
}
