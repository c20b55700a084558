import { letter, note } from "#emulator/sample/record/documents.ts";
import { observe, vitals } from "#emulator/sample/record/findings.ts";
import { image } from "#emulator/sample/record/imaging.ts";
import { labs } from "#emulator/sample/record/laboratory.ts";
import { diagnose } from "#emulator/sample/record/problems.ts";
import { perform, plan, prescribe } from "#emulator/sample/record/treatments.ts";
import { visit, type Visit } from "#emulator/sample/record/visits.ts";
import { SNOMED, term } from "#emulator/sample/vocabulary/coding.ts";
import { monthsBefore, type Story } from "./story.ts";

/** Tumor marker CA 15-3 (U/mL) and blood count through treatment. */
const COURSE = [
  { months: 27, step: "mammogram", marker: 48, leukocytes: 6.9 },
  { months: 26, step: "staging", marker: 51, leukocytes: 6.6 },
  { months: 25, step: "surgery", marker: 36, leukocytes: 8.2 },
  { months: 22, step: "chemotherapy", marker: 29, leukocytes: 3.1 },
  { months: 19, step: "radiotherapy", marker: 24, leukocytes: 4.4 },
  { months: 10, step: "restaging", marker: 19, leukocytes: 5.8 },
  { months: 2, step: "aftercare", marker: 17, leukocytes: 6.2 },
] as const;

export const breastCancer: Story = {
  title: "Breast cancer, staged with PET/CT, operated, in remission",
  weight: ({ age, sex }) => (sex === "female" && age >= 42 ? 9 : 0),
  tell: (chart) => {
    let because: ReturnType<typeof diagnose> | undefined;
    for (const { months, step, marker, leukocytes } of COURSE) {
      const isStay = step === "surgery";
      const seen = visit(chart, {
        kind: isStay ? "inpatient" : "clinic",
        service: isStay ? "surgery" : "oncology",
        daysBefore: monthsBefore(chart, months),
        ...(isStay ? { days: 3 } : {}),
        reason: `Breast cancer: ${step}`,
      });
      because ??= diagnose(chart, seen, "breastCancer", {
        note: "Invasive ductal carcinoma, left, hormone receptor positive, HER2 negative.",
      });
      vitals(chart, seen);
      observe(chart, seen, "cancerAntigen", chart.random.near(marker, 2));
      labs(chart, seen, "blood", { leukocytes });
      STEPS[step]?.(chart, seen, because);
    }
  },
};

type Step = (typeof COURSE)[number]["step"];

const STEPS: Readonly<
  Partial<
    Record<Step, (chart: Parameters<Story["tell"]>[0], seen: Visit, because: ReturnType<typeof diagnose>) => void>
  >
> = {
  mammogram: (chart, seen, because) => {
    image(chart, seen, "mammogram", {
      because,
      findings: "Spiculated 17 mm mass in the upper outer quadrant of the left breast.",
      impression: "BI-RADS 5: biopsy.",
    });
    perform(chart, seen, "breastBiopsy", { because, site: "breast", afterHours: 3 });
    note(chart, seen, "pathology", [
      "Core biopsy, left breast: invasive ductal carcinoma, grade 2.",
      "ER 95 %, PR 80 %, HER2 negative, Ki-67 18 %.",
    ]);
  },
  staging: (chart, seen, because) => {
    image(chart, seen, "petCt", {
      because,
      findings: "FDG uptake in the left breast (SUVmax 7.2) and one left axillary node. No distant uptake.",
      impression: "Locoregional disease: T1c N1 M0.",
    });
    plan(chart, seen, {
      title: "Breast cancer treatment",
      category: term(SNOMED, "395082007", "Cancer care plan"),
      addresses: [because],
      activities: [
        "Breast conserving surgery",
        "Chemotherapy for 12 weeks",
        "Radiotherapy",
        "Endocrine therapy for five years",
      ],
    });
  },
  surgery: (chart, seen, because) => {
    perform(chart, seen, "lumpectomy", { because, site: "breast", afterHours: 4, hours: 2 });
    note(chart, seen, "operative", [
      "Wide local excision, left, with sentinel node biopsy.",
      "Clear margins of more than 4 mm.",
    ]);
    letter(chart, seen, [
      "Breast conserving surgery without complication.",
      "pT1c pN1a, R0. Adjuvant chemotherapy recommended.",
    ]);
  },
  chemotherapy: (chart, seen, because) => {
    prescribe(chart, seen, "paclitaxel", { because, days: 84 });
  },
  radiotherapy: (chart, seen, because) => {
    perform(chart, seen, "radiotherapy", { because, site: "breast", note: "42.5 Gy in 16 fractions." });
  },
  restaging: (chart, seen, because) => {
    image(chart, seen, "petCt", {
      because,
      findings: "No uptake above background.",
      impression: "Complete metabolic response.",
    });
    prescribe(chart, seen, chart.person.age < 52 ? "tamoxifen" : "letrozole", { because });
  },
};
