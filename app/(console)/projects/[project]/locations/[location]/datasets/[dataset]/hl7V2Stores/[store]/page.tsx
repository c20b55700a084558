import { storeMetadata, storeName, type StoreParams } from "../../store-params.ts";
import { Hl7V2StoreTabs } from "./hl7v2-store-tabs.tsx";

export const generateMetadata = storeMetadata;

export default async function Hl7V2StorePage(props: StoreParams) {
  return <Hl7V2StoreTabs store={await storeName(props, "hl7V2Stores")} />;
}
