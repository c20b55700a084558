/** Gives the browser a text, or the parts of one, as a file to save. The name must not carry patient data. */
export function downloadText(fileName: string, mediaType: string, text: string | readonly string[]): void {
  downloadBlob(fileName, new Blob(typeof text === "string" ? [text] : [...text], { type: mediaType }));
}

/** The same with bytes as they are. */
export function downloadBytes(fileName: string, mediaType: string, bytes: Uint8Array<ArrayBuffer>): void {
  downloadBlob(fileName, new Blob([bytes], { type: mediaType }));
}

/** Gives the browser a blob as a file to save. The name must not carry patient data. */
export function downloadBlob(fileName: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser reads the blob after this turn of the event loop.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
