import { MessagePage } from "#components/hl7v2/workbench/message-page.tsx";
import { storeName, type StoreParams } from "../../../../store-params.ts";

interface PageProps {
  readonly params: Promise<Awaited<StoreParams["params"]> & { readonly message: string }>;
}

/** Nothing of the message: a title goes into the browser's history. */
export const metadata = { title: "HL7v2 message" };

export default async function Hl7V2MessagePage({ params }: PageProps) {
  const store = await storeName({ params }, "hl7V2Stores");
  const id = decodeURIComponent((await params).message);
  return <MessagePage key={`${store}/${id}`} store={store} id={id} />;
}
