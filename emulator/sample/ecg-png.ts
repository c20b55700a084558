import { crc32, deflateSync } from "node:zlib";

const WIDTH = 320;
const HEIGHT = 64;
/** Where the trace runs when the heart rests. */
const BASELINE = 44;

/**
 * A rhythm strip of five seconds as a black-and-white PNG (1 bit a pixel).
 * @param beatsPerMinute how far apart the beats are
 * @param isIrregular atrial fibrillation: uneven distances, no P wave
 */
export function ecgPng(beatsPerMinute: number, isIrregular: boolean): Buffer {
  const stride = Math.ceil(WIDTH / 8);
  const rows = Buffer.alloc((stride + 1) * HEIGHT, 0xff);
  for (let y = 0; y < HEIGHT; y++) rows[y * (stride + 1)] = 0; // filter type "none"
  const ink = (x: number, y: number): void => {
    const at = y * (stride + 1) + 1 + (x >> 3);
    rows[at] = (rows[at] ?? 0xff) & ~(0x80 >> (x & 7));
  };
  let before = BASELINE;
  for (let x = 0; x < WIDTH; x++) {
    const y = Math.round(BASELINE - heightAt(x, beatsPerMinute, isIrregular));
    for (let between = Math.min(before, y); between <= Math.max(before, y); between++) ink(x, between);
    before = y;
  }
  return png(rows);
}

/** Pixels above the baseline. The strip shows 64 pixels a second. */
function heightAt(x: number, beatsPerMinute: number, isIrregular: boolean): number {
  const beat = (60 / beatsPerMinute) * 64;
  const wander = isIrregular ? Math.sin(x / 23) * beat * 0.25 : 0;
  const phase = (((x + wander) % beat) + beat) % beat;
  const bump = (centre: number, width: number, height: number): number =>
    height * Math.exp(-(((phase - centre) / width) ** 2));
  const pWave = isIrregular ? 0 : bump(6, 2.5, 4);
  return pWave - bump(13, 1, 5) + bump(15, 1.2, 34) - bump(17.5, 1.2, 8) + bump(28, 4, 7);
}

/** PNG 1.2: signature, IHDR (1 bit greyscale), IDAT stored without compression so that every zlib gives the same bytes, IEND. */
function png(rows: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header[8] = 1;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows, { level: 0 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), body]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(body.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
