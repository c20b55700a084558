import { keyedHash, type DeidCrypto } from "#lib/deid/keyed.ts";
import type { DeidPlan } from "#lib/deid/plan.ts";
import { prepareKnown, type KnownValues } from "#lib/deid/text/known-values.ts";
import { openKeys, type Subject } from "#lib/deid/text/transform-text.ts";
import { bytesOfBase64 } from "#lib/deid/keyed.ts";
import { betaFieldTree } from "./beta-field-tree.ts";
import { fieldTree, type FhirShapes } from "./field-tree.ts";
import { harvestKnown } from "./harvest.ts";
import { textOf, type JsonObject } from "./json.ts";
import { pseudonyms } from "./references.ts";
import { ResourceWalk } from "./resource-walk.ts";

/** De-identifies resources by one plan. */
export interface FhirDeidentifier {
  /**
   * The resource as it may be shown: fields transformed by the first rule that fits, ids and references with pseudonyms, extensions removed
   * unless the configuration keeps them. `meta.versionId` and `lastUpdated` go, as they are given anew. The input is not changed.
   * @param subject whose resource it is; what the resource itself says of persons is known besides
   */
  deidentify(resource: JsonObject, subject: Subject): JsonObject;
  /** What an id becomes. */
  idOf(type: string, id: string): string;
}

/** Without `fhir` in the configuration nothing changes: "presence of the sub-message turns that processing on" (contract 13.2). */
export function fhirDeidentifier(plan: DeidPlan, crypto: DeidCrypto, shapes: FhirShapes): FhirDeidentifier {
  const { fhir, fhirFieldConfig } = plan.config;
  const tree = fhirFieldConfig ? betaFieldTree(fhirFieldConfig, shapes) : fhir && fieldTree(fhir, shapes);
  if (!tree) return { deidentify: (resource) => resource, idOf: (_type, id) => id };
  const keys = openKeys(plan, crypto);
  const names = pseudonyms(keyedHash(crypto, bytesOfBase64(plan.idKey) ?? new Uint8Array()), (type) =>
    tree.replacesIds(type),
  );
  const ownKnown = rememberKnown();
  return {
    idOf: (type, id) => names.idOf(type, id),
    deidentify: (resource, subject) => {
      const known = ownKnown(resource);
      const whose = known ? { ...subject, known: [...subject.known, known] } : subject;
      return new ResourceWalk({ tree, keys, names, subject: whose }).resource(
        resource,
        textOf(resource, "resourceType"),
      );
    },
  };
}

const MOST_REMEMBERED = 500;

/** Many resources name the same few persons; what they name is prepared once. */
function rememberKnown(): (resource: JsonObject) => KnownValues | undefined {
  const remembered = new Map<string, KnownValues>();
  return (resource) => {
    const values = harvestKnown(resource);
    if (values.length === 0) return undefined;
    const key = values.map(({ infoType, value }) => `${infoType} ${value}`).join("\n");
    const known = remembered.get(key) ?? prepareKnown(values);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(key, known);
    return known;
  };
}
