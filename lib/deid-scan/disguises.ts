/** Readings deeper than this are nobody's accident. */
const DEEPEST = 3;
const LONGEST = 400_000;

/** A text and everything that it says in another spelling: percent and entity escapes, markup, base64, hexadecimal, UTF-16. */
export function readings(text: string, depth = 0): string[] {
  const found = [text];
  if (depth >= DEEPEST || text.length > LONGEST) return found;
  for (const other of [withoutEscapes(text), ...hidden(text)])
    if (other !== undefined && other !== text) found.push(...readings(other, depth + 1));
  return found;
}

function withoutEscapes(text: string): string | undefined {
  const isMarkup = /<[a-z!/]/i.test(text);
  const isEscaped = /%[0-9a-f]{2}/i.test(text);
  const hasEntities = /&(?:#x?[0-9a-f]+|[a-z]+);/i.test(text);
  if (!isMarkup && !isEscaped && !hasEntities) return undefined;
  // An element ends a word for readers only when it is a block; taken out and taken as a space are both read.
  let plain = isMarkup ? `${text.replace(/<[^>]*>/g, " ")} ${text.replace(/<[^>]*>/g, "")}` : text;
  if (hasEntities) plain = plain.replace(/&(#x?[0-9a-f]+|[a-z]+);/gi, (whole, name: string) => entity(name) ?? whole);
  return isEscaped ? plain.replace(/(?:%[0-9a-f]{2})+/gi, percent) : plain;
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

function entity(name: string): string | undefined {
  if (!name.startsWith("#")) return NAMED[name.toLowerCase()];
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

function percent(escaped: string): string {
  try {
    return decodeURIComponent(escaped);
  } catch {
    return escaped;
  }
}

/** Texts inside of base64 and hexadecimal stretches. */
function hidden(text: string): string[] {
  const found: string[] = [];
  for (const [stretch] of text.matchAll(/[A-Za-z0-9+/_-]{8,}={0,2}/g)) {
    if (/^(?:[0-9a-f]{2}){4,}$/i.test(stretch)) found.push(...readable(bytesOfHex(stretch)));
    const bytes = bytesOfBase64(stretch);
    if (bytes) found.push(...readable(bytes));
  }
  return found;
}

function bytesOfHex(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(at * 2, at * 2 + 2), 16));
}

function bytesOfBase64(text: string): Uint8Array | undefined {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, ""));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** Bytes as UTF-8 or UTF-16 when that is what they are: noise is not text. */
function readable(bytes: Uint8Array): string[] {
  if (bytes.length < 4) return [];
  const zeros = [0, 0];
  for (const [at, byte] of bytes.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const half = bytes.length / 4;
  if ((zeros[1] ?? 0) > half) return decoded(bytes, "utf-16le");
  if ((zeros[0] ?? 0) > half) return decoded(bytes, "utf-16be");
  return decoded(bytes, "utf-8");
}

function decoded(bytes: Uint8Array, encoding: string): string[] {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    // oxlint-disable-next-line no-control-regex -- control characters are the sign of bytes that are no text
    return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? [] : [text];
  } catch {
    return [];
  }
}
