/** What is measured: LOINC code, UCUM unit, reference range and precision. */
export interface Measure {
  readonly code: string;
  readonly display: string;
  readonly category: "vital-signs" | "laboratory" | "survey" | "exam";
  /** UCUM code. */
  readonly unit: string;
  /** As printed on a report; the UCUM code when absent. */
  readonly unitText?: string;
  readonly low?: number;
  readonly high?: number;
  /** Digits after the point. */
  readonly digits: number;
  /** Mean and deviation of a well adult; a measure without them is only written with a value of the story. */
  readonly typical?: readonly [mean: number, deviation: number];
}

type Details = Partial<Omit<Measure, "code" | "display" | "unit">>;

const vital = (code: string, display: string, unit: string, details: Details = {}): Measure => ({
  code,
  display,
  category: "vital-signs",
  unit,
  digits: 0,
  ...details,
});
const lab = (code: string, display: string, unit: string, details: Details = {}): Measure => ({
  ...vital(code, display, unit, details),
  category: "laboratory",
});
const score = (code: string, display: string, details: Details = {}): Measure => ({
  ...vital(code, display, "{score}", details),
  category: "survey",
});

/** Adult reference ranges as printed by common US laboratories; LOINC 2.77 names. */
export const MEASURES = {
  systolic: vital("8480-6", "Systolic blood pressure", "mm[Hg]", {
    unitText: "mmHg",
    low: 90,
    high: 130,
    typical: [122, 7],
  }),
  diastolic: vital("8462-4", "Diastolic blood pressure", "mm[Hg]", {
    unitText: "mmHg",
    low: 60,
    high: 85,
    typical: [76, 5],
  }),
  heartRate: vital("8867-4", "Heart rate", "/min", { unitText: "beats/min", low: 50, high: 100, typical: [72, 7] }),
  respiratoryRate: vital("9279-1", "Respiratory rate", "/min", {
    unitText: "breaths/min",
    low: 12,
    high: 20,
    typical: [15, 1.5],
  }),
  temperature: vital("8310-5", "Body temperature", "Cel", {
    digits: 1,
    unitText: "°C",
    low: 36.1,
    high: 37.8,
    typical: [36.7, 0.2],
  }),
  oxygen: vital("2708-6", "Oxygen saturation in Arterial blood", "%", { low: 94, typical: [97.5, 0.8] }),
  height: vital("8302-2", "Body height", "cm", { digits: 1 }),
  weight: vital("29463-7", "Body weight", "kg", { digits: 1 }),
  bmi: vital("39156-5", "Body mass index (BMI) [Ratio]", "kg/m2", { digits: 1, low: 18.5, high: 24.9 }),
  headCircumference: vital("9843-4", "Head Occipital-frontal circumference", "cm", { digits: 1 }),

  hba1c: lab("4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood", "%", {
    digits: 1,
    low: 4,
    high: 5.6,
    typical: [5.3, 0.15],
  }),
  glucose: lab("2345-7", "Glucose [Mass/volume] in Serum or Plasma", "mg/dL", {
    low: 70,
    high: 99,
    typical: [88, 6],
  }),
  cholesterol: lab("2093-3", "Cholesterol [Mass/volume] in Serum or Plasma", "mg/dL", {
    high: 200,
    typical: [182, 20],
  }),
  hdl: lab("2085-9", "Cholesterol in HDL [Mass/volume] in Serum or Plasma", "mg/dL", { low: 40, typical: [54, 7] }),
  ldl: lab("13457-7", "Cholesterol in LDL [Mass/volume] in Serum or Plasma by calculation", "mg/dL", {
    high: 130,
    typical: [104, 14],
  }),
  triglycerides: lab("2571-8", "Triglyceride [Mass/volume] in Serum or Plasma", "mg/dL", {
    high: 150,
    typical: [112, 22],
  }),
  creatinine: lab("2160-0", "Creatinine [Mass/volume] in Serum or Plasma", "mg/dL", {
    digits: 2,
    low: 0.6,
    high: 1.2,
    typical: [0.9, 0.1],
  }),
  egfr: lab("33914-3", "Glomerular filtration rate/1.73 sq M.predicted", "mL/min/{1.73_m2}", {
    low: 60,
    typical: [92, 8],
  }),
  albuminRatio: lab("14959-1", "Microalbumin/Creatinine [Mass Ratio] in Urine", "mg/g", {
    high: 30,
    typical: [9, 4],
  }),
  sodium: lab("2951-2", "Sodium [Moles/volume] in Serum or Plasma", "mmol/L", {
    low: 136,
    high: 145,
    typical: [140, 1.5],
  }),
  potassium: lab("2823-3", "Potassium [Moles/volume] in Serum or Plasma", "mmol/L", {
    digits: 1,
    low: 3.5,
    high: 5.1,
    typical: [4.2, 0.25],
  }),
  alt: lab("1742-6", "Alanine aminotransferase in Serum or Plasma", "U/L", { low: 7, high: 56, typical: [24, 7] }),
  hemoglobin: lab("718-7", "Hemoglobin [Mass/volume] in Blood", "g/dL", {
    digits: 1,
    low: 12,
    high: 17.5,
    typical: [14, 0.8],
  }),
  leukocytes: lab("6690-2", "Leukocytes [#/volume] in Blood by Automated count", "10*3/uL", {
    digits: 1,
    low: 4.5,
    high: 11,
    typical: [6.8, 1],
  }),
  platelets: lab("777-3", "Platelets [#/volume] in Blood by Automated count", "10*3/uL", {
    low: 150,
    high: 450,
    typical: [250, 35],
  }),
  crp: lab("1988-5", "C reactive protein [Mass/volume] in Serum or Plasma", "mg/L", {
    digits: 1,
    high: 5,
    typical: [1.8, 0.9],
  }),
  tsh: lab("3016-3", "Thyrotropin [Units/volume] in Serum or Plasma", "m[IU]/L", {
    digits: 2,
    low: 0.4,
    high: 4.5,
    typical: [1.8, 0.6],
  }),
  ntProBnp: lab("33762-6", "Natriuretic peptide.B prohormone N-Terminal", "pg/mL", { high: 125 }),
  inr: lab("6301-6", "INR in Platelet poor plasma by Coagulation assay", "{INR}", { digits: 1, low: 0.9, high: 1.2 }),
  cancerAntigen: lab("6875-9", "Cancer Ag 15-3 [Units/volume] in Serum or Plasma", "[arb'U]/mL", {
    digits: 1,
    high: 30,
  }),
  ferritin: lab("2276-4", "Ferritin [Mass/volume] in Serum or Plasma", "ng/mL", { low: 15, high: 200 }),
  bilirubin: lab("1975-2", "Bilirubin.total [Mass/volume] in Serum or Plasma", "mg/dL", { digits: 1, high: 12 }),

  ejectionFraction: vital("10230-1", "Left ventricular Ejection fraction", "%", {
    category: "exam",
    low: 55,
    high: 70,
  }),
  peakFlow: vital("19935-6", "Maximum expiratory gas flow by Peak flow meter", "L/min", { category: "exam" }),
  gestation: vital("11884-4", "Gestational age Estimated", "wk", { category: "exam", unitText: "weeks" }),
  fundalHeight: vital("11881-0", "Uterus Fundal height Tape measure", "cm", { category: "exam" }),
  fetalHeartRate: vital("55283-6", "Fetal Heart rate", "/min", {
    category: "exam",
    unitText: "beats/min",
    low: 110,
    high: 160,
  }),
  birthWeight: vital("8339-4", "Birth weight Measured", "g", { category: "exam", low: 2500, high: 4200 }),
  pain: score("72514-3", "Pain severity - 0-10 verbal numeric rating [Score] - Reported", { high: 3 }),
  phq9: score("44261-6", "Patient Health Questionnaire 9 item (PHQ-9) total score [Reported]", { high: 4 }),
  miniMental: score("72106-8", "Total score [MMSE]", { low: 24, high: 30 }),
  strokeScale: score("70182-1", "NIH stroke scale total", { high: 0 }),
  apgar1: score("9272-6", "1 minute Apgar Score", { low: 7, high: 10 }),
  apgar5: score("9274-2", "5 minute Apgar Score", { low: 7, high: 10 }),
  asthmaControl: score("82674-3", "Asthma control test score [ACT]", { low: 20, high: 25 }),
} as const satisfies Record<string, Measure>;

