import { storeMetadata, storeName, type StoreParams } from "../../store-params.ts";
import { FhirStoreTabs } from "./fhir-store-tabs.tsx";

export const generateMetadata = storeMetadata;

export default async function FhirStorePage(props: StoreParams) {
  return <FhirStoreTabs store={await storeName(props, "fhirStores")} />;
}
