import { MASKED_TEXT } from "#components/ui/identity-mask.tsx";
import type { DicomAttributes } from "#lib/dicom/attributes.ts";
import { headerCsv } from "#lib/dicom/header-export.ts";
import { headerRows } from "#lib/dicom/header-rows.ts";
import { withoutIdentifiers } from "#lib/dicom/without-identifiers.ts";

export interface SaveOptions {
  readonly format: "csv" | "json";
  /** Identifiers are covered in the file too. */
  readonly isMasked: boolean;
}

/** Gives the browser the header as a file. Its name says nothing of the patient. */
export function saveHeader(instance: DicomAttributes, { format, isMasked }: SaveOptions): void {
  const text =
    format === "csv"
      ? headerCsv(headerRows(instance), ({ identifier, value }) => (isMasked && identifier ? MASKED_TEXT : value))
      : `${JSON.stringify(isMasked ? withoutIdentifiers(instance) : instance, undefined, 2)}\n`;
  const url = URL.createObjectURL(new Blob([text], { type: format === "csv" ? "text/csv" : "application/dicom+json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `dicom-header.${format}`;
  link.click();
  // The browser reads the blob after this turn of the event loop.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
