import type { Types } from "@cornerstonejs/core";
import { createImage } from "@cornerstonejs/dicom-image-loader";
import { numberOf, type DicomAttributes } from "#lib/dicom/attributes.ts";
import { codestreamHead, hasEnd, hasScanPerComponent, type CodestreamHead } from "#lib/dicom/codestream-head.ts";
import { DicomError } from "#lib/dicom/data-set.ts";
import type { ImageAttributes } from "#lib/dicom/image-pixel-module.ts";
import { tellColours } from "#lib/dicom/jpeg-colours.ts";
import { checkLength, hasPalette, isPlain, paintedFrame, pixelAttributes, plainFrame, throughTables, uncompressedValues, type PlainFrame } from "#lib/dicom/plain-frame.ts"; // prettier-ignore
import { EXPLICIT_LITTLE_ENDIAN, transferSyntaxOf, type TransferSyntax } from "#lib/dicom/transfer-syntax.ts";
import { hasGreyTables, readGreyTables, readPalette } from "#lib/queries/dicom-tables.ts";
import { greyImage } from "./grey-image.ts";
import { describePixels, type ToldPixels } from "./image-metadata.ts";

/** A frame as it came from the API. */
export interface ReceivedFrame {
  readonly imageId: string;
  readonly image: DicomAttributes;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** UID. */
  readonly syntax: string;
}

type Options = Record<string, unknown>;

/**
 * Makes a picture for the engine. Its decoders read compressed frames. Plain grey is made here, as they are slow with it; so are palettes, single bits, long and floating
 * samples, uncompressed colours and bits beside the samples, as they would show them wrong. Rejects with DicomError.
 */
export async function decodeFrame(frame: ReceivedFrame, options: Options): Promise<Types.IImage> {
  const attributes = pixelAttributes(frame.image);
  const syntax = transferSyntaxOf(frame.syntax);
  if (syntax.codec !== "native" && syntax.codec !== "rle") return decodeCompressed(frame, attributes, options);
  if (hasGreyTables(frame.image))
    return tablePicture(frame, uncompressedValues(frame.bytes, attributes, syntax), options);
  if (isPlain(frame.bytes, attributes, syntax)) {
    if (syntax.codec !== "native") return picture(frame.imageId, frame.bytes, frame.syntax, options);
    checkLength(frame.bytes, attributes, syntax);
    const found = greyImage(frame.imageId, frame.image, frame.bytes);
    return found ?? picture(frame.imageId, frame.bytes, frame.syntax, options);
  }
  const palette = hasPalette(attributes) ? await readPalette(frame.image) : undefined;
  return plainPicture(frame, plainFrame(frame.bytes, attributes, syntax, palette), options);
}

async function tablePicture(frame: ReceivedFrame, stored: ArrayLike<number>, options: Options): Promise<Types.IImage> {
  const { image } = frame;
  const rescale = { slope: numberOf(image, "00281053") ?? 1, intercept: numberOf(image, "00281052") ?? 0 };
  const plain = throughTables(stored, pixelAttributes(image), await readGreyTables(image), rescale);
  return plainPicture(frame, plain, { ...options, preScale: { enabled: false } });
}

async function picture(imageId: string, bytes: Uint8Array<ArrayBuffer>, syntax: string, options: Options) {
  return (await createImage(imageId, bytes, syntax, { ...options })) as Types.IImage;
}

async function plainPicture({ imageId, image }: ReceivedFrame, { pixels, bytes, span }: PlainFrame, options: Options) {
  const { rows, columns } = pixelAttributes(image);
  const { samplesPerPixel, photometricInterpretation, bitsAllocated, isSigned, isFloat } = pixels;
  describePixels(imageId, {
    rows,
    columns,
    samplesPerPixel,
    photometricInterpretation,
    bitsAllocated,
    bitsStored: bitsAllocated,
    highBit: bitsAllocated - 1,
    // The engine takes 32 bits without a representation for floating samples.
    pixelRepresentation: isFloat ? undefined : Number(isSigned),
    planarConfiguration: 0,
  });
  const found = await picture(imageId, bytes, EXPLICIT_LITTLE_ENDIAN, options);
  if (!span) return found;
  const [low, high] = span;
  // By PS3.3 C.11.2.1.2.1, the window from `low` to `high` is one wider than their distance.
  return Object.assign(found, { windowWidth: high - low + 1, windowCenter: (high + low + 1) / 2 });
}

