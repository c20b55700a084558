import { DatasetsPage } from "#components/tree/datasets-page.tsx";
import { pageName } from "../../../page-name.ts";

interface LocationParams {
  readonly params: Promise<{ readonly project: string; readonly location: string }>;
}

export async function generateMetadata({ params }: LocationParams) {
  return { title: (await params).location };
}

export default async function LocationPage({ params }: LocationParams) {
  const { project, location } = await params;
  return (
    <DatasetsPage
      project={pageName("projects", project)}
      location={pageName("projects", project, "locations", location)}
    />
  );
}
