import { z } from "zod";
import { dicomItem, fhirItem, type SampledItem } from "#lib/deid/sample-items.ts";
import { textOf, type DicomAttributes } from "#lib/dicom/attributes.ts";
import { headerLeaves } from "#lib/dicom/header-leaves.ts";
import { apiPath } from "./api-path.ts";
import { readSampleFrame, type SampleFrame } from "./deid-sample-frame.ts";
import { instancePath, seriesPath, studyPath, type SeriesAddress } from "./dicom-study.ts";
import { callGateway } from "./gateway.ts";
import { mapAtMost } from "./map-at-most.ts";

/** One side of a sampled item as people see it. Patient data: it stays in this page's memory. */
export interface ShownItem extends SampledItem {
  /** Its name in the store, as findings spell it. */
  readonly place: string;
  /** Its first frame, where it has one. */
  readonly frame: SampleFrame | undefined;
}

const AT_ONCE = 3;
const MOST_OUT = 1000;

const documentSchema = z.record(z.string(), z.unknown());
const bundleSchema = z.object({ entry: z.array(z.object({ resource: documentSchema })).default([]) });
const rowsSchema = z.array(z.custom<DicomAttributes>((value) => typeof value === "object" && value !== null));

/** Resources by their names, or everything of some types in a small store. */
export async function readFhirSide(
  store: string,
  wanted: readonly string[] | ReadonlySet<string>,
): Promise<readonly ShownItem[]> {
  const lists = await mapAtMost(AT_ONCE, [...wanted], async (name) =>
    name.includes("/") ? [await readOne(store, name)] : searchType(store, name),
  );
  return lists.flat().map((document) => {
    const item = fhirItem(document);
    return { ...item, place: `${store}/fhir/${item.name}`, frame: undefined };
  });
}

async function readOne(store: string, name: string): Promise<Readonly<Record<string, unknown>>> {
  const response = await callGateway(apiPath(`${store}/fhir/${name}`));
  return documentSchema.parse(await response.json());
}

async function searchType(store: string, type: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const response = await callGateway(apiPath(store, `/fhir/${encodeURIComponent(type)}/_search`), {
    method: "POST",
    headers: { accept: "application/fhir+json", "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ _count: String(MOST_OUT) }).toString(),
  });
  return bundleSchema.parse(await response.json()).entry.map(({ resource }) => resource);
}

/** Headers of everything in a small store, each with its first frame where the API can paint one. */
export async function readDicomSide(store: string): Promise<readonly ShownItem[]> {
  const studies = await askRows(apiPath(store, "/dicomWeb/studies"));
  const lists = await mapAtMost(AT_ONCE, studies, async (row) => {
    const study = textOf(row, "0020000D") ?? "";
    const series = await askRows(`${studyPath({ store, study })}/series`);
    const headers = await mapAtMost(AT_ONCE, series, async (each) => {
      const address = { store, study, series: textOf(each, "0020000E") ?? "" };
      const instances = await askRows(`${seriesPath(address)}/metadata`);
      return mapAtMost(AT_ONCE, instances, (document) => itemOf(address, document));
    });
    return headers.flat();
  });
  return lists.flat();
}

async function itemOf(series: SeriesAddress, document: DicomAttributes): Promise<ShownItem> {
  const uid = textOf(document, "00080018") ?? "";
  return {
    ...dicomItem(document, headerLeaves(document)),
    place: `${series.store}/dicomWeb/studies/${series.study}/series/${series.series}/instances/${uid}`,
    frame: await readSampleFrame(instancePath(series, uid), document),
  };
}

async function askRows(path: string): Promise<readonly DicomAttributes[]> {
  const response = await callGateway(path, { headers: { accept: "application/dicom+json" } });
  return response.status === 204 ? [] : rowsSchema.parse(await response.json());
}
