import { hospitalRecords, type HospitalOptions } from "#emulator/sample/hospital.ts";
import type { ImagingName } from "#emulator/sample/vocabulary/imaging.ts";
import { studiesOfRecord, type StudyFacts } from "./study-facts.ts";

/** Of how many studies of each order the archive still has the pictures; the older ones have left it, as in hospitals. */
const KEPT: Readonly<Record<ImagingName, number>> = {
  chestXRay: 3,
  electrocardiogram: 2,
  forearmXRay: 2,
  ankleXRay: 2,
  clavicleXRay: 2,
  kneeXRay: 2,
  obstetricUltrasound: 2,
  abdominalUltrasound: 2,
  brainCt: 1,
  brainMr: 1,
  mammogram: 1,
  chestCt: 1,
  echocardiogram: 2,
  chestCtThin: 1,
  petCt: 1,
};

/** The studies of a hospital that have pictures, the quick ones first; `orders` leaves out the other kinds. */
export function imagedStudies(options: HospitalOptions, orders?: readonly ImagingName[]): StudyFacts[] {
  const left: Record<ImagingName, number> = { ...KEPT };
  const kept: StudyFacts[] = [];
  for (const record of hospitalRecords(options)) {
    for (const study of studiesOfRecord(record)) {
      if (left[study.order] <= 0 || orders?.includes(study.order) === false) continue;
      left[study.order] -= 1;
      kept.push(study);
    }
  }
  const order = Object.keys(KEPT);
  return kept.toSorted((a, b) => order.indexOf(a.order) - order.indexOf(b.order));
}
