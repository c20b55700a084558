import type { DeidPlan } from "#lib/deid/plan.ts";
import { methodAttributes, type MethodAttribute } from "#lib/deid/dicom/known-attributes.ts";
import { EXPLICIT_LITTLE_ENDIAN, IMPLICIT_LITTLE_ENDIAN } from "#lib/dicom/transfer-syntax.ts";
import { elementBytes, elementHead, itemMark } from "#lib/dicom/write-data-set.ts";
import { openFileSource } from "#emulator/services/dicomweb/imaging/file-source.ts";
import { indexInstance, type IndexedInstance } from "#emulator/services/dicomweb/imaging/index-instance.ts";
import type { OpenDicomFile } from "#emulator/services/dicomweb/imaging/open-dicom-file.ts";
import { readBody, readFileMeta } from "#lib/dicom/read-part10.ts";
import { openElementWriter } from "./element-writer.ts";
import { createHashedFile, type HashedFile } from "./hashed-file.ts";
import { redactedPixels, type FrameBoxes } from "./redacted-pixels.ts";

export interface RewriteTask {
  readonly plan: DeidPlan;
  /** Where the new file goes. */
  readonly target: string;
  /** What is blacked out, frame by frame; undefined leaves the pixels as they are stored. */
  readonly boxes?: FrameBoxes | undefined;
}

/** A de-identified file that is complete, with what an index keeps of it. */
export interface RewrittenFile {
  readonly digest: string;
  readonly size: number;
  readonly indexed: IndexedInstance;
}

/**
 * Writes a file as its plan says. Pixels keep their transfer syntax unless something is blacked out: then they are uncompressed. For worker
 * threads: it blocks. The same file and plan give the same bytes. Throws DicomError.
 */
export async function rewriteFile(file: OpenDicomFile, task: RewriteTask): Promise<RewrittenFile> {
  const output = createHashedFile(task.target);
  try {
    await writeFile(file, task, output);
    const { digest, size } = output.finish();
    return { digest, size, indexed: indexOf(task.target) };
  } catch (error) {
    output.abandon();
    throw error;
  }
}

async function writeFile(file: OpenDicomFile, { plan, boxes }: RewriteTask, output: HashedFile): Promise<void> {
  const syntax = boxes ? EXPLICIT_LITTLE_ENDIAN : outputSyntax(file);
  const writer = openElementWriter(file, plan, syntax !== IMPLICIT_LITTLE_ENDIAN);
  writeMeta(writer.meta(syntax), output);
  const pixels = boxes && redactedPixels(file, boxes, writer.isExplicit);
  const { method } = writer.rules;
  const own: readonly MethodAttribute[] = [
    ...(method ? methodAttributes(method) : []),
    ...(writer.isRecoded ? [{ tag: "00080005", vr: "CS" as const, value: "ISO_IR 192" }] : []),
    ...(boxes ? [{ tag: "00280301", vr: "CS" as const, value: "NO" }] : []),
  ].toSorted((a, b) => (a.tag < b.tag ? -1 : 1));
  let next = 0;
  const writeOwn = (before: string): void => {
    for (let attribute = own[next]; attribute && attribute.tag < before; attribute = own[++next])
      output.write(attributeBytes(attribute, writer.isExplicit));
  };
  for (const element of file.dataSet.elements) {
    writeOwn(element.tag);
    if (own.some(({ tag }) => tag === element.tag)) continue;
    const changed = await pixels?.replace(element);
    if (changed) for await (const piece of changed) output.write(piece);
    else for (const piece of writer.element(element)) output.write(piece);
  }
  writeOwn("FFFFFFFF");
}

/** What is deflated or in Big Endian is written plainly: both are for transport, and retired (PS3.5 A.5, A.3). */
function outputSyntax({ transferSyntax }: OpenDicomFile): string {
  return transferSyntax.isDeflated || transferSyntax.isBigEndian ? EXPLICIT_LITTLE_ENDIAN : transferSyntax.uid;
}

const PREAMBLE_BYTES = 128;

/** Preamble of zeros, prefix, group length and group 0002 (PS3.10 7.1). */
function writeMeta(group: Uint8Array, output: HashedFile): void {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(group.length);
  output.write(Buffer.alloc(PREAMBLE_BYTES));
  output.write(Buffer.from("DICM"));
  output.write(elementBytes("00020000", "UL", length));
  output.write(group);
}

function attributeBytes({ tag, vr, value, item }: MethodAttribute, isExplicit: boolean): Uint8Array {
  if (!item) return elementBytes(tag, vr, Buffer.from(value), isExplicit);
  const inside = Buffer.concat(item.map((attribute) => attributeBytes(attribute, isExplicit)));
  return Buffer.concat([
    elementHead(tag, "SQ", inside.length + 8, isExplicit),
    itemMark("E000", inside.length),
    inside,
  ]);
}

function indexOf(path: string): IndexedInstance {
  const source = openFileSource(path);
  try {
    const head = readFileMeta(source);
    return indexInstance(source, readBody(head, source, head.dataSetOffset), head.transferSyntax);
  } finally {
    source.close();
  }
}
