import type { Metadata } from "next";
import { StudyPage } from "#components/dicom/viewer/study-page.tsx";
import { storeName } from "../../../../../store-params.ts";

interface Params {
  readonly project: string;
  readonly location: string;
  readonly dataset: string;
  readonly store: string;
  readonly study: string;
}

interface PageProps {
  readonly params: Promise<Params>;
}

/** No word of the study: a title goes into the browser's history. */
export const metadata: Metadata = { title: "Study" };

export default async function DicomStudyPage(props: PageProps) {
  const store = await storeName(props, "dicomStores");
  const study = decodeURIComponent((await props.params).study);
  return <StudyPage key={`${store}/${study}`} store={store} study={study} />;
}
