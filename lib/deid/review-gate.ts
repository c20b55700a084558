import type { DeidEvidence, DeidFinding, DeidRun } from "#lib/contract/console/deid-runs.ts";
import type { Decision } from "#lib/contract/console/deid-review.ts";

/** A place in the output that a person has to decide about. */
export interface ReviewItem {
  /** Its identity in decisions. */
  readonly id: string;
  readonly kind: string;
  /** `rare`: no identifier, but a value that few patients have. */
  readonly certainty: "certain" | "possible" | "rare";
  readonly resource: string;
  readonly path: string;
}

/** What the scan named, by risk: known identifiers, text in pictures, doubtful words, rare values with the rarest first. */
export function reviewItems(run: Pick<DeidRun, "evidence">): readonly ReviewItem[] {
  const scan = run.evidence?.scan;
  const items = new Map<string, ReviewItem>();
  const add = (item: Omit<ReviewItem, "id">): void => {
    const id = `${item.kind} ${item.resource} ${item.path}`;
    items.set(id, { id, ...item });
  };
  for (const { kind, certainty, resource, path } of (scan?.findings ?? []).toSorted((a, b) => riskOf(a) - riskOf(b)))
    add({ kind, certainty, resource, path });
  for (const { what, patients, resource, path } of scan?.rare?.places ?? [])
    add({ kind: rareKind(what, patients), certainty: "rare", resource, path });
  return [...items.values()];
}

function riskOf({ kind, certainty }: DeidFinding): number {
  if (certainty === "certain") return 0;
  return kind.endsWith("in a picture") ? 1 : 2;
}

function rareKind(what: string, patients: number): string {
  return `rare ${what}, of ${patients} ${patients === 1 ? "patient" : "patients"}`;
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
    ...rareBlockers(evidence.scan.rare),
    ...(open > 0 ? [`${open} of ${items.length} places are not decided.`] : []),
    ...(quarantined > 0 ? [`${quarantined} places are in quarantine.`] : []),
  ];
}

function rareBlockers(rare: DeidEvidence["scan"]["rare"] | undefined): readonly string[] {
  const left = rare ? rare.total - rare.places.length : 0;
  return left > 0
    ? [`${left} rare values more than can be reviewed one by one: have fewer codes come out, and run again.`]
    : [];
}
