import { itemsOf, numbersOf, textOf, type DicomAttributes } from "./attributes.ts";
import { documentHeader, evidence, imageReference, type ReportContext, type ReportedImage } from "./report-evidence.ts";
import { codeItem, codeSequence, contentItem, one, textItem, type Code } from "./report-items.ts";

/** Key Object Selection Document Storage. */
const KEY_OBJECT = "1.2.840.10008.5.1.4.1.1.88.59";
const DESCRIPTION: Code = ["113012", "DCM", "Key Object Description"];

/** Why pictures are marked (PS3.16 CID 7010), but for rejection, which asks for a reason of its own. */
export const KEY_TITLES: readonly Code[] = [
  ["113000", "DCM", "Of Interest"],
  ["113002", "DCM", "For Referring Provider"],
  ["113003", "DCM", "For Surgery"],
  ["113004", "DCM", "For Teaching"],
  ["113005", "DCM", "For Conference"],
  ["113006", "DCM", "For Therapy"],
  ["113007", "DCM", "For Patient"],
  ["113008", "DCM", "For Peer Review"],
  ["113009", "DCM", "For Research"],
];

/** A picture that a selection marks. */
export interface KeyImage {
  /** SOP Instance UID. */
  readonly instance: string;
  /** From 1; empty for all frames. */
  readonly frames: readonly number[];
}

/** A selection of key images as it is stored. */
export interface KeySelection {
  /** SOP Instance UID of the selection itself. */
  readonly uid: string;
  /** Why they are marked: `Of Interest`. */
  readonly title: string;
  readonly description: string;
  readonly images: readonly KeyImage[];
}

/** Reads a key object selection (PS3.16 TID 2010); undefined for any other object. */
export function keySelection(object: DicomAttributes): KeySelection | undefined {
  if (textOf(object, "00080016") !== KEY_OBJECT) return undefined;
  const items = itemsOf(object, "0040A730");
  const ofType = (type: string) => items.filter((item) => textOf(item, "0040A040") === type);
  return {
    uid: textOf(object, "00080018") ?? "",
    title: textOf(itemsOf(object, "0040A043")[0] ?? {}, "00080104") ?? "Key images",
    description: ofType("TEXT").flatMap((item) => textOf(item, "0040A160") ?? []).join(" "), // prettier-ignore
    images: ofType("IMAGE").flatMap((item) =>
      itemsOf(item, "00081199").flatMap((reference) => {
        const instance = textOf(reference, "00081155");
        return instance === undefined ? [] : [{ instance, frames: numbersOf(reference, "00081160") }];
      }),
    ),
  };
}

/** Whether one of the marks is on a picture. */
export function isKeyImage(
  marks: readonly KeyImage[],
  image: { readonly instance: string; readonly frame: number },
): boolean {
  return marks.some(
    ({ instance, frames }) => instance === image.instance && (frames.length === 0 || frames.includes(image.frame)),
  );
}

/** What a selection says beside its pictures. */
export interface KeyWords {
  readonly title: Code;
  /** Empty for none. */
  readonly description: string;
}

/** A key object selection of pictures of one study (PS3.16 TID 2010), in the DICOM JSON model. At least one picture. */
export function keyObject(images: readonly ReportedImage[], words: KeyWords, context: ReportContext): DicomAttributes {
  return {
    ...documentHeader(images[0]?.image ?? {}, context),
    "00080016": one("UI", KEY_OBJECT),
    "00080060": one("CS", "KO"),
    "0008103E": one("LO", "Key images"),
    "00200011": one("IS", "9901"),
    "0040A375": evidence(images),
    "0040A043": codeSequence(words.title),
    "0040A504": one("SQ", { "00080105": one("CS", "DCMR"), "0040DB00": one("CS", "2010") }),
    "0040A730": one("SQ", ...contents(images, words, context)),
  };
}

function contents(
  images: readonly ReportedImage[],
  { description }: KeyWords,
  { observer }: ReportContext,
): DicomAttributes[] {
  return [
    codeItem("HAS OBS CONTEXT", ["121005", "DCM", "Observer Type"], ["121006", "DCM", "Person"]),
    contentItem("HAS OBS CONTEXT", "PNAME", ["121008", "DCM", "Person Observer Name"], {
      "0040A123": one("PN", observer),
    }),
    ...(description === "" ? [] : [textItem("CONTAINS", DESCRIPTION, description)]),
    ...images.map((image) =>
      contentItem("CONTAINS", "IMAGE", undefined, { "00081199": one("SQ", imageReference(image)) }),
    ),
  ];
}
