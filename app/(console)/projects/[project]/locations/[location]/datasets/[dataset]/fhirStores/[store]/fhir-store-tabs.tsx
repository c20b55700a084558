"use client";

import dynamic from "next/dynamic";
import { StorePageFrame } from "#components/shell/store-page-frame.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { useCan } from "#components/ui/permissions.tsx";
import { DeidentifyTab } from "../../deidentify-tab.tsx";

const loadingView = () => <LoadingLines what="the view" />;

// One view is on screen at a time; each brings its own code when it is opened.
const FhirSearchPage = dynamic(
  () => import("#components/fhir/search/search-page.tsx").then((file) => file.FhirSearchPage),
  { loading: loadingView },
);
const StoreOverview = dynamic(() => import("#components/tree/store-overview.tsx").then((file) => file.StoreOverview), {
  loading: loadingView,
});
const AddData = dynamic(() => import("#components/fhir/add-data/add-data.tsx").then((file) => file.AddData), {
  loading: loadingView,
});
const CreateResource = dynamic(
  () => import("#components/fhir/edit/create-resource.tsx").then((file) => file.CreateResource),
  { loading: loadingView },
);
const BundlePage = dynamic(() => import("#components/fhir/bundle/bundle-page.tsx").then((file) => file.BundlePage), {
  loading: loadingView,
});
const QualityPage = dynamic(
  () => import("#components/fhir/quality/quality-page.tsx").then((file) => file.QualityPage),
  { loading: loadingView },
);
const CapabilityPage = dynamic(
  () => import("#components/fhir/capability/capability-page.tsx").then((file) => file.CapabilityPage),
  { loading: loadingView },
);
const TransferPanel = dynamic(
  () => import("#components/operations/transfer-panel.tsx").then((file) => file.TransferPanel),
  { loading: loadingView },
);

/** The views of a FHIR store: where the features of the store meet. */
export function FhirStoreTabs({ store }: { readonly store: string }) {
  const mayDeidentify = useCan("healthcare.fhirStores.deidentify");
  return (
    <StorePageFrame
      store={store}
      kind="fhirStores"
      tabs={[
        { value: "search", label: "Search", content: <FhirSearchPage storeName={store} /> },
        { value: "overview", label: "Overview", content: <StoreOverview store={store} kind="fhirStores" /> },
        { value: "quality", label: "Quality", content: <QualityPage storeName={store} /> },
        { value: "capability", label: "Capabilities", content: <CapabilityPage storeName={store} /> },
        { value: "create", label: "New resource", content: <CreateResource storeName={store} /> },
        { value: "bundle", label: "Bundle", content: <BundlePage storeName={store} /> },
        { value: "add-data", label: "Add data", content: <AddData storeName={store} /> },
        { value: "transfer", label: "Import and export", content: <TransferPanel store={store} /> },
        ...(mayDeidentify
          ? [
              {
                value: "deidentify",
                label: "De-identify",
                content: <DeidentifyTab kind="fhirStores" name={store} />,
              },
            ]
          : []),
      ]}
    />
  );
}
