import { createHash } from "node:crypto";

/** What passwords are filled up with (ISO 32000-1, 7.6.3.3). */
const FILLING = Buffer.from("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a", "hex");
const MAY_ALL = -4;
const ID = Buffer.alloc(16, 7);

/** A page with a line of text, locked by the standard security handler with RC4 and 40 bits: revision 2, the oldest that readers know. */
export function lockedPdf(password: string, words: string): Buffer {
  const user = filled(password);
  const owner = rc4(md5(filled("owner")).subarray(0, 5), user);
  const rights = Buffer.alloc(4);
  rights.writeInt32LE(MAY_ALL);
  const key = md5(user, owner, rights, ID).subarray(0, 5);
  const content = rc4(objectKey(key, 4), Buffer.from(`BT /F1 24 Tf 72 700 Td (${words}) Tj ET`));
  return assembled([
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    Buffer.concat([Buffer.from(`<< /Length ${content.length} >>\nstream\n`), content, Buffer.from("\nendstream")]),
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    `<< /Filter /Standard /V 1 /R 2 /P ${MAY_ALL} /O <${owner.toString("hex")}> /U <${rc4(key, FILLING).toString("hex")}> >>`,
  ]);
}

function assembled(objects: readonly (string | Buffer)[]): Buffer {
  const parts = [Buffer.from("%PDF-1.4\n")];
  const places: number[] = [];
  for (const [index, object] of objects.entries()) {
    places.push(sizeOf(parts));
    parts.push(Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(object), Buffer.from("\nendobj\n"));
  }
  const start = sizeOf(parts);
  const rows = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
  const id = `<${ID.toString("hex")}>`;
  const trailer = `<< /Size ${objects.length + 1} /Root 1 0 R /Encrypt ${objects.length} 0 R /ID [${id} ${id}] >>`;
  const head = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  return Buffer.concat([...parts, Buffer.from(`${head}${rows}trailer\n${trailer}\nstartxref\n${start}\n%%EOF\n`)]);
}

function filled(password: string): Buffer {
  return Buffer.concat([Buffer.from(password), FILLING]).subarray(0, 32);
}

/** Of an object with the generation 0. */
function objectKey(key: Buffer, number: number): Buffer {
  return md5(key, Buffer.from([number, 0, 0, 0, 0])).subarray(0, key.length + 5);
}

function md5(...parts: readonly Buffer[]): Buffer {
  return createHash("md5").update(Buffer.concat(parts)).digest();
}

function rc4(key: Buffer, data: Buffer): Buffer {
  const state = Array.from({ length: 256 }, (_, index) => index);
  const at = (index: number) => state[index & 255] ?? 0;
  const swap = (one: number, other: number) => {
    [state[one], state[other]] = [at(other), at(one)];
  };
  for (let index = 0, mixed = 0; index < 256; index += 1) {
    mixed = (mixed + at(index) + (key[index % key.length] ?? 0)) & 255;
    swap(index, mixed);
  }
  let first = 0;
  let second = 0;
  return Buffer.from(
    Array.from(data, (byte) => {
      first = (first + 1) & 255;
      second = (second + at(first)) & 255;
      swap(first, second);
      return byte ^ at(at(first) + at(second));
    }),
  );
}

function sizeOf(parts: readonly Buffer[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}
