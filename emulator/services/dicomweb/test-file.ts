import { elementBytes } from "#lib/dicom/write-data-set.ts";
import type { Vr } from "#lib/dicom/vr.ts";

export type TestElement = readonly [tag: string, vr: Vr, value: string | number | Uint8Array];

export interface TestInstance {
  readonly study?: string;
  readonly series?: string;
  readonly instance?: string;
  readonly patient?: string;
  readonly date?: string;
  readonly modality?: string;
  readonly number?: number;
  readonly transferSyntax?: string;
  /** In place of those of the same tag, and further ones. */
  readonly elements?: readonly TestElement[];
}

/** A DICOM file of 4×3 pixels of 16 bits, for tests: pixel n has the value 10 n. */
export function testFile(instance: TestInstance = {}): Buffer {
  const {
    study = "1.2.3",
    series = "1.2.3.1",
    patient = "Doe^Jane",
    date = "20260102",
    modality = "CT",
    number = 1,
  } = instance;
  const uid = instance.instance ?? "1.2.3.1.1";
  const syntax = instance.transferSyntax ?? "1.2.840.10008.1.2.1";
  const elements = new Map<string, TestElement>(
    (
      [
        ["00080005", "CS", "ISO_IR 192"],
        ["00080016", "UI", "1.2.840.10008.5.1.4.1.1.2"],
        ["00080018", "UI", uid],
        ["00080020", "DA", date],
        ["00080050", "SH", `A${study}`],
        ["00080060", "CS", modality],
        ["00080090", "PN", "Referrer^Rita"],
        ["00100010", "PN", patient],
        ["00100020", "LO", "P-1"],
        ["0020000D", "UI", study],
        ["0020000E", "UI", series],
        ["00200013", "IS", String(number)],
        ["00280002", "US", 1],
        ["00280004", "CS", "MONOCHROME2"],
        ["00280010", "US", 3],
        ["00280011", "US", 4],
        ["00280100", "US", 16],
        ["00280101", "US", 16],
        ["00280102", "US", 15],
        ["00280103", "US", 0],
        ["7FE00010", "OW", Buffer.from(Uint16Array.from({ length: 12 }, (_, index) => index * 10).buffer)],
        ...(instance.elements ?? []),
      ] as const
    ).map((element) => [element[0], element]),
  );
  const body = [...elements.values()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(encode);
  const meta = [
    encode(["00020001", "OB", Uint8Array.of(0, 1)]),
    encode(["00020002", "UI", "1.2.840.10008.5.1.4.1.1.2"]),
    encode(["00020003", "UI", uid]),
    encode(["00020010", "UI", syntax]),
  ];
  const length = Buffer.alloc(4);
  length.writeUInt32LE(Buffer.concat(meta).length);
  return Buffer.concat([Buffer.alloc(128), Buffer.from("DICM"), encode(["00020000", "UL", length]), ...meta, ...body]);
}

function encode([tag, vr, value]: TestElement): Uint8Array {
  if (typeof value === "number") return elementBytes(tag, vr, Buffer.from(Uint16Array.of(value).buffer));
  return elementBytes(tag, vr, typeof value === "string" ? Buffer.from(value) : value);
}
