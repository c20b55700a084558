import type { ByteSource } from "#lib/dicom/byte-source.ts";
import { DicomError, type DataElement, type DataSet } from "#lib/dicom/data-set.ts";
import { dicomJsonText, firstNumber, firstText, type DicomJson } from "#lib/dicom/dicom-json.ts";
import { frameLayout, type FrameLayout, type PixelShape } from "#lib/dicom/frame-layout.ts";
import { toDicomJson, type ElementPath } from "#lib/dicom/to-dicom-json.ts";
import type { TransferSyntax } from "#lib/dicom/transfer-syntax.ts";
import { vrForm } from "#lib/dicom/vr.ts";
import { NO_NUMBER } from "#emulator/services/dicomweb/schema.ts";
import { INSTANCE_TAGS, SERIES_TAGS, STUDY_TAGS, type LevelTags } from "#emulator/services/dicomweb/level-tags.ts";

/** What the index keeps of one file. */
export interface IndexedInstance {
  readonly study: string;
  readonly series: string;
  readonly instance: string;
  readonly sopClass: string;
  readonly transferSyntax: string;
  readonly keys: {
    readonly studyDate: string;
    readonly patientId: string;
    readonly patientName: string;
    readonly accessionNumber: string;
    readonly referringPhysician: string;
    readonly modality: string;
  };
  readonly seriesNumber: number;
  readonly instanceNumber: number;
  readonly studyJson: LevelJson;
  readonly seriesJson: LevelJson;
  readonly instanceAttributes: string;
  /** DICOM JSON text; the head of each BulkDataURI is BULK_MARK. */
  readonly metadata: string;
  readonly layout: FrameLayout | undefined;
}

/** The inside of JSON objects: what a search gives by default, and with includefield=all. */
interface LevelJson {
  readonly attributes: string;
  readonly more: string;
}

/** Stands for `…/instances/{uid}/bulkdata/` in stored metadata. JSON text never holds it otherwise: control characters are escaped. */
export const BULK_MARK = "\u0001";

/** "OB/OW/UN always; OD/OF/OL/OV above 2 KiB; AT/FD/FL/UL/US/SV/UV with VM above 512" (contract 10.4). */
const ALWAYS_BULK = new Set(["OB", "OW", "UN"]);
const BULK_FROM_BYTES = 2 * 1024;
const BULK_FROM_VALUES = 512;
/** Texts longer than this are no metadata: nobody wants them in every answer. */
const LONGEST_TEXT_BYTES = 1024 * 1024;
const LARGEST_METADATA = 64 * 1024 * 1024;

/** Works out the rows of a file. Throws DicomError for one without the UIDs that a store needs. */
export function indexInstance(source: ByteSource, dataSet: DataSet, transferSyntax: TransferSyntax): IndexedInstance {
  const json = toDicomJson(source, dataSet, { bulkDataUri });
  const metadata = dicomJsonText({ ...json, "00083002": { vr: "UI", Value: [transferSyntax.uid] } }, markUri);
  if (metadata.length > LARGEST_METADATA)
    throw new DicomError("bad-length", `The metadata of the instance is larger than ${LARGEST_METADATA} bytes.`);
  const text = (tag: string): string => firstText(json, tag) ?? "";
  return {
    study: requireUid(json, "0020000D", "StudyInstanceUID"),
    series: requireUid(json, "0020000E", "SeriesInstanceUID"),
    instance: requireUid(json, "00080018", "SOPInstanceUID"),
    sopClass: requireUid(json, "00080016", "SOPClassUID"),
    transferSyntax: transferSyntax.uid,
    keys: {
      studyDate: text("00080020"),
      patientId: text("00100020"),
      patientName: text("00100010"),
      accessionNumber: text("00080050"),
      referringPhysician: text("00080090"),
      modality: text("00080060"),
    },
    seriesNumber: firstNumber(json, "00200011") ?? NO_NUMBER,
    instanceNumber: firstNumber(json, "00200013") ?? NO_NUMBER,
    studyJson: levelJson(json, STUDY_TAGS),
    seriesJson: levelJson(json, SERIES_TAGS),
    instanceAttributes: levelJson(json, INSTANCE_TAGS).attributes,
    metadata,
    layout: frameLayout(source, dataSet, pixelShape(json), transferSyntax),
  };
}

/** The attributes that say how pixels lie in the file. */
function pixelShape(json: DicomJson): PixelShape {
  return {
    rows: firstNumber(json, "00280010") ?? 0,
    columns: firstNumber(json, "00280011") ?? 0,
    samplesPerPixel: firstNumber(json, "00280002") ?? 1,
    bitsAllocated: firstNumber(json, "00280100") ?? 0,
    numberOfFrames: Math.max(1, firstNumber(json, "00280008") ?? 1),
    photometricInterpretation: firstText(json, "00280004") ?? "",
  };
}

function bulkDataUri(element: DataElement, path: ElementPath): string | undefined {
  const { vr, length } = element;
  const { kind, width = 1 } = vrForm(vr);
  const isBulk =
    ALWAYS_BULK.has(vr) ||
    (kind === "bytes" && length > BULK_FROM_BYTES) ||
    ((kind === "number" || kind === "tag") && length / (kind === "tag" ? 4 : width) > BULK_FROM_VALUES) ||
    length > LONGEST_TEXT_BYTES;
  if (!isBulk) return undefined;
  const around = path.slice(0, -1).join(".");
  return `${around === "" ? "root" : around}/${element.tag}`;
}

/** Raw, between the quotes that JSON.stringify would put: a path holds digits, letters and dots only. */
function markUri(path: string): string {
  return `"${BULK_MARK}${path}"`;
}

/** PS3.5 9.1: digits and dots, 64 at most; leading zeros are seen in the wild and harmless. */
const UID = /^[0-9]+(?:\.[0-9]+)*$/;

function requireUid(json: DicomJson, tag: string, keyword: string): string {
  const uid = firstText(json, tag);
  if (uid === undefined) throw new DicomError("missing-uid", `${keyword} (${tag}) is missing or empty.`);
  if (uid.length > 64 || !UID.test(uid)) throw new DicomError("missing-uid", `${keyword} (${tag}) is not a UID.`);
  return uid;
}

/** An answer of a search says that an instance can be had at once (PS3.3 C.4.23.1.1). */
const ONLINE = { "00080056": { vr: "CS", Value: ["ONLINE"] } };

function levelJson(json: DicomJson, tags: LevelTags): LevelJson {
  const pick = (picked: readonly string[]): string =>
    inside(Object.fromEntries(picked.flatMap((tag) => (json[tag] ? [[tag, json[tag]]] : []))), tags.hasAvailability);
  return { attributes: pick(tags.defaults), more: pick([...tags.defaults, ...tags.more]) };
}

function inside(json: DicomJson, hasAvailability: boolean): string {
  return dicomJsonText(hasAvailability ? { ...ONLINE, ...json } : json, markUri).slice(1, -1);
}
