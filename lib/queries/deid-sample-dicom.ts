import { z } from "zod";
import { textOf, type DicomAttributes } from "#lib/dicom/attributes.ts";
import { headerRows } from "#lib/dicom/header-rows.ts";
import { apiPath } from "./api-path.ts";
import type { DryRunCall, SampledItem } from "./deid-sample.ts";
import { instancePath, seriesPath, studyPath, type SeriesAddress } from "./dicom-study.ts";
import { callGateway } from "./gateway.ts";
import { mapAtMost } from "./map-at-most.ts";

/** Pictures are large and their text is read: a few show what happens. */
const MOST = 6;
const STUDIES = 200;
const AT_ONCE = 2;
const PICTURE = 360;

const rowsSchema = z.array(z.custom<DicomAttributes>((value) => typeof value === "object" && value !== null));

/** Copies one instance of some series, of as many modalities as there are, into a store. */
export async function sampleDicomStore(store: string, copy: string, call: DryRunCall): Promise<void> {
  const rows = await askRows(apiPath(store, `/dicomWeb/series?limit=${STUDIES}&includefield=Modality`));
  const chosen = byModality(rows).slice(0, Math.min(MOST, call.size));
  await mapAtMost(AT_ONCE, chosen, async (row) => {
    const series = { store, study: textOf(row, "0020000D") ?? "", series: textOf(row, "0020000E") ?? "" };
    const [instance] = await askRows(`${seriesPath(series)}/instances?limit=1`);
    const uid = instance && textOf(instance, "00080018");
    if (uid === undefined) return;
    const file = await callGateway(instancePath(series, uid), {
      headers: { accept: "application/dicom; transfer-syntax=*" },
    });
    await callGateway(apiPath(copy, "/dicomWeb/studies"), {
      method: "POST",
      headers: { "content-type": "application/dicom", accept: "application/dicom+json", ...call.headers },
      body: await file.blob(),
    });
  });
}

/** One series of each modality, then a second of each, and so on; within a modality by chance. */
function byModality(rows: readonly DicomAttributes[]): DicomAttributes[] {
  const groups = Map.groupBy(rows, (row) => textOf(row, "00080060") ?? "");
  const ranked = [...groups.values()].flatMap((group) =>
    group
      .map((row) => ({ row, chance: Math.random() }))
      .toSorted((a, b) => a.chance - b.chance)
      .map(({ row }, rank) => ({ row, rank })),
  );
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ row }) => row);
}

/** Headers of everything in a small store, each with its picture where the API can paint one. */
export async function readDicomStore(store: string): Promise<readonly SampledItem[]> {
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

async function itemOf(series: SeriesAddress, document: DicomAttributes): Promise<SampledItem> {
  const uid = textOf(document, "00080018") ?? "";
  const rows = headerRows(document).filter(({ kind, vr }) => kind === "attribute" && vr !== "SQ");
  const leaves = new Map(rows.map(({ path, keyword, value }) => [keyword === "" ? path : `${path} ${keyword}`, value]));
  const group = textOf(document, "00080016") ?? "";
  return { group, name: `Instance ${uid}`, leaves, document, picture: await pictureOf(series, uid) };
}

/** Kept in this page's memory, as the store it comes from is about to go. */
async function pictureOf(series: SeriesAddress, instance: string): Promise<string | undefined> {
  try {
    const path = `${instancePath(series, instance)}/frames/1/rendered?viewport=${PICTURE},${PICTURE}`;
    const response = await callGateway(path, { headers: { accept: "image/jpeg" } });
    return URL.createObjectURL(await response.blob());
  } catch {
    // Documents and traces have no picture.
    return undefined;
  }
}

async function askRows(path: string): Promise<readonly DicomAttributes[]> {
  const response = await callGateway(path, { headers: { accept: "application/dicom+json" } });
  return response.status === 204 ? [] : rowsSchema.parse(await response.json());
}
