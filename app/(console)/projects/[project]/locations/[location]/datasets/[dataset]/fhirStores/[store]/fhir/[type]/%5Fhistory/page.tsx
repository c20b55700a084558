import type { Metadata } from "next";
import { TypeHistory } from "#components/fhir/resource/history/type-history.tsx";
import { formatResourceName } from "#lib/contract/resource-name.ts";

interface Params {
  readonly project: string;
  readonly location: string;
  readonly dataset: string;
  readonly store: string;
  readonly type: string;
}

interface PageProps {
  readonly params: Promise<Params>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Changes of ${decodeURIComponent((await params).type)}` };
}

/** `…/fhir/{type}/_history`, as FHIR writes it. */
export default async function FhirTypeHistoryPage({ params }: PageProps) {
  const asked = await params;
  const [project, location, dataset, store, type] = [
    asked.project,
    asked.location,
    asked.dataset,
    asked.store,
    asked.type,
  ].map(decodeURIComponent);
  const name = formatResourceName({
    kind: "store",
    project: project ?? "",
    location: location ?? "",
    dataset: dataset ?? "",
    storeKind: "fhirStores",
    store: store ?? "",
  });
  return <TypeHistory key={`${name}/${type}`} store={name} type={type ?? ""} />;
}
