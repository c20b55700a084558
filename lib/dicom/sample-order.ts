/** RRR…GGG…BBB… to RGBRGB…. */
export function interleave(planes: Uint8Array, samplesPerPixel: number, bytesPerSample: number): Uint8Array {
  const pixels = Math.floor(planes.length / (samplesPerPixel * bytesPerSample));
  const mixed = new Uint8Array(planes.length);
  for (let sample = 0; sample < samplesPerPixel; sample += 1) {
    for (let pixel = 0; pixel < pixels; pixel += 1) {
      const from = (sample * pixels + pixel) * bytesPerSample;
      const to = (pixel * samplesPerPixel + sample) * bytesPerSample;
      for (let byte = 0; byte < bytesPerSample; byte += 1) mixed[to + byte] = planes[from + byte] ?? 0;
    }
  }
  return mixed;
}

/** The other byte order of words of `width` bytes. */
export function swapBytes(bytes: Uint8Array, width: number): Uint8Array {
  if (width <= 1) return bytes;
  const swapped = new Uint8Array(bytes.length);
  const whole = bytes.length - (bytes.length % width);
  for (let at = 0; at < whole; at += 1) swapped[at] = bytes[at - 2 * (at % width) + width - 1] ?? 0;
  swapped.set(bytes.subarray(whole), whole);
  return swapped;
}

/** Y1 Y2 Cb Cr for two pixels to Y Cb Cr for each (PS3.3 C.7.6.3.1.2, YBR_FULL_422). */
export function unpack422(bytes: Uint8Array): Uint8Array {
  const pairs = bytes.length >> 2;
  const full = new Uint8Array(pairs * 6);
  for (let pair = 0; pair < pairs; pair += 1) {
    const from = pair * 4;
    const to = pair * 6;
    for (const half of [0, 1]) {
      full[to + half * 3] = bytes[from + half] ?? 0;
      full[to + half * 3 + 1] = bytes[from + 2] ?? 0;
      full[to + half * 3 + 2] = bytes[from + 3] ?? 0;
    }
  }
  return full;
}
