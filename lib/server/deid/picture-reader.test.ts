import sharp from "sharp";
import { expect, it } from "vitest";
import { OutputScan } from "#lib/deid-scan/scan-output.ts";
import { SourceKnowledge } from "#lib/deid-scan/read-source.ts";
import { openPictureReader } from "./picture-reader.ts";

/** Letters as strokes on a grid four wide and six high, as scanners burn them in: pairs of digits are points, a blank lifts the pen. */
const STROKES: Readonly<Record<string, string>> = {
  A: "062046 1434",
  B: "0600304142330333444536 0636",
  E: "40000646 0333",
  H: "0006 4046 0343",
  I: "1030 2026 1636",
  L: "000646",
  N: "06004640",
  O: "103041453616050110",
  R: "06003041423303 2346",
  S: "413010010213334445361605",
  T: "0040 2026",
  V: "002640",
};
const [COLUMNS, ROWS, UNIT] = [900, 400, 4];

/** A picture of soft shadows with white letters on it. */
async function picture(text: string): Promise<Buffer> {
  const pixels = Buffer.from(
    Uint8Array.from({ length: COLUMNS * ROWS }, (_, at) => 60 + 40 * Math.sin((at % COLUMNS) / 90)),
  );
  const dot = (x: number, y: number): void => {
    for (let row = 0; row < 2; row += 1)
      for (let column = 0; column < 3; column += 1)
        pixels[Math.round(y + row) * COLUMNS + Math.round(x + column)] = 255;
  };
  for (const [at, letter] of Array.from(text).entries())
    for (const run of (STROKES[letter] ?? "").split(" ")) {
      const points = [...run.matchAll(/(\d)(\d)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
      for (const [index, [toX, toY]] of points.entries()) {
        const [fromX, fromY] = points[Math.max(0, index - 1)] ?? [toX, toY];
        for (let step = 0; step <= 40; step += 1)
          dot(
            30 + (at * 6 + fromX + ((toX - fromX) * step) / 40) * UNIT,
            60 + (fromY + ((toY - fromY) * step) / 40) * UNIT,
          );
      }
    }
  return sharp(pixels, { raw: { width: COLUMNS, height: ROWS, channels: 1 } })
    .png()
    .toBuffer();
}

it("reads a name that was left in a picture, and nothing in one that was cleaned", async () => {
  const source = new SourceKnowledge();
  source.addDicom({
    "00100010": { Value: [{ Alphabetic: "HALVORSEN^BERIT" }] },
    "00100020": { Value: ["MRN-778123"] },
  });
  source.finish();
  const reader = await openPictureReader();
  try {
    const scan = new OutputScan(source);
    scan.addPicture(await reader.read(await picture("HALVORSEN BERIT")), "left", "frame 1");
    scan.addPicture(await reader.read(await picture("")), "cleaned", "frame 1");
    expect(scan.result().findings).toEqual([
      { kind: "name in a picture", certainty: "certain", resource: "left", path: "frame 1", value: 1 },
    ]);
  } finally {
    await reader.close();
  }
});
