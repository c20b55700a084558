import { textOf, type DicomAttributes } from "#lib/dicom/attributes.ts";

const EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";
/** Of Careplane, in the UUID arc. */
const IMPLEMENTATION = "2.25.227681104396372391150911083414061583472";

/** Writes a data set as a DICOM file (PS3.10), by dcmjs, whose code comes when something is saved. */
export async function writePart10(attributes: DicomAttributes): Promise<Uint8Array<ArrayBuffer>> {
  const { default: dcmjs } = await import("dcmjs");
  const meta = {
    "00020002": { vr: "UI", Value: [textOf(attributes, "00080016") ?? ""] },
    "00020003": { vr: "UI", Value: [textOf(attributes, "00080018") ?? ""] },
    "00020010": { vr: "UI", Value: [EXPLICIT_LITTLE_ENDIAN] },
    "00020012": { vr: "UI", Value: [IMPLEMENTATION] },
  };
  const file = new dcmjs.data.DicomDict(meta);
  file.dict = Object.fromEntries(Object.entries(attributes).toSorted(([a], [b]) => a.localeCompare(b)));
  return new Uint8Array(file.write());
}
