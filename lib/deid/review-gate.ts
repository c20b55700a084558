import type { DeidRun } from "#lib/contract/console/deid-runs.ts";
import type { Decision } from "#lib/contract/console/deid-review.ts";

/** A place in the output that a person has to decide about. */
export interface ReviewItem {
  /** Its identity in decisions. */
  readonly id: string;
  readonly kind: string;
  readonly certainty: "certain" | "possible";
  readonly resource: string;
  readonly path: string;
}

/** What the scan named, the certain first: they weigh most. */
export function reviewItems(run: Pick<DeidRun, "evidence">): readonly ReviewItem[] {
  const findings = run.evidence?.scan.findings ?? [];
  const items = new Map<string, ReviewItem>();
  for (const { kind, certainty, resource, path } of findings) {
    const id = `${kind} ${resource} ${path}`;
    items.set(id, { id, kind, certainty, resource, path });
  }
  return [...items.values()].toSorted((a, b) => Number(b.certainty === "certain") - Number(a.certainty === "certain"));
}

/** Why the output may not be called released; empty when it may. Fails closed. */
export function releaseBlockers(
  run: Pick<DeidRun, "evidence" | "seal">,
  decisions: ReadonlyMap<string, Decision>,
): readonly string[] {
  const { evidence, seal } = run;
  if (!evidence || !seal) return ["There is no evidence yet."];
  const items = reviewItems(run);
  const found = Object.values(evidence.scan.found).reduce((sum, count) => sum + count, 0);
  const open = items.filter(({ id }) => !decisions.has(id)).length;
  const quarantined = items.filter(({ id }) => decisions.get(id) === "quarantine").length;
  return [
    ...(seal.isGenuine ? [] : ["The evidence is not what was sealed."]),
    ...(evidence.operationError === undefined ? [] : ["The operation did not end well."]),
    ...(evidence.counts.pending > 0 ? [`${evidence.counts.pending} items were never reached.`] : []),
    ...(evidence.scan.gaps.length > 0 ? ["The scan could not read everything."] : []),
    ...(found > evidence.scan.findings.length
      ? [
          `The scan found ${found} places, more than can be reviewed one by one: change the configuration and run again.`,
        ]
      : []),
    ...(open > 0 ? [`${open} of ${items.length} places are not decided.`] : []),
    ...(quarantined > 0 ? [`${quarantined} places are in quarantine.`] : []),
  ];
}
