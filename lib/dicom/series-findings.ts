import { numberOf, numbersOf, type DicomAttributes } from "./attributes.ts";
import type { HeaderFinding } from "./header-findings.ts";
import { keywordWords, tagText } from "./header-rows.ts";
import { tagOfKeyword } from "./tag-dictionary.ts";
import { cross, dot, length, type Vec3 } from "./vectors.ts";

/** Millimetres by which the distance of two slices may differ, relative to the usual one. */
const UNEVEN = 0.01;

/** What does not fit together along a series: numbers, sizes, directions, distances. */
export function seriesFindings(instances: readonly DicomAttributes[]): readonly HeaderFinding[] {
  if (instances.length < 2) return [];
  return [
    ...repeatedNumbers(instances),
    ...differing(instances),
    ...slantedDirections(instances),
    ...unevenSlices(instances),
  ];
}

function repeatedNumbers(instances: readonly DicomAttributes[]): readonly HeaderFinding[] {
  const groups = Map.groupBy(instances.keys(), (index) => numberOf(instances[index] ?? {}, "00200013"));
  const repeated = [...groups].flatMap(([number, indices]) =>
    number !== undefined && indices.length > 1 ? indices : [],
  );
  if (repeated.length === 0) return [];
  return [
    {
      severity: "warning",
      title: `${repeated.length} instances share their Instance Number (0020,0013)`,
      text: "Their order cannot be told from it.",
      path: "00200013",
      instances: repeated,
    },
  ];
}

/** What all pictures of one stack have alike. */
const ALIKE = [
  "Rows",
  "Columns",
  "PixelSpacing",
  "ImageOrientationPatient",
  "FrameOfReferenceUID",
  "PhotometricInterpretation",
  "BitsStored",
  "PixelRepresentation",
  "Modality",
  "PatientID",
] as const;

function differing(instances: readonly DicomAttributes[]): readonly HeaderFinding[] {
  return ALIKE.flatMap((keyword): HeaderFinding[] => {
    const tag = tagOfKeyword(keyword) ?? "";
    const texts = instances.map((instance) => JSON.stringify(instance[tag]?.Value ?? null));
    const counts = Map.groupBy(texts, (text) => text);
    if (counts.size < 2) return [];
    const usual = [...counts].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0];
    return [
      {
        severity: keyword === "PatientID" || keyword === "Rows" || keyword === "Columns" ? "error" : "warning",
        title: `${keywordWords(keyword)} ${tagText(tag)} differs along the series`,
        text: `${counts.size} different values. A stack of them cannot be rebuilt into a volume.`,
        path: tag,
        instances: texts.flatMap((text, index) => (text === usual ? [] : index)),
      },
    ];
  });
}

/** Rows and columns are unit vectors at right angles: PS3.3 C.7.6.2.1.1. */
function slantedDirections(instances: readonly DicomAttributes[]): readonly HeaderFinding[] {
  const slanted = instances.flatMap((instance, index) => {
    const [row, column] = directions(instance) ?? [];
    if (!row || !column) return [];
    const isRight =
      Math.abs(dot(row, column)) < 1e-3 && Math.abs(length(row) - 1) < 1e-3 && Math.abs(length(column) - 1) < 1e-3;
    return isRight ? [] : index;
  });
  if (slanted.length === 0) return [];
  return [
    {
      severity: "error",
      title: "Image Orientation (Patient) (0020,0037) is not two unit vectors at right angles",
      text: "Distances and reformatted planes would be wrong: PS3.3 C.7.6.2.1.1.",
      path: "00200037",
      instances: slanted,
    },
  ];
}

interface Slice {
  readonly index: number;
  /** Along the normal of the first slice, millimetres. */
  readonly at: number;
}

function unevenSlices(instances: readonly DicomAttributes[]): readonly HeaderFinding[] {
  const slices = slicesAlongNormal(instances);
  if (slices.length < 3) return [];
  const steps = slices.slice(1).map(({ at, index }, before) => ({ index, step: at - (slices[before]?.at ?? at) }));
  const usual = steps.map(({ step }) => step).toSorted((a, b) => a - b)[steps.length >> 1] ?? 0;
  const same = steps.filter(({ step }) => step < 1e-3);
  const uneven = steps.filter(({ step }) => step >= 1e-3 && Math.abs(step - usual) > Math.max(UNEVEN * usual, 1e-3));
  const findings: HeaderFinding[] = [];
  if (same.length > 0)
    findings.push({
      severity: "note",
      title: `${same.length} instances lie where another one lies`,
      text: "Usual for phases, echoes or b values; otherwise a slice is there twice.",
      path: "00200032",
      instances: same.map(({ index }) => index),
    });
  if (uneven.length > 0 && usual > 1e-3)
    findings.push({
      severity: "warning",
      title: `The distance of slices is not even: ${uneven.length} of ${steps.length} differ from ${Math.round(usual * 1000) / 1000} mm`,
      text: "Slices are missing or overlap; a volume of them is stretched there.",
      path: "00200032",
      instances: uneven.map(({ index }) => index),
    });
  return findings;
}

function slicesAlongNormal(instances: readonly DicomAttributes[]): readonly Slice[] {
  const [row, column] = directions(instances[0] ?? {}) ?? [];
  if (!row || !column) return [];
  const normal = cross(row, column);
  return instances
    .flatMap((instance, index) => {
      const [x, y, z] = numbersOf(instance, "00200032");
      return x === undefined || y === undefined || z === undefined ? [] : { index, at: dot(normal, [x, y, z]) };
    })
    .toSorted((a, b) => a.at - b.at);
}

function directions(instance: DicomAttributes): readonly [Vec3, Vec3] | undefined {
  const [a, b, c, d, e, f] = numbersOf(instance, "00200037");
  if (a === undefined || b === undefined || c === undefined || d === undefined || e === undefined || f === undefined)
    return undefined;
  return [
    [a, b, c],
    [d, e, f],
  ];
}