async function decodeCompressed(frame: ReceivedFrame, attributes: ImageAttributes, options: Options) {
  const syntax = transferSyntaxOf(frame.syntax);
  if (syntax.codec === "deflated-frame") return picture(frame.imageId, frame.bytes, frame.syntax, options);
  const head = checkedHead(frame, attributes, syntax);
  if (hasPalette(attributes)) {
    const indexes = await samples(frame, engineSyntax(head, syntax), options);
    return plainPicture(frame, paintedFrame(indexes, await readPalette(frame.image)), options);
  }
  const isRaised = head.kind === "dct" && head.precision > 8;
  if (isRaised || hasGreyTables(frame.image)) {
    const found = await samples(frame, engineSyntax(head, syntax), options);
    const words = Uint16Array.from(found, (sample) => (isRaised ? Math.max(0, sample - RAISED) : sample));
    describePixels(frame.imageId, told(attributes));
    return decodeFrame({ ...frame, bytes: littleEndian(words, attributes), syntax: EXPLICIT_LITTLE_ENDIAN }, options);
  }
  if (head.kind === "jpeg-ls" && hasScanPerComponent(frame.bytes) && attributes.samplesPerPixel > 1)
    describePixels(frame.imageId, { ...told(attributes), planarConfiguration: 1 });
  const isColourJpeg = head.kind === "dct" && attributes.samplesPerPixel === 3;
  const bytes = isColourJpeg ? tellColours(frame.bytes, attributes.photometricInterpretation) : frame.bytes;
  const found = await picture(frame.imageId, Uint8Array.from(bytes), engineSyntax(head, syntax), options);
  // Of a codestream without its end decoders make what they can: nothing at all, at times, and say nothing.
  if (found.minPixelValue === found.maxPixelValue && !hasEnd(frame.bytes))
    throw new DicomError("truncated", `The codestream of ${syntax.name} ends before its end marker.`);
  return found;
}

/**
 * The engine's decoder of JPEG with 12 bits rounds with a half of 257/16 levels in the place of a half of one, so that all it gives is 15
 * levels too high.
 */
const RAISED = 15;

/** What a codec gives for a frame of one sample, with nothing done to it. */
async function samples({ imageId, image, bytes }: ReceivedFrame, syntax: string, options: Options): Promise<number[]> {
  const attributes = pixelAttributes(image);
  describePixels(imageId, {
    ...told(attributes),
    bitsStored: attributes.bitsAllocated,
    photometricInterpretation: "MONOCHROME2",
    pixelRepresentation: 0,
  });
  const found = await picture(imageId, bytes, syntax, { ...options, preScale: { enabled: false } });
  return Array.from(found.getPixelData());
}

function told({ isSigned, ...attributes }: ImageAttributes): ToldPixels {
  return { ...attributes, pixelRepresentation: Number(isSigned), planarConfiguration: 0 };
}

function littleEndian(words: Uint16Array<ArrayBuffer>, { bitsAllocated }: ImageAttributes): Uint8Array<ArrayBuffer> {
  return bitsAllocated === 8 ? Uint8Array.from(words) : new Uint8Array(words.buffer);
}

/** What a codestream says of its size must be what the attributes say. */
function checkedHead({ bytes }: ReceivedFrame, attributes: ImageAttributes, { name }: TransferSyntax): CodestreamHead {
  const head = codestreamHead(bytes);
  if (!head) throw new DicomError("unreadable", `The frame holds no codestream of ${name}.`);
  const { rows, columns, samplesPerPixel } = attributes;
  if (head.width === columns && head.height === rows && head.components === samplesPerPixel) return head;
  const [found, said] = [
    [head.width, head.height, head.components],
    [columns, rows, samplesPerPixel],
  ].map((numbers) => numbers.join("×"));
  throw new DicomError("bad-length", `The codestream is ${found}, the attributes say ${said}.`);
}

const JPEG = "1.2.840.10008.1.2.4.";

/** Some files hold another kind of JPEG than their transfer syntax says. */
function engineSyntax({ kind, precision }: CodestreamHead, { uid, codec }: TransferSyntax): string {
  switch (kind) {
    case "dct":
      return `${JPEG}${precision > 8 ? "51" : "50"}`;
    case "lossless":
      return `${JPEG}70`;
    case "jpeg-ls":
      return `${JPEG}80`;
    case "jpeg-2000":
      return codec === "htj2k" ? uid : `${JPEG}90`;
  }
}
