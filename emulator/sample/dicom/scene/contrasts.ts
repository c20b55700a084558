import type { Contrast } from "./paint.ts";

/** Hounsfield units without contrast agent at 120 kV. */
export const HOUNSFIELD: Contrast = {
  air: -1000,
  lung: -865,
  groundGlass: -560,
  fat: -102,
  soft: 34,
  muscle: 54,
  organ: 58,
  blood: 44,
  effusion: 9,
  consolidation: 28,
  cartilage: 105,
  marrow: 230,
  bone: 1050,
  metal: 2900,
  bead: 3000,
  csf: 8,
  grey: 38,
  white: 28,
  infarct: 18,
  dura: 62,
  bladder: 6,
  tumour: 46,
  table: -620,
};

/** After contrast agent: the vessels and the organs take it up. */
export const HOUNSFIELD_CONTRAST: Contrast = { ...HOUNSFIELD, blood: 265, organ: 92, muscle: 62, tumour: 84 };

/** Standardised uptake values of FDG an hour after the injection, by body weight. */
export const FDG_UPTAKE: Contrast = {
  ...zero(),
  lung: 0.45,
  fat: 0.3,
  soft: 0.9,
  muscle: 0.7,
  organ: 2.3,
  blood: 1.6,
  cartilage: 0.8,
  marrow: 1.5,
  bone: 0.7,
  csf: 0.4,
  grey: 8.5,
  white: 3,
  bladder: 22,
  tumour: 11,
};

function zero(): Contrast {
  return { ...HOUNSFIELD, ...Object.fromEntries(Object.keys(HOUNSFIELD).map((material) => [material, 0])) };
}

const DARK: Contrast = {
  ...zero(),
  fat: 700,
  soft: 420,
  muscle: 260,
  marrow: 520,
  cartilage: 240,
  blood: 60,
  organ: 300,
  dura: 120,
  bone: 30,
};

/** Signal of the pulse sequences, any unit. */
export const T1: Contrast = {
  ...DARK,
  fat: 1150,
  marrow: 820,
  csf: 130,
  grey: 430,
  white: 640,
  infarct: 330,
  dura: 320,
  soft: 520,
};
export const T2: Contrast = {
  ...DARK,
  fat: 760,
  marrow: 560,
  csf: 1300,
  grey: 640,
  white: 400,
  infarct: 900,
  dura: 110,
  blood: 40,
};
export const FLAIR: Contrast = {
  ...DARK,
  fat: 690,
  marrow: 420,
  csf: 90,
  grey: 560,
  white: 440,
  infarct: 1080,
  dura: 150,
};
export const DIFFUSION: Contrast = {
  ...zero(),
  soft: 70,
  muscle: 60,
  fat: 25,
  csf: 40,
  grey: 300,
  white: 250,
  infarct: 950,
  organ: 60,
};
/** Apparent diffusion coefficient, 10⁻⁶ mm²/s. */
export const DIFFUSION_MAP: Contrast = {
  ...zero(),
  csf: 2900,
  grey: 830,
  white: 740,
  infarct: 420,
  soft: 900,
  muscle: 1100,
};
