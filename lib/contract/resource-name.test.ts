import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatResourceName,
  parentName,
  parseResourceName,
  RESOURCE_ID,
  STORE_KINDS,
} from "#lib/contract/resource-name.ts";

const id = fc
  .stringMatching(/^[\p{L}\p{N}_\-.]{1,40}$/u)
  .filter((text) => RESOURCE_ID.test(text) && !/^\.+$/.test(text));

describe("resource names", () => {
  it("round-trip for every kind", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...STORE_KINDS),
        fc.tuple(id, id, id, id),
        (storeKind, [project, location, dataset, store]) => {
          const name = { kind: "store", project, location, dataset, storeKind, store } as const;
          let walk = parseResourceName(formatResourceName(name));
          expect(walk).toEqual(name);
          while (walk) {
            expect(parseResourceName(formatResourceName(walk))).toEqual(walk);
            walk = parentName(walk);
          }
        },
      ),
    );
  });

  it("never reads what it would not print", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const name = parseResourceName(text);
        if (name) expect(formatResourceName(name)).toBe(text);
      }),
    );
  });

  it.each([
    "",
    "projects/",
    "projects/p/",
    "projects/..",
    "projects/p/locations",
    "projects/p/regions/l",
    "/projects/p",
    "projects/p/locations/l/datasets/d/fhirStores/s/fhir/Patient",
  ])("refuses %j", (text) => {
    expect(parseResourceName(text)).toBeUndefined();
  });
});
