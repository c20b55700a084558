import { numberOf, numbersOf, type DicomAttributes } from "./attributes.ts";

const USUAL = 15;
const MOST = 60;

/** Frames a second of a cine: what the file recommends, or what its frame times say; 15 when it says nothing (PS3.3 C.7.6.5). */
export function cineRate(image: DicomAttributes): number {
  const said = numberOf(image, "00082144") ?? numberOf(image, "00180040") ?? rateOfTimes(image);
  return said === undefined || said <= 0 ? USUAL : Math.min(MOST, said);
}

function rateOfTimes(image: DicomAttributes): number | undefined {
  const time = numberOf(image, "00181063");
  if (time !== undefined && time > 0) return 1000 / time;
  // The first of the vector is the time before the first frame, usually 0.
  const steps = numbersOf(image, "00181065").slice(1);
  const total = steps.reduce((sum, step) => sum + step, 0);
  return total > 0 ? (1000 * steps.length) / total : undefined;
}
