import { expect, it } from "vitest";
import { harvestKnown } from "#lib/deid/fhir/harvest.ts";
import { findIdentifiers } from "./find-identifiers.ts";
import { prepareKnown } from "./known-values.ts";

/** Spellings that records, letters and interfaces of other houses have. `«…»` must be found whole, `‹…›` must stay. */
const SPELLINGS: readonly string[] = [
  // Of the patient's own name
  "Pt «S.M.N.» called back; «S. Nunez» is anxious.",
  "the «O'Callaghans»' house, user «siobhannunez», «snunez»",
  "PID|1||«00471193»^^^HOSP^MR||«NUNEZ»^«SIOBHAN»^«MARGARETHE»",
  "NK1|1|X||^PRN^PH^^31^«20»^«5550199»",
  // Of persons that no record names
  "Her daughters «Aoife» and «Orla», and her son-in-law «Tadhg Brennan» visited.",
  "pcp: «kowalczyk, zofia»",
  "Seen with «Zygmunt Przybylski» today.",
  "«KAUFMAN, SCOTT M» was referred",
  "Dictated: «OV/kt»",
  "twitter «@shivvy_n31», skype «shivvyo_o»",
  "患者：«王小明»，电话 «13800138000»",
  // Ages
  "A «91» y.o. female. Age: «94». aged «97». «93F» with CHF. pt is «96». turned «99» last week.".replace(
    "«93F»",
    "«93»F",
  ),
  "«ninety-three»-year-old",
  "A ‹45›-year-old man; ‹93›% of patients; ‹100› patients per year; the ‹95›th percentile",
  // Places
  "«Evanston, Illinois 60201»; «Oak Park IL 60302»; lives in «Dubuque»",
  "«42 Rue de la Paix, 75002 Paris» and «Hauptstraße 12, 10827 Berlin»",
  "«41.878113, -87.629799»; SW of «SW1A 1AA»",
  "Works at «Zwickelbauer Logistics GmbH» as a clerk; attends «Lincolnshire Elementary School»",
  "Transferred from «St. Brigid's Hospital»",
  "From ‹Texas› originally; lives in ‹Assisted Living›",
  // Dates
  "on «Feb 28 '31»; «28feb1931»; «Feb-28-1931»; «28 de febrero de 1931»; le «28 février 1931»; «28. Februar 1931»; «28/II/1931»",
  "Admitted «Christmas Day 2019», «June 3-5, 2022», «3-5 June 2022», «6/3-6/5/2022»",
  // Numbers
  "IPG serial no. «PVY 203948»; Fingerprint ID «FP-99812-Z»; retina scan template «RT0099183»; iris code «0x9F3A22»",
  "tag # «IL ZN 58 2201»; Reg. no. «AB12 CDE»; Acct #: «00933-118»; member id «W99 812 3301»; policy «GX 77123»",
  "last four «9999», «***-**-9999»; Med Rec No «88-12-33»; passport no «X1234567»; «867-5309»; Fax: «312/867/5310»",
  "mychart «mychart.example.org/u/n» or «nunez[at]example[dot]com»",
  // What looks alike
  "Percocet ‹5-325›, ‹500-1000› ng/mL, order ‹1000› mL, SNOMED ‹44054006›, chr17:‹41197694›, ‹3/10› scale, on ‹2/3› of nights",
  "Sister ‹Lupus›. Mother ‹Hypertension›. Patient: ‹Alert› and oriented. ‹Jackson-Pratt› drain. ‹Braxton Hicks› contractions.",
  "Patient Name: ‹see header›. Provider: ‹Hospitalist›. Contact: ‹Isolation› precautions.",
];

const known = [
  prepareKnown(
    harvestKnown({
      resourceType: "Patient",
      name: [{ family: "Núñez-O'Callaghan", given: ["Siobhán", "Margarethe"] }],
    }),
  ),
];

it.each(SPELLINGS)("%s", (marked) => {
  const text = marked.replaceAll(/[«»‹›]/g, "");
  const found = findIdentifiers(text, known);
  let at = 0;
  for (const { 0: mark, 1: gone, 2: stays } of marked.matchAll(/«([^»]*)»|‹([^›]*)›/g)) {
    const value = gone ?? stays ?? mark;
    const start = text.indexOf(value, at);
    at = start + value.length;
    const covered = found.filter((finding) => finding.start < at && start < finding.end);
    if (stays !== undefined) expect(covered.map((each) => text.slice(each.start, each.end))).toEqual([]);
    else {
      expect(Math.min(...covered.map((each) => each.start)), value).toBeLessThanOrEqual(start);
      expect(Math.max(...covered.map((each) => each.end)), value).toBeGreaterThanOrEqual(at);
    }
  }
});
