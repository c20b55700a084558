"use client";

import { useEffect, useState } from "react";
import { copyText } from "./clipboard.ts";

export type CopyOutcome = "idle" | "copied" | "refused";
const SHOWN_MS = 1_600;

/** Copies text and tells for a moment how it went. */
export function useCopy(): { readonly outcome: CopyOutcome; readonly copy: (text: string) => void } {
  const [outcome, setOutcome] = useState<CopyOutcome>("idle");
  useEffect(() => {
    if (outcome === "idle") return undefined;
    const timer = setTimeout(() => setOutcome("idle"), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = (text: string) => {
    void copyText(text).then((done) => setOutcome(done ? "copied" : "refused"));
  };
  return { outcome, copy };
}
