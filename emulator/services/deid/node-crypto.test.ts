import { createHmac, randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { NODE_CRYPTO } from "./node-crypto.ts";

it.each([0, 1, 16, 32, 64, 65, 200])("is HMAC-SHA-256 for a key of %i bytes", (length) => {
  const key = randomBytes(length);
  for (const text of ["", "Patient/1", "Łucja\u0000".repeat(40)])
    expect(NODE_CRYPTO.hmac(key, text)).toEqual(createHmac("sha256", key).update(text).digest());
});
