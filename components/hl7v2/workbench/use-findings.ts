"use client";

import { useEffect, useState } from "react";
import { checkSteps } from "#lib/hl7v2/check-message.ts";
import type { Dictionary } from "#lib/hl7v2/dictionary/dictionary.ts";
import type { Finding } from "#lib/hl7v2/finding.ts";
import type { Message } from "#lib/hl7v2/message.ts";

export type FindingsState =
  { readonly state: "checking" } | { readonly state: "checked"; readonly findings: readonly Finding[] };

const CHECKING: FindingsState = { state: "checking" };
/** Longest stretch that keeps the page from answering, in milliseconds. */
const SLICE_MS = 12;

/** Checks a message while the page stays free: a slice at a time, after the message has been shown. */
export function useFindings(message: Message, dictionary: Dictionary | undefined): FindingsState {
  const [done, setDone] = useState<{ readonly of: Message; readonly state: FindingsState } | undefined>();
  useEffect(() => {
    if (!dictionary) return undefined;
    const steps = checkSteps(message, dictionary);
    let timer = setTimeout(run, 0);
    function run() {
      const started = performance.now();
      for (;;) {
        const step = steps.next();
        if (step.done === true) {
          setDone({ of: message, state: { state: "checked", findings: step.value } });
          return;
        }
        if (performance.now() - started > SLICE_MS) break;
      }
      timer = setTimeout(run, 0);
    }
    return () => clearTimeout(timer);
  }, [message, dictionary]);
  return done?.of === message ? done.state : CHECKING;
}
