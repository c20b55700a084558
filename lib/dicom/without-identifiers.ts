import type { DicomAttributes, DicomElement } from "./attributes.ts";
import { identifierClass } from "./identifying-tags.ts";

/** The data set with the values of identifying attributes left out, in sequences too: the attributes stay, empty. */
export function withoutIdentifiers(set: DicomAttributes): DicomAttributes {
  return Object.fromEntries(
    Object.entries(set).map(([tag, element]) => [tag, element && cleaned(tag, element)] as const),
  );
}

function cleaned(tag: string, element: DicomElement): DicomElement {
  const { vr = "UN", Value } = element;
  if (identifierClass(tag, vr)) return { vr };
  if (vr !== "SQ" || !Value) return element;
  return {
    vr,
    Value: Value.map((item) =>
      typeof item === "object" && item !== null ? withoutIdentifiers(item as DicomAttributes) : item,
    ),
  };
}
