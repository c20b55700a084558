import { textOf, type DicomAttributes, type DicomElement } from "./attributes.ts";
import { headerRows, keywordWords, tagText, type HeaderRow } from "./header-rows.ts";
import { requirementsOf } from "./required-attributes.ts";
import { isPrivateTag, tagEntry, tagOfKeyword } from "./tag-dictionary.ts";

/** Something about a header that the standard does not allow, or that a reader should know. */
export interface HeaderFinding {
  readonly severity: "error" | "warning" | "note";
  /** `Pixel Spacing (0028,0030) is missing` */
  readonly title: string;
  /** Why, with the clause. */
  readonly text: string;
  /** The line of the header that it speaks of. */
  readonly path?: string;
  /** 0-based numbers of the instances of the series that it speaks of. */
  readonly instances?: readonly number[];
}

/** What is wrong with one instance: attributes that its class wants, value representations and values against PS3.5. */
export function instanceFindings(instance: DicomAttributes): readonly HeaderFinding[] {
  return [...missingAttributes(instance), ...headerRows(instance).flatMap(rowFindings)];
}

function missingAttributes(instance: DicomAttributes): readonly HeaderFinding[] {
  const seen = new Set<string>();
  return requirementsOf(textOf(instance, "00080016") ?? "").flatMap(({ module, type1, type2 }) =>
    [
      ...type1.map((keyword) => ({ keyword, isFilled: true })),
      ...type2.map((keyword) => ({ keyword, isFilled: false })),
    ].flatMap(({ keyword, isFilled }): HeaderFinding[] => {
      const tag = tagOfKeyword(keyword);
      if (!tag || seen.has(tag)) return [];
      seen.add(tag);
      const element = instance[tag];
      if (element && (!isFilled || hasValue(element))) return [];
      const state = element ? "has no value" : "is missing";
      return [
        {
          severity: isFilled ? "error" : "warning",
          title: `${keywordWords(keyword)} ${tagText(tag)} ${state}`,
          text: `The ${module} module wants it ${isFilled ? "with a value (type 1)" : "present, though it may be empty (type 2)"}: PS3.3, PS3.5 7.4.`,
          ...(element && { path: tag }),
        },
      ];
    }),
  );
}

function hasValue({ Value, InlineBinary, BulkDataURI }: DicomElement): boolean {
  if (InlineBinary !== undefined || BulkDataURI !== undefined) return true;
  return Value?.some((value) => value !== null && value !== "") ?? false;
}

function rowFindings(row: HeaderRow): readonly HeaderFinding[] {
  if (row.kind === "item") return [];
  return [...wrongVr(row), ...ownerless(row), ...wrongValues(row)];
}

/** The dictionary leaves a choice for pixels and what follows them. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  ox: ["OB", "OW"],
  xs: ["US", "SS"],
  lt: ["US", "SS", "OW"],
};

function wrongVr({ tag, vr, path, name }: HeaderRow): readonly HeaderFinding[] {
  const wanted = isPrivateTag(tag) ? undefined : tagEntry(tag)?.vr;
  if (wanted === undefined || wanted === vr || CHOICES[wanted]?.includes(vr)) return [];
  return [
    {
      severity: vr === "UN" ? "warning" : "error",
      title: `${name} ${tagText(tag)} has the value representation ${vr}`,
      text: `PS3.6 gives it ${CHOICES[wanted]?.join(" or ") ?? wanted}.`,
      path,
    },
  ];
}

function ownerless({ tag, name, path }: HeaderRow): readonly HeaderFinding[] {
  if (name !== "Private, no creator") return [];
  return [
    {
      severity: "warning",
      title: `Private element ${tagText(tag)} has no creator`,
      text: "Nobody can know what it means: its block is not reserved by (gggg,00xx), PS3.5 7.8.1.",
      path,
    },
  ];
}

interface ValueRule {
  readonly isRight: (text: string) => boolean;
  readonly says: string;
}

const matches = (pattern: RegExp, says: string): ValueRule => ({ isRight: (text) => pattern.test(text), says });

/** PS3.5 table 6.2-1. DICOM JSON gives DS and IS as numbers where they are some. */
const VALUE_RULES: Readonly<Record<string, ValueRule>> = {
  AS: matches(/^\d{3}[DWMY]$/, "three digits and D, W, M or Y"),
  CS: matches(/^[A-Z0-9 _]{0,16}$/, "up to 16 capitals, digits, blanks and underscores"),
  DA: matches(/^\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/, "a date, YYYYMMDD"),
  DS: matches(/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/, "a decimal number"),
  IS: matches(/^[+-]?\d+$/, "a whole number"),
  LO: matches(/^[^\\]{0,64}$/s, "up to 64 characters"),
  SH: matches(/^[^\\]{0,16}$/s, "up to 16 characters"),
  TM: matches(/^(?:[01]\d|2[0-3])(?:[0-5]\d(?:[0-5]\d|60)?)?(?:\.\d{1,6})?$/, "a time, HHMMSS.FFFFFF"),
  UI: {
    isRight: (text) => text.length <= 64 && /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))*$/.test(text),
    says: "a UID: numbers with points, no leading zeros, up to 64 characters",
  },
};

function wrongValues({ vr, element, path, name, tag }: HeaderRow): readonly HeaderFinding[] {
  const rule = VALUE_RULES[vr];
  const wrong = (element?.Value ?? []).filter(
    (value) =>
      (typeof value === "string" || typeof value === "number") && value !== "" && !rule?.isRight(String(value)),
  );
  if (!rule || wrong.length === 0) return [];
  return [
    {
      severity: "warning",
      // The value itself is not repeated: it may be somebody's name.
      title: `${name} ${tagText(tag)} is not what ${vr} allows`,
      text: `${vr} is ${rule.says} (PS3.5 6.2).`,
      path,
    },
  ];
}
