/** Keyed hashing that the caller brings: rules import no Node. */
export interface DeidCrypto {
  /** HMAC-SHA-256 of UTF-8 text, 32 bytes. */
  hmac(key: Uint8Array, text: string): Uint8Array;
}

/** A key with the use it is for, so that no two kinds of values are ever hashed alike. */
export interface KeyedHash {
  /** 32 bytes that depend on the key, the kind and the value. */
  (kind: string, value: string): Uint8Array;
}

/** Binds a hash to a key. */
export function keyedHash(crypto: DeidCrypto, key: Uint8Array): KeyedHash {
  return (kind, value) => crypto.hmac(key, `${kind}\u0000${value}`);
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export function hexOf(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += HEX[byte] ?? "";
  return text;
}

export function base64Of(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 4096) binary += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return btoa(binary);
}

/** Bytes of base64, standard or URL-safe; undefined when it is none. */
export function bytesOfBase64(text: string): Uint8Array | undefined {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/").replace(/\s+/g, ""));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** `2.25.` and 128 bits as a decimal number (PS3.5 B.2), 44 characters at most; the bits of a random UUID. */
export function uidOf(hash: KeyedHash, uid: string): string {
  const bytes = hash("uid", uid).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return `2.25.${BigInt(`0x${hexOf(bytes)}`)}`;
}
