/** The text of a message's bytes, and how it was read. */
export interface DecodedText {
  readonly text: string;
  /** `UTF-8`, or the character set of MSH-18 that was used because the bytes are not UTF-8. */
  readonly encoding: string;
}

/** MSH-18 (HL7 table 0211) by the labels that TextDecoder knows. */
const LABELS: Readonly<Record<string, string>> = {
  "8859/1": "iso-8859-1",
  "8859/2": "iso-8859-2",
  "8859/3": "iso-8859-3",
  "8859/4": "iso-8859-4",
  "8859/5": "iso-8859-5",
  "8859/6": "iso-8859-6",
  "8859/7": "iso-8859-7",
  "8859/8": "iso-8859-8",
  "8859/9": "windows-1254",
  "8859/15": "iso-8859-15",
  "BIG-5": "big5",
  "GB 18030-2000": "gb18030",
  "KS X 1001": "euc-kr",
  "ISO IR87": "iso-2022-jp",
  "ISO IR159": "iso-2022-jp",
};

/**
 * Reads the bytes of a message: UTF-8 when they are (ASCII is), else by the character set that MSH-18 declares, else as Latin 1, which
 * reads every byte. Never throws.
 */
export function decodeBytes(bytes: Uint8Array): DecodedText {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), encoding: "UTF-8" };
  } catch {
    const label = LABELS[declaredSet(bytes)] ?? "iso-8859-1";
    return { text: new TextDecoder(label).decode(bytes), encoding: label };
  }
}

/** MSH-18 up to its first repetition or component, read from the bytes: its own text is ASCII. */
function declaredSet(bytes: Uint8Array): string {
  const head = new TextDecoder("iso-8859-1").decode(bytes.subarray(0, 2000)).split(/[\r\n]/, 1)[0] ?? "";
  const separator = head.charAt(3);
  const value = separator === "" ? "" : (head.split(separator)[17] ?? "");
  return value.split(head.charAt(5) || "~", 1)[0] ?? "";
}
