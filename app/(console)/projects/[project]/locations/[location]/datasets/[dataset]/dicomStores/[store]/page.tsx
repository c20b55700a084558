import { StorePageFrame } from "#components/shell/store-page-frame.tsx";
import { StoreOverview } from "#components/tree/store-overview.tsx";
import { storeMetadata, storeName, type StoreParams } from "../../store-params.ts";

export const generateMetadata = storeMetadata;

export default async function DicomStorePage(props: StoreParams) {
  const store = await storeName(props, "dicomStores");
  return (
    <StorePageFrame
      store={store}
      kind="dicomStores"
      tabs={[{ value: "overview", label: "Overview", content: <StoreOverview store={store} kind="dicomStores" /> }]}
    />
  );
}
