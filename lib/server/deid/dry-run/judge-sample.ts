import type { DryRunStoreResult } from "#lib/contract/console/deid-dry-run-result.ts";
import type { DeidFinding } from "#lib/contract/console/deid-runs.ts";
import { comparePlaces } from "#lib/deid/compare-places.ts";
import { dicomItem, fhirItem, type SampledItem } from "#lib/deid/sample-items.ts";
import { pairSample } from "#lib/deid/sample-pairs.ts";
import type { DicomAttributes } from "#lib/dicom/attributes.ts";
import { headerLeaves } from "#lib/dicom/header-leaves.ts";
import { SourceKnowledge } from "#lib/deid-scan/read-source.ts";
import { OutputScan } from "#lib/deid-scan/scan-output.ts";
import { uidOf, type DataStore, type Reader, type ReadItem } from "#lib/server/deid/read-stores.ts";
import { PictureScan } from "#lib/server/deid/scan-pictures.ts";

export interface Sides {
  readonly before: readonly ReadItem[];
  readonly after: readonly ReadItem[];
  /** Not sampled, but what the sample is about: their names are looked for. */
  readonly around: readonly ReadItem[];
}

export interface JudgedSample {
  readonly result: DryRunStoreResult;
  readonly findings: readonly DeidFinding[];
}

/** What came out of a sample: compared place by place, and searched for what is known of the source's patients. */
export async function judgeSample(
  reader: Reader,
  { name, kind }: DataStore,
  { before, after, around }: Sides,
): Promise<JudgedSample> {
  const knowledge = new SourceKnowledge();
  for (const { document } of [...before, ...around])
    if (kind === "fhirStores") knowledge.addFhir(document);
    else knowledge.addDicom(document);
  knowledge.finish();
  const scan = new OutputScan(knowledge);
  const pictures = new PictureScan();
  for (const item of after) {
    if (kind === "fhirStores") scan.addFhir(item.document, item.place);
    else scan.addDicom(item.document, item.place);
    if (kind === "dicomStores") pictures.add(item);
  }
  const { unread } = await pictures.look(reader, scan, () => Promise.resolve());
  const itemOf = (document: ReadItem["document"]): SampledItem =>
    kind === "fhirStores" ? fhirItem(document) : dicomItem(document, headerLeaves(document as DicomAttributes));
  const pairs = pairSample(
    before.map(({ document }) => itemOf(document)),
    after.map(({ document }) => itemOf(document)),
  );
  const { findings, certain, possible, unreadable, found } = scan.result();
  return {
    findings: [...findings],
    result: {
      store: name,
      kind,
      sampled: countBy(before.map(({ document }) => wordOf(document, kind))),
      items: before.length,
      cameOut: pairs.filter((pair) => pair.after).length,
      certain,
      possible,
      unreadable: unreadable + unread,
      found,
      comparison: comparePlaces(pairs),
    },
  };
}

function wordOf(document: ReadItem["document"], kind: DataStore["kind"]): string {
  return kind === "dicomStores" ? uidOf(document, "00080060") : String(document["resourceType"]);
}

function countBy(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
