/** How a value representation is written: PS3.5 table 6.2-1 (padding, repetition) and 7.1-1 (length of the length). */
interface VrForm {
  /** `list` is text with `\` between values, `text` one text, `number` fixed-size binary numbers, `bytes` bulk data. */
  readonly kind: "list" | "text" | "name" | "number" | "tag" | "bytes" | "items";
  /** True when an explicit length has 32 bits after two reserved bytes. */
  readonly isLong?: true;
  /** Bytes of one number, or of the words that a change of byte order swaps. */
  readonly width?: 2 | 4 | 8;
  /** True when the Specific Character Set applies. */
  readonly isEncoded?: true;
}

export const VRS = {
  AE: { kind: "list" },
  AS: { kind: "list" },
  AT: { kind: "tag", width: 2 },
  CS: { kind: "list" },
  DA: { kind: "list" },
  DS: { kind: "list" },
  DT: { kind: "list" },
  FD: { kind: "number", width: 8 },
  FL: { kind: "number", width: 4 },
  IS: { kind: "list" },
  LO: { kind: "list", isEncoded: true },
  LT: { kind: "text", isEncoded: true },
  OB: { kind: "bytes", isLong: true },
  OD: { kind: "bytes", isLong: true, width: 8 },
  OF: { kind: "bytes", isLong: true, width: 4 },
  OL: { kind: "bytes", isLong: true, width: 4 },
  OV: { kind: "bytes", isLong: true, width: 8 },
  OW: { kind: "bytes", isLong: true, width: 2 },
  PN: { kind: "name", isEncoded: true },
  SH: { kind: "list", isEncoded: true },
  SL: { kind: "number", width: 4 },
  SQ: { kind: "items", isLong: true },
  SS: { kind: "number", width: 2 },
  ST: { kind: "text", isEncoded: true },
  SV: { kind: "number", isLong: true, width: 8 },
  TM: { kind: "list" },
  UC: { kind: "list", isLong: true, isEncoded: true },
  UI: { kind: "list" },
  UL: { kind: "number", width: 4 },
  UN: { kind: "bytes", isLong: true },
  UR: { kind: "text", isLong: true },
  US: { kind: "number", width: 2 },
  UT: { kind: "text", isLong: true, isEncoded: true },
  UV: { kind: "number", isLong: true, width: 8 },
} as const satisfies Record<string, VrForm>;

export type Vr = keyof typeof VRS;

/** The form of a value representation. */
export function vrForm(vr: Vr): VrForm {
  return VRS[vr];
}

export function isVr(text: string): text is Vr {
  return Object.hasOwn(VRS, text);
}
