import fc from "fast-check";
import { expect, it } from "vitest";
import type { DeidEvidence, DeidFinding, DeidRun } from "#lib/contract/console/deid-runs.ts";
import { DECISIONS } from "#lib/contract/console/deid-review.ts";
import { releaseBlockers, reviewItems } from "./review-gate.ts";

const finding = (at: number, certainty: DeidFinding["certainty"] = "possible"): DeidFinding => ({
  kind: "name",
  certainty,
  resource: `Patient/${at}`,
  path: "text",
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
