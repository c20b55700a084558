import { codeForStatus } from "#lib/contract/problem.ts";
import { readObject } from "#lib/server/cloud-storage.ts";
import { askRows, uidOf, type Reader, type Row } from "#lib/server/deid/read-stores.ts";
import { problem } from "#lib/server/problems.ts";
import { shuffled } from "./sample-fhir.ts";

/** Pictures are large and their text is read: a few show what happens. */
const MOST = 6;
const SERIES = 200;

export interface DicomSample {
  /** Store that receives the sample. */
  readonly copy: string;
  /** Instances, of which there are never more than six. */
  readonly size: number;
  /** `gs://…`: takes only what this list names; empty for the whole store. */
  readonly list: string;
}

/**
 * Copies one instance of some series, of as many modalities as there are, into a store: the API takes a list of instances only from a
 * bucket. Answers how many.
 */
export async function sampleDicomStore(
  reader: Reader,
  store: string,
  { copy, size, list }: DicomSample,
): Promise<number> {
  const root = `/v1/${encodeURI(store)}/dicomWeb`;
  const chosen = list === "" ? await seriesOfAll(reader, root) : await seriesOfList(reader, root, list);
  let copied = 0;
  for (const { study, series, instance } of byModality(chosen).slice(0, Math.min(MOST, size))) {
    const place = `${root}/studies/${study}/series/${series}/instances`;
    const [first] = instance === undefined ? await askRows(reader, `${place}?limit=1`) : [];
    const uid = instance ?? (first ? uidOf(first, "00080018") : "");
    if (uid === "") continue;
    await copyInstance(reader, `${place}/${uid}`, copy);
    copied += 1;
  }
  return copied;
}

/** A series to choose from; the instance when a list names it. */
interface Candidate {
  readonly study: string;
  readonly series: string;
  readonly modality: string;
  readonly instance?: string | undefined;
}

async function seriesOfAll(reader: Reader, root: string): Promise<readonly Candidate[]> {
  const rows = await askRows(reader, `${root}/series?limit=${SERIES}&includefield=Modality`);
  return rows.map((row) => candidateOf(row));
}

/** By chance so many lines of a list are looked at to choose from. */
const LINES = 40;
const LINE = /^\/?studies\/([\d.]+)(?:\/series\/([\d.]+)(?:\/instances\/([\d.]+))?)?$/;

async function seriesOfList(reader: Reader, root: string, list: string): Promise<readonly Candidate[]> {
  const text = await readObject(reader.runtime, reader.session, list);
  const named = text
    .split("\n")
    .map((line) => LINE.exec(line.trim()))
    .filter((parts) => parts !== null);
  const found: Candidate[] = [];
  for (const [, study = "", series, instance] of shuffled(named).slice(0, LINES)) {
    const only = series === undefined ? "" : `&SeriesInstanceUID=${series}`;
    const rows = await askRows(reader, `${root}/studies/${study}/series?limit=${SERIES}&includefield=Modality${only}`);
    found.push(...rows.map((row) => candidateOf(row, { study, instance })));
  }
  return found;
}

function candidateOf(row: Row, named?: Pick<Candidate, "study" | "instance">): Candidate {
  const series = { series: uidOf(row, "0020000E"), modality: uidOf(row, "00080060") };
  return { study: uidOf(row, "0020000D"), ...named, ...series };
}

/** One series of each modality, then a second of each, and so on; within a modality by chance. */
function byModality(candidates: readonly Candidate[]): Candidate[] {
  const groups = Map.groupBy(candidates, ({ modality }) => modality);
  return [...groups.values()]
    .flatMap((group) => shuffled(group).map((candidate, rank) => ({ candidate, rank })))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ candidate }) => candidate);
}

/** Straight from one store into the other, whatever its size. */
async function copyInstance({ runtime, session }: Reader, from: string, copy: string): Promise<void> {
  const credentials = await runtime.credentials(session);
  const file = await runtime.upstream.send({
    verb: "GET",
    target: from,
    headers: [...credentials, "accept", "application/dicom; transfer-syntax=*"],
    body: undefined,
    caller: undefined,
  });
  if (file.status !== 200) {
    file.destroy();
    throw refused(file.status);
  }
  const stored = await runtime.upstream.send({
    verb: "POST",
    target: `/v1/${encodeURI(copy)}/dicomWeb/studies`,
    headers: [...credentials, "accept", "application/dicom+json", "content-type", "application/dicom"],
    body: file.stream(),
    caller: undefined,
  });
  await stored.bytes();
  if (stored.status !== 200) throw refused(stored.status);
}

function refused(status: number): Error {
  return problem(codeForStatus(status), `The API answered ${status} while an instance was copied for the dry run.`, {
    status,
    hop: "healthcare-api",
  });
}
