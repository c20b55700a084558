import { YEAR } from "#emulator/sample/calendar.ts";
import type { Chart } from "#emulator/sample/record/chart.ts";
import type { Values } from "#emulator/sample/record/findings.ts";

/** Median length (cm) and weight (kg) by age in years, both sexes together. WHO growth standards and reference 2007, rounded. */
const GROWTH: readonly (readonly [age: number, height: number, weight: number])[] = [
  [0, 50, 3.4],
  [0.5, 67, 7.6],
  [1, 75, 9.6],
  [2, 87, 12],
  [4, 102, 16],
  [6, 115, 20.5],
  [8, 127, 25.5],
  [10, 138, 32],
  [12, 150, 41],
  [14, 161, 51],
  [16, 168, 60],
  [18, 170, 66],
];

/** Height, weight and BMI of this person at a moment: the same person every time, slowly changing. */
export function bodyAt(chart: Chart, time: number): Values {
  const years = (time - chart.birth) / YEAR;
  const [medianHeight, medianWeight] = medianAt(years);
  // Two traits of the person, not of the visit: drawn from the index so that every story sees the same body.
  const tall = ((chart.person.index * 37) % 21) / 10 - 1 + (chart.person.sex === "male" ? 0.6 : -0.6);
  const heavy = ((chart.person.index * 53) % 31) / 10 - 0.7;
  const height = medianHeight * (1 + tall * 0.04);
  const adultGain = years > 18 ? Math.min(14, (years - 18) * 0.35) : 0;
  const weight =
    (medianWeight + adultGain) * (1 + tall * 0.08 + heavy * 0.12) +
    chart.random.between(-0.6, 0.6) * Math.min(1, years);
  if (years < 2) return { height, weight };
  const rounded = { height: Math.round(height * 10) / 10, weight: Math.round(weight * 10) / 10 };
  return { ...rounded, bmi: rounded.weight / (rounded.height / 100) ** 2 };
}

function medianAt(years: number): readonly [height: number, weight: number] {
  const after = GROWTH.findIndex(([age]) => age >= years);
  const [highAge, highHeight, highWeight] = GROWTH[after === -1 ? GROWTH.length - 1 : after] ?? [18, 170, 66];
  const [lowAge, lowHeight, lowWeight] = GROWTH[Math.max(0, after === -1 ? GROWTH.length - 1 : after - 1)] ?? [
    0, 50, 3.4,
  ];
  const part = highAge === lowAge ? 0 : (years - lowAge) / (highAge - lowAge);
  return [lowHeight + part * (highHeight - lowHeight), lowWeight + part * (highWeight - lowWeight)];
}
