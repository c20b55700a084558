import { codeForStatus } from "#lib/contract/problem.ts";
import { askRows, uidOf, type Reader, type Row } from "#lib/server/deid/read-stores.ts";
import { problem } from "#lib/server/problems.ts";
import { shuffled } from "./sample-fhir.ts";

/** Pictures are large and their text is read: a few show what happens. */
const MOST = 6;
const SERIES = 200;

/**
 * Copies one instance of some series, of as many modalities as there are, into a store: the API takes a list of instances only from a
 * bucket. Answers how many.
 */
export async function sampleDicomStore(reader: Reader, store: string, copy: string, size: number): Promise<number> {
  const root = `/v1/${encodeURI(store)}/dicomWeb`;
  const rows = await askRows(reader, `${root}/series?limit=${SERIES}&includefield=Modality`);
  let copied = 0;
  for (const row of byModality(rows).slice(0, Math.min(MOST, size))) {
    const series = `${root}/studies/${uidOf(row, "0020000D")}/series/${uidOf(row, "0020000E")}`;
    const [instance] = await askRows(reader, `${series}/instances?limit=1`);
    if (!instance) continue;
    await copyInstance(reader, `${series}/instances/${uidOf(instance, "00080018")}`, copy);
    copied += 1;
  }
  return copied;
}

/** One series of each modality, then a second of each, and so on; within a modality by chance. */
function byModality(rows: readonly Row[]): Row[] {
  const groups = Map.groupBy(rows, (row) => uidOf(row, "00080060"));
  return [...groups.values()]
    .flatMap((group) => shuffled(group).map((row, rank) => ({ row, rank })))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ row }) => row);
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