export type MeasureName = keyof typeof MEASURES;

export interface Panel {
  readonly code: string;
  readonly display: string;
  readonly measures: readonly MeasureName[];
}

/** Laboratory orders: one DiagnosticReport with a result per measure. */
export const PANELS = {
  lipids: {
    code: "57698-3",
    display: "Lipid panel with direct LDL - Serum or Plasma",
    measures: ["cholesterol", "hdl", "ldl", "triglycerides"],
  },
  metabolic: {
    code: "51990-0",
    display: "Basic metabolic panel - Blood",
    measures: ["glucose", "sodium", "potassium", "creatinine", "egfr"],
  },
  blood: {
    code: "58410-2",
    display: "CBC panel - Blood by Automated count",
    measures: ["hemoglobin", "leukocytes", "platelets"],
  },
  diabetes: { code: "4548-4", display: "Hemoglobin A1c/Hemoglobin.total in Blood", measures: ["hba1c", "glucose"] },
  kidney: {
    code: "24362-6",
    display: "Renal function 2000 panel - Serum or Plasma",
    measures: ["creatinine", "egfr", "potassium", "albuminRatio"],
  },
  infection: {
    code: "58410-2",
    display: "CBC panel - Blood by Automated count",
    measures: ["leukocytes", "hemoglobin", "platelets", "crp"],
  },
} as const satisfies Record<string, Panel>;

export type PanelName = keyof typeof PANELS;
