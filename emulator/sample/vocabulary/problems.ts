import { SNOMED, term, type Term } from "./coding.ts";

/** SNOMED CT (International Edition) disorders the stories diagnose. */
export const PROBLEMS = {
  diabetes: term(SNOMED, "44054006", "Diabetes mellitus type 2"),
  hypertension: term(SNOMED, "59621000", "Essential hypertension"),
  hyperlipidemia: term(SNOMED, "55822004", "Hyperlipidemia"),
  obesity: term(SNOMED, "414916001", "Obesity"),
  pregnancy: term(SNOMED, "72892002", "Normal pregnancy"),
  anemiaOfPregnancy: term(SNOMED, "234347009", "Anemia of pregnancy"),
  liveborn: term(SNOMED, "442311008", "Liveborn born in hospital"),
  neonatalJaundice: term(SNOMED, "387712008", "Neonatal jaundice"),
  forearmFracture: term(SNOMED, "65966004", "Fracture of forearm"),
  ankleFracture: term(SNOMED, "16114001", "Fracture of ankle"),
  clavicleFracture: term(SNOMED, "58150001", "Fracture of clavicle"),
  pneumonia: term(SNOMED, "385093006", "Community acquired pneumonia"),
  breastCancer: term(SNOMED, "254837009", "Malignant neoplasm of breast"),
  heartFailure: term(SNOMED, "84114007", "Heart failure"),
  atrialFibrillation: term(SNOMED, "49436004", "Atrial fibrillation"),
  asthma: term(SNOMED, "233678006", "Childhood asthma"),
  kneeArthrosis: term(SNOMED, "239873007", "Osteoarthritis of knee"),
  alzheimers: term(SNOMED, "26929004", "Alzheimer's disease"),
  stroke: term(SNOMED, "422504002", "Ischemic stroke"),
  appendicitis: term(SNOMED, "85189001", "Acute appendicitis"),
  depression: term(SNOMED, "370143000", "Major depressive disorder"),
  kidneyDisease: term(SNOMED, "433144002", "Chronic kidney disease stage 3"),
  viralInfection: term(SNOMED, "54150009", "Upper respiratory infection"),
  ankleSprain: term(SNOMED, "44465007", "Sprain of ankle"),
  otitis: term(SNOMED, "65363002", "Otitis media"),
  backPain: term(SNOMED, "279039007", "Low back pain"),
} as const satisfies Record<string, Term>;

export type ProblemName = keyof typeof PROBLEMS;

/** SNOMED CT procedures. */
export const PROCEDURES = {
  delivery: term(SNOMED, "177184002", "Normal delivery procedure"),
  cesarean: term(SNOMED, "11466000", "Cesarean section"),
  immobilization: term(SNOMED, "274474001", "Bone immobilization"),
  kneeReplacement: term(SNOMED, "609588000", "Total knee replacement"),
  physiotherapy: term(SNOMED, "91251008", "Physical therapy procedure"),
  lumpectomy: term(SNOMED, "392021009", "Lumpectomy of breast"),
  breastBiopsy: term(SNOMED, "122548005", "Biopsy of breast"),
  radiotherapy: term(SNOMED, "108290001", "Radiation oncology AND/OR radiotherapy"),
  thrombolysis: term(SNOMED, "307521008", "Thrombolytic therapy"),
  appendectomy: term(SNOMED, "80146002", "Appendectomy"),
  echocardiography: term(SNOMED, "40701008", "Echocardiography"),
  electrocardiogram: term(SNOMED, "29303009", "Electrocardiographic procedure"),
  cardioversion: term(SNOMED, "250980009", "Cardioversion"),
  phototherapy: term(SNOMED, "31394004", "Light therapy"),
  psychotherapy: term(SNOMED, "75516001", "Psychotherapy"),
  colonoscopy: term(SNOMED, "73761001", "Colonoscopy"),
  footExamination: term(SNOMED, "401191002", "Diabetic foot examination"),
  tonsillectomy: term(SNOMED, "173422009", "Tonsillectomy"),
} as const satisfies Record<string, Term>;

/** SNOMED CT body structures. */
export const BODY_SITES = {
  chest: term(SNOMED, "51185008", "Thoracic structure"),
  brain: term(SNOMED, "12738006", "Brain structure"),
  knee: term(SNOMED, "72696002", "Knee region structure"),
  forearm: term(SNOMED, "14975008", "Forearm structure"),
  ankle: term(SNOMED, "344001", "Ankle region structure"),
  clavicle: term(SNOMED, "51299004", "Bone structure of clavicle"),
  breast: term(SNOMED, "76752008", "Breast structure"),
  abdomen: term(SNOMED, "818983003", "Abdomen"),
  uterus: term(SNOMED, "35039007", "Uterine structure"),
  wholeBody: term(SNOMED, "38266002", "Entire body as a whole"),
  heart: term(SNOMED, "80891009", "Heart structure"),
} as const satisfies Record<string, Term>;

export type BodySite = keyof typeof BODY_SITES;
