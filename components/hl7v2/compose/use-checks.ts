"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { TextProblem } from "#lib/contract/query-text.ts";
import { checkDraft } from "#lib/hl7v2/check-draft.ts";
import { checkMessage } from "#lib/hl7v2/check-message.ts";
import { versionOf } from "#lib/hl7v2/dictionary/versions.ts";
import { parseMessage } from "#lib/hl7v2/message.ts";
import { hl7v2DictionaryQueries } from "#lib/queries/hl7v2-dictionary.ts";

/**
 * What is wrong with a draft: errors are what a store refuses, warnings what the standard of the message's version says. The dictionary comes
 * once a message asks for it.
 */
export function useChecks(text: string): readonly TextProblem[] {
  const message = useMemo(() => parseMessage(text), [text]);
  const dictionary = useQuery({
    ...hl7v2DictionaryQueries.ofVersion(versionOf(message).version),
    enabled: text.trim() !== "",
  }).data;
  return useMemo(() => {
    const refused = checkDraft(text);
    const taken = new Set(refused.map(({ start }) => start));
    const findings = dictionary ? checkMessage(message, dictionary) : [];
    const standard = findings.flatMap((finding): TextProblem[] =>
      finding.severity === "note" || taken.has(finding.start)
        ? []
        : [
            {
              start: finding.start,
              end: finding.end,
              severity: "warning",
              message: `${finding.title}. ${finding.text}`,
            },
          ],
    );
    return [...refused, ...standard].toSorted((a, b) => a.start - b.start);
  }, [text, message, dictionary]);
}
