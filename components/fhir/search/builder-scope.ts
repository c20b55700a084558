import type { SearchCapability } from "#lib/fhir/search-capability.ts";

/** What the rows of the builder know of the store. */
export interface BuilderScope {
  readonly storeName: string;
  /** The searched type. */
  readonly type: string;
  readonly capability: SearchCapability;
  /** Types that the store holds. */
  readonly held: readonly string[];
}
