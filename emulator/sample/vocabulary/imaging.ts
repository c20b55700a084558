import { LOINC, term, type Term } from "./coding.ts";
import type { BodySite } from "./problems.ts";

/** DICOM PS3.16 CID 29: what takes pictures, and what is said about them afterwards. */
export type ImagingModality =
  "CR" | "DX" | "CT" | "MR" | "PT" | "US" | "MG" | "ECG" | "SR" | "KO" | "SEG" | "RTSTRUCT" | "DOC";

/** One imaging order: what is scanned, how many images of which kind it gives, and the name of its report. */
export interface ImagingOrder {
  readonly modality: ImagingModality;
  readonly bodySite: BodySite;
  readonly description: string;
  readonly report: Term;
  readonly series: readonly {
    readonly modality: ImagingOrder["modality"];
    readonly description: string;
    readonly instances: number;
    /** Where the modality has more than one. */
    readonly sopClass?: string;
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
  DX: "1.2.840.10008.5.1.4.1.1.1.1",
  ECG: "1.2.840.10008.5.1.4.1.1.9.1.1",
  SR: "1.2.840.10008.5.1.4.1.1.88.33",
  KO: "1.2.840.10008.5.1.4.1.1.88.59",
  SEG: "1.2.840.10008.5.1.4.1.1.66.4",
  RTSTRUCT: "1.2.840.10008.5.1.4.1.1.481.3",
  DOC: "1.2.840.10008.5.1.4.1.1.104.1",
} as const satisfies Record<ImagingModality, string>;

/** Ultrasound Multi-frame Image Storage. */
export const ULTRASOUND_CINE = "1.2.840.10008.5.1.4.1.1.3.1";

/** DICOM PS3.16 CID 29 names. */
export const MODALITY_NAMES = {
  CR: "Computed Radiography",
  CT: "Computed Tomography",
  MR: "Magnetic Resonance",
  PT: "Positron emission tomography",
  US: "Ultrasound",
  MG: "Mammography",
  DX: "Digital Radiography",
  ECG: "Electrocardiography",
  SR: "Structured Report Document",
  KO: "Key Object Selection",
  SEG: "Segmentation",
  RTSTRUCT: "Radiotherapy Structure Set",
  DOC: "Document",
} as const satisfies Record<ImagingModality, string>;

const IMAGING_STUDY = term(LOINC, "18748-4", "Diagnostic imaging study");
const xRay = (
  bodySite: BodySite,
  description: string,
  modality: "CR" | "DX",
  report = IMAGING_STUDY,
): ImagingOrder => ({
  modality,
  bodySite,
  description,
  report,
  series: [
    { modality, description: "AP", instances: 1 },
    { modality, description: "Lateral", instances: 1 },
  ],
});
type SeriesRow = readonly [modality: ImagingModality, description: string, instances: number, sopClass?: string];
const scan = (
  bodySite: BodySite,
  description: string,
  report: Term,
  rows: readonly [SeriesRow, ...SeriesRow[]],
): ImagingOrder => ({
  modality: rows[0][0],
  bodySite,
  description,
  report,
  series: rows.map(([modality, title, instances, sopClass]) => ({
    modality,
    description: title,
    instances,
    ...(sopClass && { sopClass }),
  })),
});

export const IMAGING = {
  chestXRay: xRay("chest", "Chest two views", "CR", term(LOINC, "36643-5", "XR Chest 2 Views")),
  forearmXRay: xRay("forearm", "Forearm AP and lateral", "CR"),
  ankleXRay: xRay("ankle", "Ankle AP and lateral", "DX"),
  clavicleXRay: xRay("clavicle", "Clavicle AP and oblique", "CR"),
  kneeXRay: xRay("knee", "Knee AP and lateral", "DX"),
  chestCt: scan("chest", "Chest CT", term(LOINC, "24627-2", "CT Chest"), [
    ["CT", "Axial lung", 28],
    ["CT", "Coronal", 18],
  ]),
  chestCtThin: scan("chest", "Chest CT pulmonary embolism protocol", term(LOINC, "24627-2", "CT Chest"), [
    ["CT", "Axial 1.25 mm", 208],
    ["CT", "Coronal", 18],
    ["SEG", "Consolidation", 1],
    ["SR", "Measurements", 1],
    ["KO", "Key images", 1],
  ]),
  brainMr: scan("brain", "Brain MRI stroke protocol", term(LOINC, "24590-2", "MR Brain"), [
    ["MR", "DWI", 20],
    ["MR", "ADC", 20],
    ["MR", "T2 FLAIR", 20],
    ["MR", "T1 sagittal", 20],
    ["MR", "T2 axial", 20],
  ]),
  brainCt: scan("brain", "Head CT without contrast", term(LOINC, "30799-1", "CT Head WO contrast"), [
    ["CT", "Axial", 30],
  ]),
  mammogram: scan("breast", "Mammogram diagnostic", term(LOINC, "24606-6", "MG Breast Screening"), [
    ["MG", "CC", 2],
    ["MG", "MLO", 2],
  ]),
  petCt: scan("wholeBody", "PET/CT whole body FDG", term(LOINC, "44136-0", "PET+CT Whole body"), [
    ["PT", "FDG", 160],
    ["CT", "Attenuation correction", 160],
    ["RTSTRUCT", "Tumour outlines", 1],
  ]),
  obstetricUltrasound: scan("uterus", "Obstetric ultrasound", term(LOINC, "11525-3", "US Pelvis Fetus for pregnancy"), [
    ["US", "Fetal biometry", 6],
    ["DOC", "Biometry report", 1],
  ]),
  echocardiogram: scan("heart", "Transthoracic echocardiogram", term(LOINC, "34552-0", "Cardiac 2D echo panel"), [
    ["US", "Parasternal", 2, ULTRASOUND_CINE],
    ["US", "Apical", 2, ULTRASOUND_CINE],
  ]),
  abdominalUltrasound: scan("abdomen", "Ultrasound right lower quadrant", term(LOINC, "24558-9", "US Abdomen"), [
    ["US", "Appendix", 5],
  ]),
  electrocardiogram: scan("heart", "12-lead electrocardiogram", term(LOINC, "11524-6", "EKG study"), [
    ["ECG", "Resting 12-lead", 1],
  ]),
} as const satisfies Record<string, ImagingOrder>;

export type ImagingName = keyof typeof IMAGING;
