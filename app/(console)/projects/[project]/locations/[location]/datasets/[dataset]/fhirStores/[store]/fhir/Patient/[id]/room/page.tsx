import type { Metadata } from "next";
import { PatientRoom } from "#components/fhir/patient/patient-room.tsx";
import { formatResourceName } from "#lib/contract/resource-name.ts";

interface Params {
  readonly project: string;
  readonly location: string;
  readonly dataset: string;
  readonly store: string;
  readonly id: string;
}

/** Without an id: a title goes into the browser's history, and an id may identify. */
export const metadata: Metadata = { title: "Patient room" };

export default async function PatientRoomPage({ params }: { readonly params: Promise<Params> }) {
  const encoded = await params;
  const part = (name: keyof Params): string => decodeURIComponent(encoded[name]);
  const store = formatResourceName({
    kind: "store",
    project: part("project"),
    location: part("location"),
    dataset: part("dataset"),
    storeKind: "fhirStores",
    store: part("store"),
  });
  return <PatientRoom key={`${store}/${part("id")}`} store={store} id={part("id")} />;
}
