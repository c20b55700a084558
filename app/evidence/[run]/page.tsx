import { EvidencePage } from "#components/deid/evidence-page.tsx";

export const metadata = { title: "Evidence" };

export default async function EvidenceRoute({ params }: { readonly params: Promise<{ readonly run: string }> }) {
  return <EvidencePage id={(await params).run} />;
}
