import { pageName } from "../../../../../page-name.ts";
import type { StoreKind } from "#lib/contract/resource-name.ts";

/** What Next hands to the pages of a store. */
export interface StoreParams {
  readonly params: Promise<{
    readonly project: string;
    readonly location: string;
    readonly dataset: string;
    readonly store: string;
  }>;
}

/** Full name of the store of a page. */
export async function storeName({ params }: StoreParams, kind: StoreKind): Promise<string> {
  const { project, location, dataset, store } = await params;
  return pageName("projects", project, "locations", location, "datasets", dataset, kind, store);
}

/** Title of the browser's tab. */
export async function storeMetadata({ params }: StoreParams) {
  return { title: (await params).store };
}
