"use client";

import dynamic from "next/dynamic";
import { StorePageFrame } from "#components/shell/store-page-frame.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";

const loadingView = () => <LoadingLines what="the view" />;

// One view is on screen at a time; each brings its own code when it is opened.
const MessagesPage = dynamic(
  () => import("#components/hl7v2/messages/messages-page.tsx").then((file) => file.MessagesPage),
  { loading: loadingView },
);
const ComposePage = dynamic(
  () => import("#components/hl7v2/compose/compose-page.tsx").then((file) => file.ComposePage),
  {
    loading: loadingView,
  },
);
const AddMessages = dynamic(
  () => import("#components/hl7v2/add-data/add-messages.tsx").then((file) => file.AddMessages),
  { loading: loadingView },
);
const TransferPanel = dynamic(
  () => import("#components/operations/transfer-panel.tsx").then((file) => file.TransferPanel),
  { loading: loadingView },
);
const StoreOverview = dynamic(() => import("#components/tree/store-overview.tsx").then((file) => file.StoreOverview), {
  loading: loadingView,
});

/** The views of an HL7v2 store: where the features of the store meet. */
export function Hl7V2StoreTabs({ store }: { readonly store: string }) {
  return (
    <StorePageFrame
      store={store}
      kind="hl7V2Stores"
      tabs={[
        { value: "messages", label: "Messages", content: <MessagesPage store={store} /> },
        { value: "compose", label: "Compose", content: <ComposePage store={store} /> },
        { value: "add-data", label: "Add data", content: <AddMessages store={store} /> },
        { value: "transfer", label: "Import and export", content: <TransferPanel store={store} /> },
        { value: "overview", label: "Overview", content: <StoreOverview store={store} kind="hl7V2Stores" /> },
      ]}
    />
  );
}
