import { canRenderFloatTextures, Enums, metaData, utilities, type Types } from "@cornerstonejs/core";
import { numberOf, textOf, type DicomAttributes } from "#lib/dicom/attributes.ts";
import { greySamples, rescaled } from "#lib/dicom/grey-samples.ts";
import { pixelAttributes } from "#lib/dicom/plain-frame.ts";

/**
 * Makes a picture for the engine of uncompressed grey words, as its loader would. The loader copies such a frame six times on the way to
 * a worker and back, which takes longer than the work itself. Undefined for what more than the linear rescale is done to (PET, dose), and
 * where the graphics cannot hold what a rescale makes: that is left to the loader.
 * @param bytes little endian, with nothing beside the samples; at least as many as the attributes ask for
 */
export function greyImage(
  imageId: string,
  image: DicomAttributes,
  bytes: Uint8Array<ArrayBuffer>,
): Types.IImage | undefined {
  const scale = scaleOf(image);
  if (OWN_SCALES.includes(scale.modality) || (isScale(scale) && !canRenderFloatTextures())) return undefined;
  const { rescaleSlope, rescaleIntercept } = scale;
  const attributes = pixelAttributes(image);
  const { values, low, high } = rescaled(greySamples(bytes, attributes), rescaleSlope, rescaleIntercept);
  const { rows, columns, photometricInterpretation } = attributes;
  return {
    imageId,
    dataType: values.constructor.name as Types.PixelDataTypedArrayString,
    photometricInterpretation,
    color: false,
    rgba: false,
    numberOfComponents: 1,
    invert: photometricInterpretation === "MONOCHROME1",
    rows,
    columns,
    height: rows,
    width: columns,
    ...spacingOf(imageId),
    minPixelValue: low,
    maxPixelValue: high,
    slope: rescaleSlope,
    intercept: rescaleIntercept,
    ...(isScale(scale) && { preScale: { enabled: true, scaled: true, scalingParameters: scale } }),
    ...windowOf(imageId, low, high),
    calibration: moduleOf("calibrationModule", imageId) as Types.IImageCalibration,
    sizeInBytes: values.byteLength,
    voxelManager: utilities.VoxelManager.createImageVoxelManager({
      scalarData: values,
      width: columns,
      height: rows,
      numberOfComponents: 1,
    }),
    getPixelData: () => values,
    // Colours alone are drawn by way of a canvas.
    getCanvas: () => document.createElement("canvas"),
  };
}

interface Scale {
  readonly modality: string;
  readonly rescaleSlope: number;
  readonly rescaleIntercept: number;
}

/** Modalities whose values have scales beside the rescale: SUV and dose. */
const OWN_SCALES = ["PT", "RTDOSE"];

function scaleOf(image: DicomAttributes): Scale {
  return {
    modality: textOf(image, "00080060") ?? "",
    rescaleSlope: numberOf(image, "00281053") ?? 1,
    rescaleIntercept: numberOf(image, "00281052") ?? 0,
  };
}

function isScale({ rescaleSlope, rescaleIntercept }: Scale): boolean {
  return rescaleSlope !== 1 || rescaleIntercept !== 0;
}

function spacingOf(imageId: string): Pick<Types.IImage, "rowPixelSpacing" | "columnPixelSpacing"> {
  const plane = moduleOf("imagePlaneModule", imageId) as Partial<Types.ImagePlaneModule>;
  return { rowPixelSpacing: plane.rowPixelSpacing ?? 1, columnPixelSpacing: plane.columnPixelSpacing ?? 1 };
}

/** What the loader tells of the file's windows. */
interface VoiModule extends Partial<Pick<Types.IImage, "voiLUTFunction">> {
  readonly windowCenter?: readonly number[];
  readonly windowWidth?: readonly number[];
}

type EngineWindow = Pick<Types.IImage, "windowCenter" | "windowWidth" | "voiLUTFunction">;

/** The file's first window, or all there is. */
function windowOf(imageId: string, low: number, high: number): EngineWindow {
  const voi = moduleOf("voiLutModule", imageId) as VoiModule;
  const whole = utilities.windowLevel.toWindowLevel(low, high);
  return {
    windowCenter: voi.windowCenter?.[0] ?? whole.windowCenter,
    windowWidth: voi.windowWidth?.[0] ?? whole.windowWidth,
    voiLUTFunction: voi.voiLUTFunction ?? Enums.VOILUTFunctionType.LINEAR,
  };
}

function moduleOf(type: string, imageId: string): object {
  return (metaData.get(type, imageId) as object | undefined) ?? {};
}
