/** APP14 of Adobe: the one mark by which a JPEG decoder learns whether three components are YCbCr (1) or RGB (0). */
const APP14 = Uint8Array.from([0xff, 0xee, 0x00, 0x0e, 0x41, 0x64, 0x6f, 0x62, 0x65, 0x00, 0x64, 0, 0, 0, 0, 0]);

/** Tells the decoder of a JPEG frame what the Photometric Interpretation says of its colours, in place of what it would guess. */
export function tellColours(codestream: Uint8Array, photometricInterpretation: string): Uint8Array {
  const transform = photometricInterpretation.startsWith("YBR_") ? 1 : 0;
  const body = withoutApp14(codestream);
  const told = new Uint8Array(2 + APP14.length + body.length - 2);
  told.set(body.subarray(0, 2));
  told.set(APP14, 2);
  told[2 + APP14.length - 1] = transform;
  told.set(body.subarray(2), 2 + APP14.length);
  return told;
}

/** APP0 (JFIF) goes too: it would mean YCbCr whatever follows. */
function withoutApp14(bytes: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    const marker = bytes[at + 1] ?? 0;
    const end = marker === 0xff ? at + 1 : at + 2 + (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
    if (marker !== 0xee && marker !== 0xe0) kept.push(bytes.subarray(at, end));
    at = end;
  }
  kept.push(bytes.subarray(at));
  const whole = new Uint8Array(kept.reduce((sum, part) => sum + part.length, 0));
  let to = 0;
  for (const part of kept) {
    whole.set(part, to);
    to += part.length;
  }
  return whole;
}
