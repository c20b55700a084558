import { CVX, RXNORM, SNOMED, term, type Term } from "./coding.ts";

export interface Drug extends Term {
  /** What the label tells the patient. */
  readonly sig: string;
  /** Doses per day; 0 for "when needed". */
  readonly perDay: number;
  readonly route: "oral" | "inhaled" | "subcutaneous" | "intravenous";
}

const oral = (code: string, display: string, sig: string, perDay: number): Drug => ({
  ...term(RXNORM, code, display),
  sig,
  perDay,
  route: "oral",
});

/** RxNorm clinical drugs. */
export const DRUGS = {
  metformin500: oral("861007", "metformin hydrochloride 500 MG Oral Tablet", "1 tablet twice daily with meals", 2),
  metformin1000: oral("861004", "metformin hydrochloride 1000 MG Oral Tablet", "1 tablet twice daily with meals", 2),
  empagliflozin: oral("1545658", "empagliflozin 10 MG Oral Tablet", "1 tablet every morning", 1),
  lisinopril10: oral("314076", "lisinopril 10 MG Oral Tablet", "1 tablet every morning", 1),
  lisinopril20: oral("314077", "lisinopril 20 MG Oral Tablet", "1 tablet every morning", 1),
  amlodipine: oral("197361", "amlodipine 5 MG Oral Tablet", "1 tablet every evening", 1),
  atorvastatin: oral("617310", "atorvastatin 20 MG Oral Tablet", "1 tablet at bedtime", 1),
  furosemide: oral("313988", "furosemide 40 MG Oral Tablet", "1 tablet every morning", 1),
  spironolactone: oral("313096", "spironolactone 25 MG Oral Tablet", "1 tablet every morning", 1),
  metoprolol: oral(
    "866427",
    "24 HR metoprolol succinate 25 MG Extended Release Oral Tablet",
    "1 tablet every morning",
    1,
  ),
  apixaban: oral("1364445", "apixaban 5 MG Oral Tablet", "1 tablet twice daily", 2),
  clopidogrel: oral("309362", "clopidogrel 75 MG Oral Tablet", "1 tablet daily", 1),
  aspirin: oral("243670", "aspirin 81 MG Oral Tablet", "1 tablet daily", 1),
  amoxicillin: oral("308191", "amoxicillin 500 MG Oral Capsule", "1 capsule three times daily for 7 days", 3),
  azithromycin: oral("308460", "azithromycin 250 MG Oral Tablet", "2 tablets on day 1, then 1 daily for 4 days", 1),
  acetaminophen: oral("313782", "acetaminophen 325 MG Oral Tablet", "2 tablets every 6 hours as needed for pain", 0),
  ibuprofen: oral("197805", "ibuprofen 400 MG Oral Tablet", "1 tablet every 8 hours with food as needed", 0),
  oxycodone: oral(
    "1049621",
    "oxycodone hydrochloride 5 MG Oral Tablet",
    "1 tablet every 6 hours as needed for severe pain",
    0,
  ),
  donepezil: oral("997223", "donepezil hydrochloride 10 MG Oral Tablet", "1 tablet at bedtime", 1),
  sertraline: oral("312941", "sertraline 50 MG Oral Tablet", "1 tablet every morning", 1),
  tamoxifen: oral("198240", "tamoxifen 10 MG Oral Tablet", "1 tablet twice daily", 2),
  letrozole: oral("200064", "letrozole 2.5 MG Oral Tablet", "1 tablet daily", 1),
  iron: oral("310325", "ferrous sulfate 325 MG Oral Tablet", "1 tablet daily on an empty stomach", 1),
  prednisone: oral("312615", "prednisone 20 MG Oral Tablet", "2 tablets daily for 5 days", 1),
  albuterol: {
    ...term(RXNORM, "745679", "200 ACTUAT albuterol 0.09 MG/ACTUAT Metered Dose Inhaler"),
    sig: "2 puffs as needed for wheeze",
    perDay: 0,
    route: "inhaled",
  },
  fluticasone: {
    ...term(RXNORM, "895994", "120 ACTUAT fluticasone propionate 0.044 MG/ACTUAT Metered Dose Inhaler"),
    sig: "2 puffs twice daily with spacer",
    perDay: 2,
    route: "inhaled",
  },
  enoxaparin: {
    ...term(RXNORM, "854235", "0.4 ML enoxaparin sodium 100 MG/ML Prefilled Syringe"),
    sig: "40 mg once daily for 14 days",
    perDay: 1,
    route: "subcutaneous",
  },
  paclitaxel: {
    ...term(RXNORM, "583214", "paclitaxel 100 MG Injection"),
    sig: "80 mg/m2 once a week for 12 weeks",
    perDay: 0,
    route: "intravenous",
  },
} as const satisfies Record<string, Drug>;

