import type { DicomAttributes } from "./attributes.ts";
import { headerRows } from "./header-rows.ts";

/** Every value of an instance by its place and name: `00100010 PatientName`, `00081140[1].00081155 ReferencedSOPInstanceUID`. */
export function headerLeaves(instance: DicomAttributes): ReadonlyMap<string, string> {
  const rows = headerRows(instance).filter(({ kind, vr }) => kind === "attribute" && vr !== "SQ");
  return new Map(rows.map(({ path, keyword, value }) => [keyword === "" ? path : `${path} ${keyword}`, value]));
}
