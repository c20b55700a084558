import { itemsOf, numbersOf, textOf, type DicomAttributes } from "./attributes.ts";

/** An item of a structured report as people read it. PS3.3 C.17.3. */
export interface ReportNode {
  /** Place in the tree: `1.3.2`, as references by identifier count (C.17.3.2.5). */
  readonly id: string;
  /** What it is about: meaning of the concept name; empty where there is none. */
  readonly concept: string;
  /** Its value in words: text, meaning of a code, number with unit, name, date; empty for containers. */
  readonly value: string;
  readonly type: string;
  /** How it hangs on its parent: `CONTAINS`, `HAS CONCEPT MOD`, … */
  readonly relationship: string;
  /** Instances that it speaks of. */
  readonly references: readonly ReportReference[];
  readonly isIdentity: boolean;
  readonly children: readonly ReportNode[];
}

export interface ReportReference {
  readonly instance: string;
  /** 1-based frames; empty for all. */
  readonly frames: readonly number[];
}

/** The tree of a structured report or a key object selection; undefined for what is no document. */
export function reportTree(instance: DicomAttributes): ReportNode | undefined {
  return instance["0040A040"] && instance["0040A730"] ? nodeOf(instance, "1") : undefined;
}

/** Whether and by whom the report is said to be right. PS3.3 C.17.2. */
export function reportState(instance: DicomAttributes): string {
  const words = [textOf(instance, "0040A491"), textOf(instance, "0040A493")].filter((word) => word !== undefined);
  return words.map((word) => word.toLowerCase()).join(", ");
}

function nodeOf(item: DicomAttributes, id: string): ReportNode {
  const type = textOf(item, "0040A040") ?? "";
  return {
    id,
    concept: codeMeaning(itemsOf(item, "0040A043")[0]),
    value: VALUES[type]?.(item) ?? "",
    type,
    relationship: textOf(item, "0040A010") ?? "",
    references: itemsOf(item, "00081199").map((reference) => ({
      instance: textOf(reference, "00081155") ?? "",
      frames: numbersOf(reference, "00081160"),
    })),
    isIdentity: type === "PNAME",
    children: itemsOf(item, "0040A730").map((child, index) => nodeOf(child, `${id}.${index + 1}`)),
  };
}

/** By value type: PS3.3 table C.17.3-7. */
const VALUES: Readonly<Record<string, (item: DicomAttributes) => string>> = {
  TEXT: (item) => textOf(item, "0040A160") ?? "",
  CODE: (item) => codeMeaning(itemsOf(item, "0040A168")[0]),
  NUM: numberText,
  PNAME: (item) => (textOf(item, "0040A123") ?? "").replaceAll("^", " ").trim(),
  DATE: (item) => dateText(textOf(item, "0040A121") ?? ""),
  TIME: (item) => timeText(textOf(item, "0040A122") ?? ""),
  DATETIME: (item) => {
    const text = textOf(item, "0040A120") ?? "";
    return `${dateText(text.slice(0, 8))} ${timeText(text.slice(8))}`.trim();
  },
  UIDREF: (item) => textOf(item, "0040A124") ?? "",
  SCOORD: (item) => shapeText(item),
  SCOORD3D: (item) => shapeText(item),
  TCOORD: (item) => (textOf(item, "0040A130") ?? "").toLowerCase(),
};

function codeMeaning(code: DicomAttributes | undefined): string {
  return code ? (textOf(code, "00080104") ?? textOf(code, "00080100") ?? "") : "";
}

function numberText(item: DicomAttributes): string {
  const measured = itemsOf(item, "0040A300")[0];
  if (!measured) return codeMeaning(itemsOf(item, "0040A301")[0]);
  const unit = itemsOf(measured, "004008EA")[0];
  const code = unit && textOf(unit, "00080100");
  return [textOf(measured, "0040A30A"), code === "1" ? "" : code].filter(Boolean).join(" ");
}

function shapeText(item: DicomAttributes): string {
  const kind = (textOf(item, "00700023") ?? "").toLowerCase();
  const count = numbersOf(item, "00700022").length;
  return `${kind} of ${count / (textOf(item, "0040A040") === "SCOORD3D" ? 3 : 2)} points`;
}

function dateText(date: string): string {
  return date.replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3");
}

function timeText(time: string): string {
  return time.replace(/^(\d{2})(\d{2})(\d{2})?.*$/, (_, hours: string, minutes: string, seconds?: string) =>
    [hours, minutes, ...(seconds ? [seconds] : [])].join(":"),
  );
}
