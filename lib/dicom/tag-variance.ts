import type { DicomAttributes } from "./attributes.ts";
import { identifierClass, type IdentifierClass } from "./identifying-tags.ts";
import { keywordWords } from "./header-rows.ts";
import { tagEntry } from "./tag-dictionary.ts";
import { valueText } from "./value-text.ts";

/** How one attribute behaves along a series. */
export interface TagVariance {
  readonly tag: string;
  readonly name: string;
  readonly vr: string;
  readonly identifier: IdentifierClass | undefined;
  /** Different values, missing ones counted as one. */
  readonly distinct: number;
  readonly missing: number;
  /** For each instance the number of its value among the different ones in order of appearance; -1 where it is missing. */
  readonly values: readonly number[];
  /** The different values. */
  readonly texts: readonly string[];
  /** True for what should differ from instance to instance: UIDs, numbers, positions, times. */
  readonly isExpected: boolean;
}

/** Attributes of the top level that are not the same in all instances, the surprising ones first. */
export function tagVariance(instances: readonly DicomAttributes[]): readonly TagVariance[] {
  const tags = [...new Set(instances.flatMap((instance) => Object.keys(instance)))].toSorted();
  return tags
    .map((tag) => varianceOf(tag, instances))
    .filter(({ distinct }) => distinct > 1)
    .toSorted((a, b) => Number(a.isExpected) - Number(b.isExpected));
}

/** For each instance how many attributes change without reason against the one before it; 0 for the first. */
export function surprises(variances: readonly TagVariance[], count: number): readonly number[] {
  const unexpected = variances.filter(({ isExpected }) => !isExpected);
  return Array.from({ length: count }, (_, index) =>
    index === 0 ? 0 : unexpected.filter(({ values }) => values[index] !== values[index - 1]).length,
  );
}

const EXPECTED = new Set(
  "SOPInstanceUID InstanceNumber ImagePositionPatient SliceLocation ContentTime ContentDate AcquisitionTime AcquisitionDate AcquisitionDateTime InstanceCreationTime InstanceCreationDate ImageIndex PixelData SmallestImagePixelValue LargestImagePixelValue TriggerTime FrameReferenceTime ImagePosition TablePosition TemporalPositionIdentifier XRayTubeCurrent Exposure ExposureInmAs EncapsulatedDocument IrradiationEventUID CTDIvol WindowCenter WindowWidth ReferencedImageSequence SourceImageSequence".split(
    " ",
  ),
);

function varianceOf(tag: string, instances: readonly DicomAttributes[]): TagVariance {
  const numbers = new Map<string, number>();
  const values = instances.map((instance) => {
    const element = instance[tag];
    if (!element) return -1;
    // Of sequences and bytes the whole value counts, not its summary.
    const key = element.vr === "SQ" || element.InlineBinary ? JSON.stringify(element) : valueText(element);
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  });
  const missing = values.filter((value) => value < 0).length;
  const keyword = tagEntry(tag)?.keyword ?? "";
  const vr = instances.find((instance) => instance[tag])?.[tag]?.vr ?? "UN";
  return {
    tag,
    name: keyword === "" ? "Private" : keywordWords(keyword),
    vr,
    identifier: identifierClass(tag, vr),
    distinct: numbers.size + Number(missing > 0),
    missing,
    values,
    texts: [...numbers.keys()].map((text) => (vr === "SQ" ? "sequence" : text)),
    isExpected: EXPECTED.has(keyword),
  };
}
