import { DicomError } from "#lib/dicom/data-set.ts";
import { frameCount } from "#lib/dicom/frame-layout.ts";
import type { Window } from "#lib/dicom/grey-levels.ts";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { notAcceptable, readAccept } from "#emulator/services/dicomweb/accept.ts";
import { DicomWebError, requireDicomStore } from "#emulator/services/dicomweb/dicom-store.ts";
import { encodePicture, type PictureType } from "./encode-picture.ts";
import { findFrames } from "./find-frames.ts";
import { readFrameNumbers } from "./frame-source.ts";
import { readViewport } from "./viewport.ts";

const WINDOW_SHAPES = { linear: "LINEAR", "linear-exact": "LINEAR_EXACT", sigmoid: "SIGMOID" } as const;

/** `GET …/rendered` of an instance (its first frame) and `…/frames/{n}/rendered` (contract 10.4; parameters of PS3.18 8.3.5). */
export async function retrieveRendered(request: EmulatorRequest, context: Context): Promise<Reply> {
  const { row, layout } = findFrames(context.database, requireDicomStore(request, context), request);
  const [frame = 1, ...others] = readFrameNumbers(request.params["frames"] ?? "1", frameCount(layout));
  if (others.length > 0) throw new DicomWebError(400, "Only one frame can be rendered at a time.");
  const type = pictureType(request.headers.accept);
  const viewport = readViewport(request.query.get("viewport"));
  const quality = readQuality(request.query.get("quality"));
  const window = readWindow(request.query.get("window"));
  try {
    const image = await context.imaging.render(context.blobs.pathOf(row.digest), frame, window);
    return {
      status: 200,
      headers: { "content-type": type },
      body: await encodePicture(image, { type, viewport, ...(quality !== undefined && { quality }) }),
    };
  } catch (error) {
    if (error instanceof DicomError) throw new DicomWebError(400, `The image cannot be rendered: ${error.message}`);
    throw error;
  }
}

function pictureType(accept: string | undefined): PictureType {
  for (const { type } of readAccept(accept)) {
    if (type === "*/*" || type === "image/*" || type === "image/jpeg") return "image/jpeg";
    if (type === "image/png") return "image/png";
  }
  throw notAcceptable(accept, ["image/jpeg", "image/png"]);
}

function readQuality(text: string | null): number | undefined {
  if (text === null) return undefined;
  const quality = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (quality < 1 || quality > 100) throw new DicomWebError(400, "quality must be a whole number from 1 to 100.");
  return quality;
}

/** `center,width[,function]` (PS3.18 8.3.5.1.4). */
function readWindow(text: string | null): Window | undefined {
  if (text === null) return undefined;
  const [center, width, shape = "linear", ...rest] = text.split(",");
  const numbers = [Number(center), Number(width)] as const;
  const isFine = center !== "" && width !== "" && numbers.every(Number.isFinite) && numbers[1] > 0 && rest.length === 0;
  if (!isFine || !isShape(shape))
    throw new DicomWebError(400, "window must be center,width,function with linear, linear-exact or sigmoid.");
  return { center: numbers[0], width: numbers[1], shape: WINDOW_SHAPES[shape] };
}

function isShape(text: string): text is keyof typeof WINDOW_SHAPES {
  return Object.hasOwn(WINDOW_SHAPES, text);
}
