"use client";

import dynamic from "next/dynamic";
import { StorePageFrame } from "#components/shell/store-page-frame.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { useCan } from "#components/ui/permissions.tsx";
import { DeidentifyTab } from "../../deidentify-tab.tsx";

const loadingView = () => <LoadingLines what="the view" />;

// One view is on screen at a time; each brings its own code when it is opened.
const StudiesPage = dynamic(
  () => import("#components/dicom/studies/studies-page.tsx").then((file) => file.StudiesPage),
  {
    loading: loadingView,
  },
);
const AddImages = dynamic(() => import("#components/dicom/add-data/add-images.tsx").then((file) => file.AddImages), {
  loading: loadingView,
});
const TransferPanel = dynamic(
  () => import("#components/operations/transfer-panel.tsx").then((file) => file.TransferPanel),
  { loading: loadingView },
);
const StoreOverview = dynamic(() => import("#components/tree/store-overview.tsx").then((file) => file.StoreOverview), {
  loading: loadingView,
});

/** The views of a DICOM store: where the features of the store meet. */
export function DicomStoreTabs({ store }: { readonly store: string }) {
  const mayDeidentify = useCan("healthcare.dicomStores.deidentify");
  return (
    <StorePageFrame
      store={store}
      kind="dicomStores"
      tabs={[
        { value: "studies", label: "Studies", content: <StudiesPage store={store} /> },
        { value: "add-data", label: "Add data", content: <AddImages store={store} /> },
        { value: "transfer", label: "Import and export", content: <TransferPanel store={store} /> },
        ...(mayDeidentify
          ? [
              {
                value: "deidentify",
                label: "De-identify",
                content: <DeidentifyTab kind="dicomStores" name={store} />,
              },
            ]
          : []),
        { value: "overview", label: "Overview", content: <StoreOverview store={store} kind="dicomStores" /> },
      ]}
    />
  );
}
