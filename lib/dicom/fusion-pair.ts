import { textOf } from "./attributes.ts";
import type { ImageStack } from "./image-stack.ts";

/** A series that may be one half of a fusion. */
export interface FusionCandidate {
  /** Series Instance UID. */
  readonly series: string;
  readonly modality: string;
  readonly stack: ImageStack;
}

export type FusionPair =
  | { readonly isPair: true; readonly ct: FusionCandidate; readonly pt: FusionCandidate }
  /** `why` is a sentence for people. */
  | { readonly isPair: false; readonly why: string };

/**
 * The CT and the PET series to lay over each other: both must be volumes in one frame of reference (PS3.3 C.7.4.1). Attenuation
 * corrected PET comes before PET that is not, and otherwise the pair that stands first.
 */
export function fusionPair(candidates: readonly FusionCandidate[]): FusionPair {
  const of = (modality: string) => candidates.filter((one) => one.modality === modality);
  const cts = of("CT");
  const pts = of("PT").toSorted((a, b) => Number(isCorrected(b)) - Number(isCorrected(a)));
  if (cts.length === 0 || pts.length === 0) return no("A fusion needs a CT series and a PET series in one study.");
  for (const pt of pts.filter(isVolume)) {
    const ct = cts.find((one) => isVolume(one) && frameOf(one) !== undefined && frameOf(one) === frameOf(pt));
    if (ct) return { isPair: true, ct, pt };
  }
  const flat = [...cts, ...pts].find((one) => !isVolume(one));
  if (flat && !flat.stack.volume.isVolume) return no(`${flat.modality} series: ${flat.stack.volume.why}`);
  return no(
    "The CT and the PET series do not share a frame of reference, so it is not known how they lie on each other.",
  );
}

function no(why: string): FusionPair {
  return { isPair: false, why };
}

function isVolume({ stack }: FusionCandidate): boolean {
  return stack.volume.isVolume;
}

function frameOf({ stack }: FusionCandidate): string | undefined {
  return textOf(stack.images[0]?.attributes ?? {}, "00200052");
}

/** Corrected Image (0028,0051) names the corrections that were made. */
function isCorrected({ stack }: FusionCandidate): boolean {
  return (stack.images[0]?.attributes["00280051"]?.Value ?? []).includes("ATTN");
}
