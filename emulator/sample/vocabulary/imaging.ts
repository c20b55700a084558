import { LOINC, term, type Term } from "./coding.ts";
import type { BodySite } from "./problems.ts";

/** One imaging order: what is scanned, how many images of which kind it gives, and the name of its report. */
export interface ImagingOrder {
  readonly modality: "CR" | "CT" | "MR" | "PT" | "US" | "MG";
  readonly bodySite: BodySite;
  readonly description: string;
  readonly report: Term;
  readonly series: readonly {
    readonly modality: ImagingOrder["modality"];
    readonly description: string;
    readonly instances: number;
  }[];
}

/** SOP Class UIDs. DICOM PS3.4 B.5. */
export const SOP_CLASSES = {
  CR: "1.2.840.10008.5.1.4.1.1.1",
  CT: "1.2.840.10008.5.1.4.1.1.2",
  MR: "1.2.840.10008.5.1.4.1.1.4",
  PT: "1.2.840.10008.5.1.4.1.1.128",
  US: "1.2.840.10008.5.1.4.1.1.6.1",
  MG: "1.2.840.10008.5.1.4.1.1.1.2",
} as const satisfies Record<ImagingOrder["modality"], string>;

/** DICOM PS3.16 CID 29 names. */
export const MODALITY_NAMES = {
  CR: "Computed Radiography",
  CT: "Computed Tomography",
  MR: "Magnetic Resonance",
  PT: "Positron emission tomography",
  US: "Ultrasound",
  MG: "Mammography",
} as const satisfies Record<ImagingOrder["modality"], string>;

const IMAGING_STUDY = term(LOINC, "18748-4", "Diagnostic imaging study");
const xRay = (bodySite: BodySite, description: string, report: Term = IMAGING_STUDY): ImagingOrder => ({
  modality: "CR",
  bodySite,
  description,
  report,
  series: [
    { modality: "CR", description: "AP", instances: 1 },
    { modality: "CR", description: "Lateral", instances: 1 },
  ],
});
type SeriesRow = readonly [modality: ImagingOrder["modality"], description: string, instances: number];
const scan = (
  bodySite: BodySite,
  description: string,
  report: Term,
  rows: readonly [SeriesRow, ...SeriesRow[]],
): ImagingOrder => ({
  modality: rows[rows.length - 1]?.[0] ?? rows[0][0],
  bodySite,
  description,
  report,
  series: rows.map(([modality, title, instances]) => ({ modality, description: title, instances })),
});

/** A study is named by the modality of its last series: PET/CT is a PET study that carries a CT. */
export const IMAGING = {
  chestXRay: xRay("chest", "Chest two views", term(LOINC, "36643-5", "XR Chest 2 Views")),
  forearmXRay: xRay("forearm", "Forearm AP and lateral"),
  ankleXRay: xRay("ankle", "Ankle AP and lateral"),
  clavicleXRay: xRay("clavicle", "Clavicle AP and oblique"),
  kneeXRay: xRay("knee", "Knee AP and lateral"),
  chestCt: scan("chest", "Chest CT", term(LOINC, "24627-2", "CT Chest"), [
    ["CT", "Axial lung", 24],
    ["CT", "Coronal", 12],
  ]),
  brainMr: scan("brain", "Brain MRI stroke protocol", term(LOINC, "24590-2", "MR Brain"), [
    ["MR", "DWI", 20],
    ["MR", "ADC", 20],
    ["MR", "T2 FLAIR", 20],
  ]),
  brainCt: scan("brain", "Head CT without contrast", term(LOINC, "30799-1", "CT Head WO contrast"), [
    ["CT", "Axial", 24],
  ]),
  mammogram: scan("breast", "Mammogram diagnostic", term(LOINC, "24606-6", "MG Breast Screening"), [
    ["MG", "CC", 2],
    ["MG", "MLO", 2],
  ]),
  petCt: scan("wholeBody", "PET/CT whole body FDG", term(LOINC, "44136-0", "PET+CT Whole body"), [
    ["CT", "Attenuation correction", 30],
    ["PT", "FDG", 30],
  ]),
  obstetricUltrasound: scan("uterus", "Obstetric ultrasound", term(LOINC, "11525-3", "US Pelvis Fetus for pregnancy"), [
    ["US", "Fetal biometry", 6],
  ]),
  echocardiogram: scan("heart", "Transthoracic echocardiogram", term(LOINC, "34552-0", "Cardiac 2D echo panel"), [
    ["US", "Parasternal", 4],
    ["US", "Apical", 4],
  ]),
  abdominalUltrasound: scan("abdomen", "Ultrasound right lower quadrant", term(LOINC, "24558-9", "US Abdomen"), [
    ["US", "Appendix", 5],
  ]),
} as const satisfies Record<string, ImagingOrder>;

export type ImagingName = keyof typeof IMAGING;
