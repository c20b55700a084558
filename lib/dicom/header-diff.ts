import type { DicomAttributes } from "./attributes.ts";
import { headerRows, type HeaderRow } from "./header-rows.ts";

/** An attribute of two instances side by side. */
export interface HeaderDifference {
  readonly path: string;
  readonly kind: "same" | "changed" | "only left" | "only right";
  /** The line of either side; one of them is there. */
  readonly left: HeaderRow | undefined;
  readonly right: HeaderRow | undefined;
}

/** Attributes of two instances by their places, in the order of tags. Items of sequences are compared by their numbers. */
export function headerDifferences(left: DicomAttributes, right: DicomAttributes): readonly HeaderDifference[] {
  const ofLeft = byPath(left);
  const ofRight = byPath(right);
  const paths = [...new Set([...ofLeft.keys(), ...ofRight.keys()])].toSorted(comparePaths);
  return paths.map((path) => {
    const [one, other] = [ofLeft.get(path), ofRight.get(path)];
    return { path, kind: kindOf(one, other), left: one, right: other };
  });
}

/** How many attributes differ. */
export function countDifferences(differences: readonly HeaderDifference[]): number {
  return differences.filter(({ kind, left, right }) => kind !== "same" && (left ?? right)?.kind === "attribute").length;
}

function byPath(instance: DicomAttributes): ReadonlyMap<string, HeaderRow> {
  return new Map(headerRows(instance).map((row) => [row.path, row]));
}

function kindOf(left: HeaderRow | undefined, right: HeaderRow | undefined): HeaderDifference["kind"] {
  if (!left) return "only right";
  if (!right) return "only left";
  return left.kind === "item" || isSame(left, right) ? "same" : "changed";
}

/** Sequences differ in the number of items; what is in these has lines of its own. Bulk data is compared by its address's last part. */
function isSame(left: HeaderRow, right: HeaderRow): boolean {
  if (left.vr !== right.vr || left.value !== right.value) return false;
  return left.element?.InlineBinary === right.element?.InlineBinary;
}

/** By tag and item number: `a[2]` before `a[10]`. */
function comparePaths(a: string, b: string): number {
  const [left, right] = [a, b].map((path) => path.match(/[0-9A-F]{8}|\[\d+\]/g) ?? []);
  for (let at = 0; at < Math.max(left?.length ?? 0, right?.length ?? 0); at++) {
    const [one, other] = [left?.[at] ?? "", right?.[at] ?? ""];
    if (one === other) continue;
    return one.startsWith("[") && other.startsWith("[")
      ? Number(one.slice(1, -1)) - Number(other.slice(1, -1))
      : Number(one > other) - 0.5;
  }
  return 0;
}
