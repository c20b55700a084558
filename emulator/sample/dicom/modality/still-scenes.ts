import { inOval, still, type Echo, type EchoScene } from "./echo-scenes.ts";

/** Six planes of a pregnancy: head, abdomen, thigh, and the child as a whole. */
export function fetus(instance: number): EchoScene {
  return [fetalHead, fetalAbdomen, fetalThigh, fetalHead, fetalAbdomen, fetalProfile][instance] ?? fetalHead;
}

const womb = (x: number, y: number): Echo => {
  if (y < 20) return still(0.5);
  const cavity = inOval(x, y, { x: 0, y: 72, width: 66, height: 48 });
  if (cavity < 1) return still(0.008);
  return still(cavity < 1.22 ? 0.42 : 0.22);
};

const fetalHead: EchoScene = (x, y) => {
  const skull = inOval(x, y, { x: -4, y: 74, width: 45, height: 34, turn: 0.1 });
  if (skull > 1.06) return womb(x, y);
  if (skull > 0.96) return still(0.95);
  if (Math.abs(y - 74 - (x + 4) * 0.1) < 0.9) return still(0.6);
  if (inOval(x, y, { x: -2, y: 70, width: 5, height: 3 }) < 1) return still(0.01);
  if (inOval(x, y, { x: -6, y: 84, width: 20, height: 5 }) < 1) return still(0.015);
  if (inOval(x, y, { x: 12, y: 80, width: 5, height: 3.4 }) < 1) return still(0.5);
  return still(0.09);
};

const fetalAbdomen: EchoScene = (x, y) => {
  const skin = inOval(x, y, { x: 2, y: 74, width: 34, height: 33 });
  if (skin > 1.03) return womb(x, y);
  if (skin > 0.97) return still(0.6);
  if (inOval(x, y, { x: 28, y: 66, width: 3.6, height: 3 }) < 1) return still(0.9);
  if (inOval(x, y, { x: -10, y: 86, width: 9, height: 7 }) < 1) return still(0.01);
  if (inOval(x, y, { x: 6, y: 66, width: 3, height: 12, turn: 0.5 }) < 1) return still(0.02);
  return still(0.24);
};

const fetalThigh: EchoScene = (x, y) => {
  const bone = inOval(x, y, { x: 0, y: 66, width: 27, height: 2.6, turn: 0.08 });
  if (bone < 1) return still(1);
  // Behind the bone no sound comes back.
  if (Math.abs(x / y) < 25 / 67 && y > 68 + x * 0.08) return still(0.014);
  return inOval(x, y, { x: 0, y: 70, width: 42, height: 17, turn: 0.06 }) < 1 ? still(0.26) : womb(x, y);
};

const fetalProfile: EchoScene = (x, y) => {
  const head = inOval(x, y, { x: -30, y: 66, width: 21, height: 19 });
  const trunk = inOval(x, y, { x: 16, y: 80, width: 36, height: 18, turn: 0.18 });
  if (head < 1) return still(head > 0.92 ? 0.9 : 0.09);
  const isSpine = Math.abs(y - 92 - (x - 16) * 0.18) < 2 && x > -14 && x < 46 && Math.floor(x / 3) % 2 === 0;
  if (isSpine) return still(0.95);
  if (trunk < 1) return still(0.27);
  return inOval(x, y, { x: -14, y: 60, width: 4, height: 3 }) < 1 ? still(0.5) : womb(x, y);
};

/** A swollen appendix across and along, with the flow in its wall in the last pictures. */
export function appendix(instance: number): EchoScene {
  const isAlong = instance % 2 === 1;
  const hasFlow = instance >= 3;
  return (x, y) => {
    if (y < 16) return still(y < 6 ? 0.45 : 0.2 + 0.14 * Math.abs(Math.sin(y * 1.9)));
    const tube = isAlong
      ? inOval(x, y, { x: 4, y: 40, width: 24, height: 6.4, turn: -0.2 })
      : inOval(x, y, { x: 2, y: 40, width: 7.4, height: 6.6 });
    return wall(x, y, { tube, hasFlow }) ?? bowel(x, y);
  };
}

/** From the fluid in the middle outwards: lining, muscle with its blood, inflamed fat. */
function wall(x: number, y: number, { tube, hasFlow }: { tube: number; hasFlow: boolean }): Echo | undefined {
  if (tube < 0.45) return still(0.012);
  if (tube < 0.62) return still(0.7);
  const isVessel = hasFlow && tube < 1.08 && Math.sin(x * 2.1) + Math.cos(y * 2.7) > 0.9;
  if (isVessel) return { brightness: 0.3, flow: Math.sin(x) > 0 ? 0.8 : -0.7 };
  if (tube < 1) return still(0.09);
  return tube < 1.9 ? still(0.5) : undefined;
}

/** Gas in the bowel beside it: a bright front and nothing behind. */
function bowel(x: number, y: number): Echo {
  if (inOval(x, y, { x: -22, y: 50, width: 11, height: 5 }) < 1) return still(0.9);
  if (y > 52 && Math.abs(x / y + 0.42) < 0.2) return still(0.03);
  return still(0.15 + 0.06 * Math.sin(y * 0.55 + Math.sin(x * 0.16) * 1.3));
}
