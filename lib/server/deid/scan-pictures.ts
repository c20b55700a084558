import type { OutputScan, ScannedLine } from "#lib/deid-scan/scan-output.ts";
import { openPictureReader, type PictureReader } from "./picture-reader.ts";
import { uidOf, type Reader, type ReadItem, type Row } from "./read-stores.ts";

/** An instance with pictures in it. */
interface Pictured {
  /** `{store}/dicomWeb/studies/…/series/…/instances/…` */
  readonly place: string;
  readonly series: string;
  readonly frames: number;
}

export interface PictureTally {
  /** Looked at, and how many there are. */
  readonly instances: number;
  readonly frames: number;
  readonly ofInstances: number;
  readonly ofFrames: number;
  /** Pictures that could not be looked at. */
  readonly unread: number;
}

/** A second or two each: a sample, and it is said how large it was. */
const MOST_FRAMES = 24;
const OF_ONE_INSTANCE = 3;

/** Gathers what has pictures while an output is read, and then looks for text in a sample of them. */
export class PictureScan {
  readonly #pictured: Pictured[] = [];

  add({ document, place }: ReadItem): void {
    const row = document as Row;
    if (numberOf(row, "00280010") === 0 || numberOf(row, "00280011") === 0) return;
    this.#pictured.push({ place, series: uidOf(row, "0020000E"), frames: Math.max(1, numberOf(row, "00280008")) });
  }

  /** @param progress frames that were read, and those that will be */
  async look(
    reader: Reader,
    scan: OutputScan,
    progress: (read: number, total: number) => Promise<void>,
  ): Promise<PictureTally> {
    const chosen = sampled(this.#pictured);
    let unread = 0;
    let read = 0;
    const letters = chosen.length > 0 ? await openPictureReader() : undefined;
    try {
      for (const { place, frame } of chosen) {
        await progress(read, chosen.length);
        read += 1;
        const lines = letters && (await linesIn(reader, letters, `${place}/frames/${frame}`));
        if (lines) scan.addPicture(lines, place, `frame ${frame}`);
        else unread += 1;
      }
    } finally {
      await letters?.close();
    }
    return {
      instances: new Set(chosen.map(({ place }) => place)).size,
      frames: chosen.length - unread,
      ofInstances: this.#pictured.length,
      ofFrames: this.#pictured.reduce((sum, { frames }) => sum + frames, 0),
      unread,
    };
  }
}

/** One instance of each series, then a second of each, and so on; of many frames the first, the last and the middle one. */
function sampled(pictured: readonly Pictured[]): readonly { readonly place: string; readonly frame: number }[] {
  const bySeries = Map.groupBy(pictured, ({ series }) => series);
  return [...bySeries.values()]
    .flatMap((group) => group.map((each, rank) => ({ each, rank })))
    .toSorted((a, b) => a.rank - b.rank)
    .flatMap(({ each: { place, frames } }) =>
      [...new Set([1, frames, Math.ceil(frames / 2)])].slice(0, OF_ONE_INSTANCE).map((frame) => ({ place, frame })),
    )
    .slice(0, MOST_FRAMES);
}

/** Undefined when the picture cannot be had or read. */
async function linesIn(
  { runtime, session }: Reader,
  letters: PictureReader,
  frame: string,
): Promise<readonly ScannedLine[] | undefined> {
  try {
    const answer = await runtime.upstream.send({
      verb: "GET",
      target: `/v1/${encodeURI(frame)}/rendered`,
      headers: [...(await runtime.credentials(session)), "accept", "image/png"],
      body: undefined,
      caller: undefined,
    });
    const picture = await answer.bytes();
    return answer.status === 200 ? await letters.read(picture) : undefined;
  } catch {
    return undefined;
  }
}

function numberOf(row: Row, tag: string): number {
  const value = (row[tag] as { readonly Value?: readonly unknown[] } | undefined)?.Value?.[0];
  return Number(value ?? 0) || 0;
}
