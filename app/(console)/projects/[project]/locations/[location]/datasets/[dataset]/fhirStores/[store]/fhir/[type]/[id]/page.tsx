import type { Metadata } from "next";
import { ResourcePage } from "#components/fhir/resource/resource-page.tsx";
import { formatResourceName } from "#lib/contract/resource-name.ts";

interface Params {
  readonly project: string;
  readonly location: string;
  readonly dataset: string;
  readonly store: string;
  readonly type: string;
  readonly id: string;
}

interface PageProps {
  readonly params: Promise<Params>;
}

/** The type only: a title goes into the browser's history, and an id may identify. */
export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await decoded(params)).type };
}

export default async function FhirResourcePage({ params }: PageProps) {
  const { project, location, dataset, store, type, id } = await decoded(params);
  const name = formatResourceName({ kind: "store", project, location, dataset, storeKind: "fhirStores", store });
  return <ResourcePage key={`${name}/${type}/${id}`} store={name} type={type} id={id} />;
}

async function decoded(params: Promise<Params>): Promise<Params> {
  const { project, location, dataset, store, type, id } = await params;
  return {
    project: decodeURIComponent(project),
    location: decodeURIComponent(location),
    dataset: decodeURIComponent(dataset),
    store: decodeURIComponent(store),
    type: decodeURIComponent(type),
    id: decodeURIComponent(id),
  };
}
