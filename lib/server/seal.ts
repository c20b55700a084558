import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

export interface Seal {
  seal(text: string): string;
  /** Undefined when the text was sealed with another secret, for another purpose, or was changed. */
  unseal(sealed: string): string | undefined;
}

/**
 * Encrypts what the console keeps about people (tokens, search texts): AES-256-GCM, a key of its own for each purpose by HKDF.
 * @param purpose bound into the key, so that a sealed token never opens as something else
 */
export function createSeal(secret: string, purpose: string): Seal {
  const key = keyFor(secret, purpose);
  return {
    seal: (text) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url");
    },
    unseal: (sealed) => {
      const bytes = Buffer.from(sealed, "base64url");
      if (bytes.length < 28) return undefined;
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12), { authTagLength: 16 });
        decipher.setAuthTag(bytes.subarray(12, 28));
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
      } catch {
        return undefined;
      }
    },
  };
}

/** A digest that tells equal texts of one owner without telling the text: HMAC-SHA256 with a key of its own. */
export function keyedDigest(secret: string, purpose: string, text: string): string {
  return createHmac("sha256", keyFor(secret, purpose)).update(text, "utf8").digest("base64url");
}

function keyFor(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "careplane", purpose, 32));
}
