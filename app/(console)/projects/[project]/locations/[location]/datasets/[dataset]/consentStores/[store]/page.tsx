import { StorePageFrame } from "#components/shell/store-page-frame.tsx";
import { StoreOverview } from "#components/tree/store-overview.tsx";
import { storeMetadata, storeName, type StoreParams } from "../../store-params.ts";

export const generateMetadata = storeMetadata;

export default async function ConsentStorePage(props: StoreParams) {
  const store = await storeName(props, "consentStores");
  return (
    <StorePageFrame
      store={store}
      kind="consentStores"
      tabs={[{ value: "overview", label: "Overview", content: <StoreOverview store={store} kind="consentStores" /> }]}
    />
  );
}
