import {
  itemsOf,
  numberOf,
  numbersOf,
  textOf,
  type DicomAttributes,
  type DicomElement,
} from "#lib/dicom/attributes.ts";
import { greyTable, paletteTable, type GreyTables, type LookupTable } from "#lib/dicom/lookup-table.ts";
import { bodyParts } from "#lib/dicom/multipart.ts";
import type { Palette } from "#lib/dicom/sample-values.ts";
import { fileWindows } from "#lib/dicom/window.ts";
import { callGateway } from "./gateway.ts";

/** Frames of one instance share their elements, and so their palette. */
const read = new WeakMap<DicomElement, Promise<Palette | undefined>>();

/** Red, green and blue of PALETTE COLOR (PS3.3 C.7.9); undefined when one is missing. Rejects with ProblemError. */
export function readPalette(image: DicomAttributes): Promise<Palette | undefined> {
  const [element] = sourceOf(image, 1);
  if (!element) return Promise.resolve(undefined);
  const found = read.get(element) ?? readTables(image);
  read.set(element, found);
  found.catch(() => read.delete(element));
  return found;
}

async function readTables(image: DicomAttributes): Promise<Palette | undefined> {
  const [red, green, blue] = await Promise.all([1, 2, 3].map((colour) => readTable(image, colour)));
  return red && green && blue ? [red, green, blue] : undefined;
}

async function readTable(image: DicomAttributes, colour: number): Promise<LookupTable | undefined> {
  const [element, isSegmented] = sourceOf(image, colour);
  if (!element) return undefined;
  const descriptor = numbersOf(image, `0028110${colour}`);
  return paletteTable({ descriptor, words: await wordsOf(element), isSegmented });
}

/**
 * Tables that a grey picture goes through (PS3.3 C.11.1, C.11.2): from stored to measured values, and to what a screen shows if the file
 * proposes no window. Rejects with ProblemError.
 */
export async function readGreyTables(image: DicomAttributes): Promise<GreyTables> {
  const isSigned = numberOf(image, "00280103") === 1;
  const hasWindow = fileWindows(image).length > 0;
  const [modality, voi] = await Promise.all(
    ["00283000", ...(hasWindow ? [] : ["00283010"])].map(async (sequence) => {
      const [item] = itemsOf(image, sequence);
      const data = item?.["00283006"];
      return item && data && greyTable(numbersOf(item, "00283002"), await wordsOf(data), isSigned);
    }),
  );
  return { modality, voi };
}

/** Whether a grey picture goes through tables at all. */
export function hasGreyTables(image: DicomAttributes): boolean {
  const hasVoi = itemsOf(image, "00283010").length > 0 && fileWindows(image).length === 0;
  return (textOf(image, "00280004") ?? "").startsWith("MONO") && (hasVoi || itemsOf(image, "00283000").length > 0);
}

function sourceOf(image: DicomAttributes, colour: number): readonly [DicomElement | undefined, boolean] {
  const whole = image[`0028120${colour}`];
  return whole ? [whole, false] : [image[`0028122${colour}`], true];
}

async function wordsOf(element: DicomElement): Promise<Uint16Array> {
  if (element.Value) return Uint16Array.from(numbersOf({ it: element }, "it"));
  const bytes = element.InlineBinary === undefined ? await bulkBytes(element) : fromBase64(element.InlineBinary);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Uint16Array.from({ length: bytes.length >> 1 }, (_, at) => view.getUint16(at * 2, true));
}

/** What the API keeps apart, by its own address and through the gateway. */
async function bulkBytes({ BulkDataURI = "" }: DicomElement): Promise<Uint8Array> {
  const path = BulkDataURI.slice(Math.max(0, BulkDataURI.indexOf("/v1/")));
  const response = await callGateway(path, {
    headers: { accept: 'multipart/related; type="application/octet-stream"; transfer-syntax=*' },
  });
  const body = new Uint8Array(await response.arrayBuffer());
  return bodyParts(response.headers.get("content-type") ?? "", body)[0]?.bytes ?? body;
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.codePointAt(0) ?? 0);
}
