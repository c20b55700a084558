/** Defined terms of the Specific Character Set (0008,0005) → label of the Encoding Standard: PS3.3 C.12.1.1.2. */
const SINGLE_BYTE: Readonly<Record<string, string>> = {
  "6": "windows-1252",
  "13": "shift_jis",
  "100": "windows-1252",
  "101": "iso-8859-2",
  "109": "iso-8859-3",
  "110": "iso-8859-4",
  "126": "iso-8859-7",
  "127": "iso-8859-6",
  "138": "iso-8859-8",
  "144": "iso-8859-5",
  "148": "windows-1254",
  "166": "windows-874",
  "203": "iso-8859-15",
};
const WHOLE: Readonly<Record<string, string>> = { "192": "utf-8", GB18030: "gb18030", GBK: "gbk" };

type Decode = (bytes: Uint8Array) => string;

/** What an escape sequence switches to: ISO 2022 by PS3.3 tables C.12-3 and C.12-4. `isWide` ones take two bytes of seven bits each. */
const ESCAPES: Readonly<Record<string, { readonly decode: Decode; readonly isWide?: true }>> = {
  "(B": { decode: labelled("windows-1252") },
  "(J": { decode: labelled("windows-1252") },
  ")I": { decode: labelled("shift_jis") },
  "-A": { decode: labelled("windows-1252") },
  "-B": { decode: labelled("iso-8859-2") },
  "-C": { decode: labelled("iso-8859-3") },
  "-D": { decode: labelled("iso-8859-4") },
  "-F": { decode: labelled("iso-8859-7") },
  "-G": { decode: labelled("iso-8859-6") },
  "-H": { decode: labelled("iso-8859-8") },
  "-L": { decode: labelled("iso-8859-5") },
  "-M": { decode: labelled("windows-1254") },
  "-T": { decode: labelled("windows-874") },
  "-b": { decode: labelled("iso-8859-15") },
  $B: { decode: (bytes) => labelled("euc-jp")(bytes.map((byte) => byte | 0x80)), isWide: true },
  "$(D": { decode: decodeJis0212, isWide: true },
  "$)C": { decode: labelled("euc-kr") },
  "$)A": { decode: labelled("gbk") },
};

const ESC = 0x1b;
/** TAB, LF, FF, CR and `\`; `^` and `=` in names: behind them the first character set holds again (PS3.5 6.1.2.5.3). */
const DELIMITERS = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x5c]);
const NAME_DELIMITERS = new Set([...DELIMITERS, 0x5e, 0x3d]);

/** The terms of a value of (0008,0005), without the empty ones of the default repertoire at the end. */
export function readCharacterSets(bytes: Uint8Array): string[] {
  const terms = ascii(bytes)
    .split("\\")
    .map((term) => term.trim());
  return terms.every((term) => term === "") ? [] : terms;
}

/**
 * Text in the character sets in force. Bytes that fit none become U+FFFD: nothing throws. Values are not split here, as `\` may be half of a
 * character until it is decoded.
 */
export function decodeText(bytes: Uint8Array, characterSets: readonly string[], isName = false): string {
  if (isAscii(bytes)) return ascii(bytes);
  const first = decoderOf(characterSets[0] ?? "");
  return bytes.includes(ESC) ? decodeExtended(bytes, first, isName ? NAME_DELIMITERS : DELIMITERS) : first(bytes);
}

/** Text of the default repertoire: VRs that no character set changes. */
export function ascii(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

function decoderOf(term: string): Decode {
  const number = /(\d+)$/.exec(term)?.[1] ?? "6";
  const label = WHOLE[term.toUpperCase()] ?? WHOLE[number] ?? SINGLE_BYTE[number];
  if (label !== undefined) return labelled(label);
  // Two-byte sets may come first in careless files: IR 149 and 58 are supersets of ASCII without an escape.
  return labelled(
    { "149": "euc-kr", "58": "gbk", "87": "iso-2022-jp", "159": "iso-2022-jp" }[number] ?? "windows-1252",
  );
}

function decodeExtended(bytes: Uint8Array, first: Decode, delimiters: ReadonlySet<number>): string {
  let text = "";
  let state: { readonly decode: Decode; readonly isWide?: true } = { decode: first };
  let start = 0;
  const flush = (end: number): void => {
    if (end > start) text += state.decode(bytes.subarray(start, end));
  };
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === ESC) {
      flush(at);
      const sequence = escapeAt(bytes, at + 1);
      state = ESCAPES[sequence] ?? { decode: first };
      at += sequence.length;
      start = at + 1;
    } else if (state.isWide !== true && delimiters.has(byte)) {
      flush(at);
      start = at;
      state = { decode: first };
    }
  }
  flush(bytes.length);
  return text;
}

function escapeAt(bytes: Uint8Array, at: number): string {
  const three = ascii(bytes.subarray(at, at + 3));
  if (three in ESCAPES) return three;
  const two = three.slice(0, 2);
  return two in ESCAPES ? two : "";
}

/** The Encoding Standard knows JIS X 0212 only inside EUC-JP, behind 8F. */
function decodeJis0212(bytes: Uint8Array): string {
  const marked: number[] = [];
  for (let at = 0; at + 1 < bytes.length; at += 2)
    marked.push(0x8f, (bytes[at] ?? 0) | 0x80, (bytes[at + 1] ?? 0) | 0x80);
  return labelled("euc-jp")(new Uint8Array(marked));
}

const decoders = new Map<string, TextDecoder>();

function labelled(label: string): Decode {
  return (bytes) => {
    let decoder = decoders.get(label);
    if (!decoder) decoders.set(label, (decoder = new TextDecoder(label, { ignoreBOM: true })));
    return decoder.decode(bytes);
  };
}

function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80 && byte !== ESC);
}
