import { expect, it } from "vitest";
import { safeReturnAddress } from "./return-address.ts";

it.each([
  ["/projects/p?tab=overview", "/projects/p?tab=overview"],
  [null, "/"],
  ["", "/"],
  ["https://evil.example", "/"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["/a\\..\\b", "/"],
  ["/\tx", "/"],
  ["/sign-in?returnTo=/", "/"],
  ["/api/auth/signout", "/"],
])("%j leads to %s", (wanted, address) => {
  expect(safeReturnAddress(wanted)).toBe(address);
});
