import { StorePageFrame } from "#components/shell/store-page-frame.tsx";
import { StoreOverview } from "#components/tree/store-overview.tsx";
import { storeMetadata, storeName, type StoreParams } from "../../store-params.ts";

export const generateMetadata = storeMetadata;

export default async function Hl7V2StorePage(props: StoreParams) {
  const store = await storeName(props, "hl7V2Stores");
  return (
    <StorePageFrame
      store={store}
      kind="hl7V2Stores"
      tabs={[{ value: "overview", label: "Overview", content: <StoreOverview store={store} kind="hl7V2Stores" /> }]}
    />
  );
}
