import { AddData } from "#components/fhir/add-data/add-data.tsx";
import { FhirSearchPage } from "#components/fhir/search/search-page.tsx";
import { TransferPanel } from "#components/operations/transfer-panel.tsx";
import { StorePageFrame } from "#components/shell/store-page-frame.tsx";
import { StoreOverview } from "#components/tree/store-overview.tsx";
import { storeMetadata, storeName, type StoreParams } from "../../store-params.ts";

export const generateMetadata = storeMetadata;

export default async function FhirStorePage(props: StoreParams) {
  const store = await storeName(props, "fhirStores");
  return (
    <StorePageFrame
      store={store}
      kind="fhirStores"
      tabs={[
        { value: "search", label: "Search", content: <FhirSearchPage storeName={store} /> },
        { value: "overview", label: "Overview", content: <StoreOverview store={store} kind="fhirStores" /> },
        { value: "add-data", label: "Add data", content: <AddData storeName={store} /> },
        { value: "transfer", label: "Import and export", content: <TransferPanel store={store} /> },
      ]}
    />
  );
}
