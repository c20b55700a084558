import { OperationList } from "#components/operations/operation-list.tsx";
import { DatasetPage } from "#components/tree/dataset-page.tsx";
import { DeidentifyTab } from "./deidentify-tab.tsx";
import { pageName } from "../../../../../page-name.ts";

interface DatasetParams {
  readonly params: Promise<{ readonly project: string; readonly location: string; readonly dataset: string }>;
}

export async function generateMetadata({ params }: DatasetParams) {
  return { title: (await params).dataset };
}

export default async function DatasetRoute({ params }: DatasetParams) {
  const { project, location, dataset } = await params;
  const name = pageName("projects", project, "locations", location, "datasets", dataset);
  return (
    <DatasetPage
      dataset={name}
      operations={<OperationList dataset={name} />}
      deidentify={<DeidentifyTab kind="dataset" name={name} />}
    />
  );
}
