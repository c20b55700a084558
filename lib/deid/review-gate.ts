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
  /** The same for places of the same value: they are decided together. */
  readonly group: string;
}

/** Places of one value, which one decision is about. */
export interface ReviewGroup {
  readonly id: string;
  /** Never empty. */
  readonly items: readonly [ReviewItem, ...ReviewItem[]];
}

/** What the scan named, by risk: known identifiers, text in pictures, doubtful words, rare values with the rarest first, small groups of patients. */
export function reviewItems(run: Pick<DeidRun, "evidence">): readonly ReviewItem[] {
  const scan = run.evidence?.scan;
  const items = new Map<string, ReviewItem>();
  const add = (item: Omit<ReviewItem, "id" | "group">, value: number | undefined): void => {
    const id = `${item.kind} ${item.resource} ${item.path}`;
    items.set(id, { id, ...item, group: value ? `${item.kind} ${item.certainty} ${value}` : id });
  };
  for (const { value, ...finding } of (scan?.findings ?? []).toSorted((a, b) => riskOf(a) - riskOf(b)))
    add(finding, value);
  for (const { what, patients, resource, path, value } of scan?.rare?.places ?? [])
    add({ kind: rareKind(what, patients), certainty: "rare", resource, path }, value);
  for (const { of, small } of scan?.combinations ?? [])
    for (const { patients, groups, places } of small)
      for (const resource of places)
        add({ kind: groupKind(of, patients, groups), certainty: "rare", resource, path: "" }, 1);
  return [...items.values()];
}

/** The queue as people decide it: value by value, in the order of their first places. */
export function reviewGroups(items: readonly ReviewItem[]): readonly ReviewGroup[] {
  return [...Map.groupBy(items, ({ group }) => group)].flatMap(([id, [first, ...others]]) =>
    first ? [{ id, items: [first, ...others] as const }] : [],
  );
}

function riskOf({ kind, certainty }: DeidFinding): number {
  if (certainty === "certain") return 0;
  return kind.endsWith("in a picture") ? 1 : 2;
}

function rareKind(what: string, patients: number): string {
  return `rare ${what} of ${counted(patients, "patient")}`;
}

function groupKind(of: readonly string[], patients: number, groups: number): string {
  return `${of.join(" + ")}: ${counted(groups, "group")} of ${counted(patients, "patient")}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
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
    ...(evidence.counts.pending > 0 ? [`${counted(evidence.counts.pending, "item")} never reached.`] : []),
    ...(evidence.scan.gaps.length > 0 ? ["The scan could not read everything."] : []),
    ...(found > evidence.scan.findings.length
      ? [
          `The scan found ${found} places, more than can be reviewed one by one: change the configuration and run again.`,
        ]
      : []),
    ...rareBlockers(evidence.scan.rare),
    ...(open > 0 ? [`Not decided: ${open} of ${counted(items.length, "place")}.`] : []),
    ...(quarantined > 0 ? [`In quarantine: ${counted(quarantined, "place")}.`] : []),
  ];
}

function rareBlockers(rare: DeidEvidence["scan"]["rare"] | undefined): readonly string[] {
  const left = rare ? rare.total - rare.places.length : 0;
  return left > 0
    ? [`${counted(left, "place")} of rare values more than can be reviewed: have fewer codes come out, and run again.`]
    : [];
}
