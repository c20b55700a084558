import { storeMetadata, storeName, type StoreParams } from "../../store-params.ts";
import { DicomStoreTabs } from "./dicom-store-tabs.tsx";

export const generateMetadata = storeMetadata;

export default async function DicomStorePage(props: StoreParams) {
  return <DicomStoreTabs store={await storeName(props, "dicomStores")} />;
}
