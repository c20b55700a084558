import fc from "fast-check";
import { expect, it } from "vitest";
import type { DeidEvidence, DeidFinding, DeidRun } from "#lib/contract/console/deid-runs.ts";
import { DECISIONS } from "#lib/contract/console/deid-review.ts";
import { releaseBlockers, reviewGroups, reviewItems } from "./review-gate.ts";

const finding = (at: number, certainty: DeidFinding["certainty"] = "possible"): DeidFinding => ({
  kind: "name",
  certainty,
  resource: `Patient/${at}`,
  path: "text",
  value: 0,
});
const run = (
  findings: readonly DeidFinding[],
  change: Partial<DeidEvidence> = {},
  isGenuine = true,
): Pick<DeidRun, "evidence" | "seal"> => ({
  evidence: {
    counts: { success: 1, failure: 0, pending: 0 },
    scan: { findings, found: { name: findings.length }, gaps: [] },
    ...change,
  } as unknown as DeidEvidence,
  seal: { sha256: "", sealedAt: "", auditSeq: 1, auditHash: "", isGenuine },
});

it("opens only when everything named is decided and nothing is in quarantine", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.constantFrom(...DECISIONS)), { maxLength: 6 }), (decided) => {
      const findings = decided.map((_, at) => finding(at));
      const decisions = new Map(
        reviewItems(run(findings)).flatMap(({ id }, at) => {
          const decision = decided[at];
          return decision ? [[id, decision] as const] : [];
        }),
      );
      const mayOpen = decided.every((each) => each === "approve" || each === "reject");
      expect(releaseBlockers(run(findings), decisions).length === 0).toBe(mayOpen);
    }),
  );
});

it.each<[string, Pick<DeidRun, "evidence" | "seal">]>([
  ["no evidence", { evidence: null, seal: null }],
  ["a broken seal", run([], {}, false)],
  ["an error", run([], { operationError: "x" })],
  ["items never reached", run([], { counts: { success: 1, failure: 0, pending: 3 } })],
  ["a gap", run([], { scan: { findings: [], found: {}, gaps: ["x"] } as unknown as DeidEvidence["scan"] })],
  [
    "too many findings",
    run([], { scan: { findings: [], found: { name: 9 }, gaps: [] } as unknown as DeidEvidence["scan"] }),
  ],
])("stays shut with %s", (_, shut) => {
  expect(releaseBlockers(shut, new Map())).not.toEqual([]);
});

it("puts what is certain first, each place once", () => {
  const items = reviewItems(run([finding(1), finding(2, "certain"), finding(1)]));
  expect(items.map(({ resource }) => resource)).toEqual(["Patient/2", "Patient/1"]);
});

it("goes by risk: known identifiers, pictures, doubtful words, then rare values with the rarest first", () => {
  const rare = [1, 3].map((patients) => ({
    what: "Condition.code",
    patients,
    resource: `Condition/${patients}`,
    path: "code",
  }));
  const findings = [finding(1), { ...finding(2), kind: "text in a picture" }, finding(3, "certain")];
  const scan = {
    findings,
    found: { name: 3 },
    gaps: [],
    rare: { patients: 60, fewerThan: 5, values: 2, total: 2, places: rare },
  };
  const some = run([], { scan: scan as unknown as DeidEvidence["scan"] });
  expect(reviewItems(some).map(({ resource }) => resource)).toEqual([
    "Patient/3",
    "Patient/2",
    "Patient/1",
    "Condition/1",
    "Condition/3",
  ]);
  expect(reviewItems(some).at(-2)).toMatchObject({ kind: "rare Condition.code of 1 patient", certainty: "rare" });
  expect(releaseBlockers(some, new Map())).toEqual(["Not decided: 5 of 5 places."]);
  const more = run([], { scan: { ...scan, rare: { ...scan.rare, total: 900 } } as unknown as DeidEvidence["scan"] });
  expect(releaseBlockers(more, new Map()).join()).toContain("898 places of rare values more");
});

it("gathers the places of one value, and the small groups of one size", () => {
  const combination = {
    of: ["sex", "place"],
    groups: 9,
    smallest: 1,
    small: [{ patients: 1, groups: 2, places: ["Patient/8", "Patient/9"] }],
  };
  const findings = [
    { ...finding(1), value: 7 },
    { ...finding(2), value: 8 },
    { ...finding(3), value: 7 },
    finding(4),
    finding(5),
  ];
  const scan = { findings, found: {}, gaps: [], combinations: [combination] } as unknown as DeidEvidence["scan"];
  const groups = reviewGroups(reviewItems(run([], { scan })));
  expect(groups.map(({ items }) => items.map(({ resource }) => resource))).toEqual([
    ["Patient/1", "Patient/3"],
    ["Patient/2"],
    ["Patient/4"],
    ["Patient/5"],
    ["Patient/8", "Patient/9"],
  ]);
  expect(groups.at(-1)?.items[0].kind).toBe("sex + place: 2 groups of 1 patient");
});
