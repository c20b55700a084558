import sharp from "sharp";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { DicomError } from "#lib/dicom/data-set.ts";
import { frameCount, frameRanges, type FrameLayout } from "#lib/dicom/frame-layout.ts";
import { EXPLICIT_LITTLE_ENDIAN, transferSyntaxOf, type TransferSyntax } from "#lib/dicom/transfer-syntax.ts";
import { notAcceptable, readAccept, type MediaRange } from "#emulator/services/dicomweb/accept.ts";
import { DicomWebError, requireDicomStore } from "#emulator/services/dicomweb/dicom-store.ts";
import { findFrames } from "./find-frames.ts";
import { frameLength, isByteAligned, readFrame, readFrameInto, readFrameNumbers } from "./frame-source.ts";
import { multipartBytesReply, multipartReadReply } from "./multipart-reply.ts";

const OCTETS = "application/octet-stream";
const JPEG_BASELINE = "1.2.840.10008.1.2.4.50";

/** How a frame goes out: as it is stored, without compression, or as a picture file of the samples. */
interface Form {
  readonly kind: "stored" | "decoded" | "jpeg" | "png";
  readonly type: string;
  readonly transferSyntax: string | undefined;
  readonly isMultipart: boolean;
}

/** `GET …/frames/{list}` (contract 10.4). */
export async function retrieveFrames(request: EmulatorRequest, context: Context): Promise<Reply> {
  const { row, layout } = findFrames(context.database, requireDicomStore(request, context), request);
  const numbers = readFrameNumbers(request.params["frames"] ?? "", frameCount(layout));
  const stored = transferSyntaxOf(row.transfer_syntax);
  const form = chooseForm(request.headers.accept, stored, numbers.length);
  const path = context.blobs.pathOf(row.digest);
  const syntax = form.transferSyntax === undefined ? "" : `; transfer-syntax=${form.transferSyntax}`;
  const contentType = `${form.type}${syntax}`;
  const [only = 0, ...others] = numbers;
  if (form.kind === "stored" && form.isMultipart && others.length === 0 && isByteAligned(layout))
    return multipartReadReply(form, contentType, frameLength(layout, only), (target) =>
      readFrameInto(target, path, frameRanges(layout, only)),
    );
  const frames: Uint8Array[] = [];
  for (const number of numbers) frames.push(await frameBytes(context, { path, layout, stored, form }, number));
  const [first] = frames;
  if (!form.isMultipart && first) return { status: 200, headers: { "content-type": contentType }, body: first };
  return multipartBytesReply(
    form,
    frames.map((body) => ({ contentType, body })),
  );
}

/** Throws DicomWebError 406 when nothing that is accepted can be made. */
function chooseForm(accept: string | undefined, stored: TransferSyntax, count: number): Form {
  for (const range of readAccept(accept)) {
    const isMultipart = range.isMultipart || range.type === "*/*";
    const form = isMultipart || count === 1 ? formOf(range, stored) : undefined;
    if (form) return { ...form, isMultipart };
  }
  throw notAcceptable(accept, [
    `multipart/related; type="${OCTETS}"; transfer-syntax=*`,
    `multipart/related; type="${OCTETS}"; transfer-syntax=${EXPLICIT_LITTLE_ENDIAN}`,
    ...(stored.frameMediaType === undefined ? [] : [`multipart/related; type="${stored.frameMediaType}"`]),
  ]);
}

type Body = Omit<Form, "isMultipart">;

function formOf(range: MediaRange, stored: TransferSyntax): Body | undefined {
  return range.type === OCTETS || range.type === "*/*" ? octets(range, stored) : image(range, stored);
}

function octets({ transferSyntax = EXPLICIT_LITTLE_ENDIAN }: MediaRange, stored: TransferSyntax): Body | undefined {
  if (transferSyntax === EXPLICIT_LITTLE_ENDIAN || (transferSyntax === "*" && stored.isDeflated))
    return { kind: isSameOnWire(stored) ? "stored" : "decoded", type: OCTETS, transferSyntax: EXPLICIT_LITTLE_ENDIAN };
  if (transferSyntax !== "*" && transferSyntax !== stored.uid) return undefined;
  return { kind: "stored", type: OCTETS, transferSyntax: stored.uid };
}

function image({ type, transferSyntax }: MediaRange, stored: TransferSyntax): Body | undefined {
  const isStoredType =
    type === stored.frameMediaType || (type === "image/jpx" && stored.frameMediaType === "image/jp2");
  if (isStoredType && [undefined, "*", stored.uid].includes(transferSyntax))
    return { kind: "stored", type, transferSyntax: stored.uid };
  if (type === "image/jpeg" && (transferSyntax ?? JPEG_BASELINE) === JPEG_BASELINE)
    return { kind: "jpeg", type, transferSyntax: JPEG_BASELINE };
  return type === "image/png" && transferSyntax === undefined ? { kind: "png", type, transferSyntax } : undefined;
}

/** The bytes of uncompressed pixels are the same in both little endian syntaxes. */
function isSameOnWire({ codec, isBigEndian, isDeflated }: TransferSyntax): boolean {
  return codec === "native" && !isBigEndian && !isDeflated;
}

interface FrameRequest {
  readonly path: string;
  readonly layout: FrameLayout;
  readonly stored: TransferSyntax;
  readonly form: Form;
}

async function frameBytes(
  context: Context,
  { path, layout, stored, form }: FrameRequest,
  number: number,
): Promise<Uint8Array> {
  if (form.kind === "stored") return readFrame(path, layout, number);
  try {
    const { bytes, attributes } = await context.imaging.decode(path, number);
    if (form.kind === "decoded") return bytes;
    return await picture(bytes, attributes, form.kind);
  } catch (error) {
    if (error instanceof DicomError)
      throw new DicomWebError(
        400,
        `generic::invalid_argument: image cannot be transcoded from ${stored.uid} to ${form.type}: ${error.message}`,
      );
    throw error;
  }
}

type Attributes = Awaited<ReturnType<Context["imaging"]["decode"]>>["attributes"];

/** Samples as a picture file: eight bits for JPEG, up to sixteen for PNG. Throws DicomError for others. */
async function picture(bytes: Uint8Array, attributes: Attributes, kind: "jpeg" | "png"): Promise<Uint8Array> {
  const { rows: height, columns: width, samplesPerPixel, bitsAllocated, photometricInterpretation } = attributes;
  const isGrey = samplesPerPixel === 1 && photometricInterpretation.startsWith("MONOCHROME");
  const isColour = samplesPerPixel === 3 && photometricInterpretation === "RGB";
  const isFitting = bitsAllocated === 8 || (bitsAllocated === 16 && kind === "png");
  if ((!isGrey && !isColour) || !isFitting || attributes.isSigned)
    throw new DicomError("unreadable", `samples of ${bitsAllocated} bits in ${photometricInterpretation} do not fit.`);
  const samples = bitsAllocated === 16 ? new Uint16Array(bytes.slice().buffer) : bytes;
  const image = sharp(samples, { raw: { width, height, channels: isGrey ? 1 : 3 } });
  const toned = isGrey ? image.toColourspace(bitsAllocated === 16 ? "grey16" : "b-w") : image;
  return kind === "png" ? toned.png().toBuffer() : toned.jpeg({ quality: 95, chromaSubsampling: "4:4:4" }).toBuffer();
}
