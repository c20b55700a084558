/** Bytes of standard base64, as the API gives `Message.data`. Throws DOMException for anything else. */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** Bytes that are turned into text at a time: `String.fromCharCode` takes them as arguments. */
const CHUNK = 0x8000;

/** Standard base64 of bytes, as the API takes `Message.data`. */
export function base64OfBytes(bytes: Uint8Array): string {
  let binary = "";
  for (let from = 0; from < bytes.length; from += CHUNK)
    binary += String.fromCharCode(...bytes.subarray(from, from + CHUNK));
  return btoa(binary);
}
