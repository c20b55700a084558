/**
 * Letters as strokes on a grid 4 wide and 6 high, y downwards: scanners burn names into pixels with fonts like this one.
 * A pair of digits is a point, a blank lifts the pen.
 */
const STROKES: Readonly<Record<string, string>> = {
  A: "062046 1434",
  B: "0600304142330333444536 0636",
  C: "4130100105163645",
  D: "06002042442606",
  E: "40000646 0333",
  F: "400006 0333",
  G: "413010010516364543 2343",
  H: "0006 4046 0343",
  I: "1030 2026 1636",
  J: "4045361605",
  K: "0006 4003 0346",
  L: "000646",
  M: "0600234046",
  N: "06004640",
  O: "103041453616050110",
  P: "060030414233 03",
  Q: "103041453616050110 2446",
  R: "06003041423303 2346",
  S: "413010010213334445361605",
  T: "0040 2026",
  U: "000516364540",
  V: "002640",
  W: "0016233640",
  X: "0046 4006",
  Y: "002340 2326",
  Z: "00400646",
  0: "103041453616050110",
  1: "112026 1636",
  2: "011030414206 0646",
  3: "0110304142334445361605 1333",
  4: "36300444",
  5: "400002324345361605",
  6: "4130100105163645443303",
  7: "004016",
  8: "103041423313020110 133344453616050413",
  9: "0516364541301001021343",
  ".": "2526",
  ",": "2516",
  ":": "2122 2526",
  "-": "1333",
  "/": "0640",
  "+": "2224 1333",
  "(": "30212536",
  ")": "10212516",
  "^": "122032",
  "=": "1232 1434",
  "%": "0640 1011 3536",
  "'": "2021",
};

export interface TextStyle {
  /** Left edge and top of the first letter, pixels. */
  readonly x: number;
  readonly y: number;
  /** Height of a capital, pixels. */
  readonly size: number;
  readonly value: number;
}

export interface Canvas {
  readonly rows: number;
  readonly columns: number;
  /** Mixes `value` into a pixel; `share` 0 to 1. */
  blend(x: number, y: number, value: number, share: number): void;
}

/** Letters that the font lacks lose their marks, or are left out. Returns the width in pixels. */
export function drawText(canvas: Canvas, text: string, style: TextStyle): number {
  const unit = style.size / 6;
  let pen = style.x;
  for (const letter of plain(text)) {
    for (const stroke of pointsOf(letter)) drawStroke(canvas, stroke, { ...style, x: pen });
    pen += unit * 5.6;
  }
  return pen - style.x;
}

export function textWidth(text: string, size: number): number {
  return plain(text).length * (size / 6) * 5.6;
}

function plain(text: string): string[] {
  return Array.from(
    text
      .normalize("NFD")
      .replace(/\p{Mark}/gu, "")
      .toUpperCase(),
  );
}

function pointsOf(letter: string): [number, number][][] {
  const runs = (STROKES[letter] ?? "").split(" ");
  return runs.map((run) => [...run.matchAll(/(\d)(\d)/g)].map((pair) => [Number(pair[1]), Number(pair[2])]));
}

function drawStroke(canvas: Canvas, points: readonly [number, number][], { x, y, size, value }: TextStyle): void {
  const unit = size / 6;
  const thick = Math.max(0.7, size / 15);
  for (const [index, [toX, toY]] of points.entries()) {
    const [fromX, fromY] = points[Math.max(0, index - 1)] ?? [toX, toY];
    drawLine(canvas, {
      fromX: x + fromX * unit,
      fromY: y + fromY * unit,
      toX: x + toX * unit,
      toY: y + toY * unit,
      thick,
      value,
    });
  }
}

interface Line {
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
  /** Half the width of the line, pixels. */
  readonly thick: number;
  readonly value: number;
}

/** An anti-aliased line with round ends. */
export function drawLine(canvas: Canvas, { fromX, fromY, toX, toY, thick, value }: Line): void {
  const long = Math.hypot(toX - fromX, toY - fromY) || 1e-6;
  const left = Math.max(0, Math.floor(Math.min(fromX, toX) - thick - 1));
  const right = Math.min(canvas.columns - 1, Math.ceil(Math.max(fromX, toX) + thick + 1));
  const top = Math.max(0, Math.floor(Math.min(fromY, toY) - thick - 1));
  const bottom = Math.min(canvas.rows - 1, Math.ceil(Math.max(fromY, toY) + thick + 1));
  for (let py = top; py <= bottom; py++) {
    for (let px = left; px <= right; px++) {
      const along = Math.max(
        0,
        Math.min(1, ((px - fromX) * (toX - fromX) + (py - fromY) * (toY - fromY)) / (long * long)),
      );
      const distance = Math.hypot(px - fromX - along * (toX - fromX), py - fromY - along * (toY - fromY));
      const share = Math.max(0, Math.min(1, thick + 0.5 - distance));
      if (share > 0) canvas.blend(px, py, value, share);
    }
  }
}
