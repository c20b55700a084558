/** What a probe hears from a place: 0 for fluid to about 1 for bone and lung; `flow` in colour Doppler, -1 to 1, 0 where none is shown. */
export interface Echo {
  readonly brightness: number;
  readonly flow: number;
}

/** `x` across and `y` below the probe, millimetres; `phase` of the heart beat, 0 to 1. */
export type EchoScene = (x: number, y: number, phase: number) => Echo;

export const still = (brightness: number): Echo => ({ brightness, flow: 0 });

interface Oval {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Radians. */
  readonly turn?: number;
}

/** 1 on the oval's edge, less inside. */
export function inOval(x: number, y: number, { x: cx, y: cy, width, height, turn = 0 }: Oval): number {
  const dx = x - cx;
  const dy = y - cy;
  const along = dx * Math.cos(turn) + dy * Math.sin(turn);
  const across = dy * Math.cos(turn) - dx * Math.sin(turn);
  return Math.hypot(along / width, across / height);
}

/** 0 when filled at the end of diastole, 1 at the end of systole. */
function squeeze(phase: number): number {
  return phase < 0.45
    ? 0.5 - 0.5 * Math.cos((phase / 0.45) * Math.PI)
    : 0.5 + 0.5 * Math.cos(((phase - 0.45) / 0.55) * Math.PI);
}

/** Parasternal long axis: right ventricle in front, left ventricle and aorta, left atrium behind. */
export const longAxis: EchoScene = (x, y, phase) => {
  if (y < 14) return still(0.55);
  const tight = squeeze(phase);
  const aorta = inOval(x, y, { x: 36, y: 58, width: 30, height: 14, turn: -0.12 });
  return mitralLeaflet(x, y, phase) ?? aorticValve(x, y, { aorta, phase }) ?? longAxisWalls(x, y, { aorta, tight });
};

function mitralLeaflet(x: number, y: number, phase: number): Echo | undefined {
  const slope = phase > 0.5 ? 0.9 : 0.15;
  return Math.abs(y - 76 - (x - 18) * slope) < 1.6 && x > 2 && x < 20 ? still(0.9) : undefined;
}

/** Its leaflets, and while the heart drives the blood out the colour of the jet. */
function aorticValve(x: number, y: number, { aorta, phase }: { aorta: number; phase: number }): Echo | undefined {
  if (Math.abs(aorta - 0.5) < 0.06 && x > 30 && x < 40) return still(0.7);
  const isOpen = phase > 0.05 && phase < 0.4;
  return isOpen && inOval(x, y, { x: 26, y: 60, width: 18, height: 8 }) < 1
    ? { brightness: 0.2, flow: -0.9 }
    : undefined;
}

function longAxisWalls(x: number, y: number, { aorta, tight }: { aorta: number; tight: number }): Echo {
  const ventricle = inOval(x, y, { x: -22, y: 74, width: 44 - 6 * tight, height: 25 - 8 * tight, turn: 0.22 });
  const atrium = inOval(x, y, { x: 36, y: 96, width: 26, height: 17 + 3 * tight });
  const front = inOval(x, y, { x: -6, y: 34, width: 44, height: 11 });
  if (Math.min(ventricle, aorta, atrium, front) < 1) return still(0.012);
  if (ventricle < 1.42 + 0.2 * tight) return still(0.34);
  if (aorta < 1.16 || atrium < 1.12) return still(0.6);
  if (y > 124) return still(0.75);
  return still(y < 46 ? 0.3 : 0.18);
}

/** Apical four chambers: ventricles near the probe, atria behind the valves. */
export const fourChambers: EchoScene = (x, y, phase) => {
  if (y < 12) return still(0.5);
  return valvesBetween(x, y, phase > 0.5) ?? chamberWalls(x, y, squeeze(phase));
};

function valvesBetween(x: number, y: number, isOpen: boolean): Echo | undefined {
  const fromMiddle = Math.abs(Math.abs(x) - 22);
  if (fromMiddle < 15 && Math.abs(y - 108 + (isOpen ? fromMiddle * 0.9 : 0)) < 1.5) return still(0.8);
  const isInflow = isOpen && inOval(x, y, { x: 20, y: 96, width: 8, height: 18 }) < 1;
  return isInflow ? { brightness: 0.2, flow: 0.8 } : undefined;
}

function chamberWalls(x: number, y: number, tight: number): Echo {
  const left = inOval(x, y, { x: 20 - 2 * tight, y: 66, width: 20 - 5 * tight, height: 42 - 6 * tight, turn: 0.06 });
  const right = inOval(x, y, { x: -24 + 2 * tight, y: 72, width: 17 - 3 * tight, height: 34 - 5 * tight, turn: -0.12 });
  const atria = Math.min(
    inOval(x, y, { x: 20, y: 128, width: 21 + 2 * tight, height: 19 }),
    inOval(x, y, { x: -24, y: 126, width: 20, height: 18 }),
  );
  if (Math.min(left, right, atria) < 1) return still(0.012);
  if (left < 1.45 + 0.2 * tight || right < 1.2) return still(0.33);
  return still(atria < 1.12 ? 0.5 : 0.16);
}
