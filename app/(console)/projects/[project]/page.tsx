import { DatasetsPage } from "#components/tree/datasets-page.tsx";
import { pageName } from "../page-name.ts";

interface ProjectParams {
  readonly params: Promise<{ readonly project: string }>;
}

export async function generateMetadata({ params }: ProjectParams) {
  return { title: (await params).project };
}

export default async function ProjectPage({ params }: ProjectParams) {
  const { project } = await params;
  return <DatasetsPage project={pageName("projects", project)} location={undefined} />;
}