export const ROUTES: Readonly<Record<Drug["route"], Term>> = {
  oral: term(SNOMED, "26643006", "Oral route"),
  inhaled: term(SNOMED, "447694001", "Respiratory tract route"),
  subcutaneous: term(SNOMED, "34206005", "Subcutaneous route"),
  intravenous: term(SNOMED, "47625008", "Intravenous route"),
};

/** CDC CVX codes. */
export const VACCINES = {
  influenza: term(CVX, "140", "Influenza, seasonal, injectable, preservative free"),
  tdap: term(CVX, "115", "Tdap"),
  td: term(CVX, "113", "Td (adult) preservative free"),
  pneumococcal: term(CVX, "33", "pneumococcal polysaccharide PPV23"),
  zoster: term(CVX, "187", "zoster recombinant"),
  covid: term(CVX, "208", "COVID-19, mRNA, LNP-S, PF, 30 mcg/0.3 mL dose"),
  hepatitisB: term(CVX, "08", "Hep B, adolescent or pediatric"),
  dtap: term(CVX, "20", "DTaP"),
  polio: term(CVX, "10", "IPV"),
  hib: term(CVX, "49", "Hib (PRP-OMP)"),
  rotavirus: term(CVX, "119", "rotavirus, monovalent"),
  pneumococcalConjugate: term(CVX, "133", "Pneumococcal conjugate PCV 13"),
  mmr: term(CVX, "03", "MMR"),
  varicella: term(CVX, "21", "varicella"),
  hpv: term(CVX, "62", "HPV, quadrivalent"),
  meningococcal: term(CVX, "114", "meningococcal MCV4P"),
} as const satisfies Record<string, Term>;

export interface Allergen extends Term {
  readonly category: "medication" | "food" | "environment";
  readonly reaction: Term;
  readonly criticality: "low" | "high";
}

const RASH = term(SNOMED, "271807003", "Eruption of skin");
const HIVES = term(SNOMED, "247472004", "Wheal");
const ANAPHYLAXIS = term(SNOMED, "39579001", "Anaphylaxis");
const RHINITIS = term(SNOMED, "70076002", "Rhinitis");

export const ALLERGENS: readonly Allergen[] = [
  { ...term(RXNORM, "7980", "penicillin G"), category: "medication", reaction: RASH, criticality: "low" },
  {
    ...term(RXNORM, "10831", "sulfamethoxazole / trimethoprim"),
    category: "medication",
    reaction: HIVES,
    criticality: "low",
  },
  { ...term(SNOMED, "762952008", "Peanut"), category: "food", reaction: ANAPHYLAXIS, criticality: "high" },
  { ...term(SNOMED, "735971005", "Fish"), category: "food", reaction: HIVES, criticality: "low" },
  { ...term(SNOMED, "256277009", "Grass pollen"), category: "environment", reaction: RHINITIS, criticality: "low" },
  { ...term(SNOMED, "111088007", "Latex"), category: "environment", reaction: HIVES, criticality: "low" },
];
