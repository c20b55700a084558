import { HomePage } from "#components/home/home-page.tsx";
import { WorkOverview } from "#components/operations/work-overview.tsx";

export default function Home() {
  return <HomePage work={<WorkOverview />} />;
}
