import { KEYWORD_TAGS } from "./keyword-tags.ts";

/**
 * Stands for dcmjs in Cornerstone's own code (next.config.ts puts it there). Of 190 compressed kilobytes the viewer needs a logger,
 * four UIDs and some tags: pictures come by our loader and attributes by the loader's older provider, so that nothing here parses
 * DICOM. What is missing says so when it is made.
 */
interface Logger {
  getLogger(): Logger;
  setLevel(): void;
  readonly trace: Say;
  readonly debug: Say;
  readonly info: Say;
  readonly warn: Say;
  readonly error: Say;
}

type Say = (...words: readonly unknown[]) => void;

const silent: Say = () => undefined;

/* oxlint-disable no-console -- the engine's own warnings belong there */
function logger(): Logger {
  return {
    getLogger: logger,
    setLevel: () => undefined,
    trace: silent,
    debug: silent,
    info: silent,
    warn: (...words) => console.warn(...words),
    error: (...words) => console.error(...words),
  };
}
/* oxlint-enable no-console */

/** In the place of a class. */
function NotHere(): never {
  throw new Error("The viewer does without this part of dcmjs.");
}

export const log = logger();

/** `(0008,0018)` by `SOPInstanceUID`. */
const nameMap = Object.fromEntries(
  Object.entries(KEYWORD_TAGS).map(([keyword, tag]) => [keyword, { tag: `(${tag.slice(0, 4)},${tag.slice(4)})` }]),
);

/** PS3.5 annex A. */
export const constants = {
  IMPLICIT_LITTLE_ENDIAN: "1.2.840.10008.1.2",
  EXPLICIT_LITTLE_ENDIAN: "1.2.840.10008.1.2.1",
  DEFLATED_EXPLICIT_LITTLE_ENDIAN: "1.2.840.10008.1.2.1.99",
  EXPLICIT_BIG_ENDIAN: "1.2.840.10008.1.2.2",
};

// Cornerstone imports it so.
// oxlint-disable-next-line import/no-default-export
export default {
  log,
  constants,
  data: { DicomMetaDictionary: { dictionary: {}, nameMap } },
  utilities: { DicomMetadataListener: NotHere },
  async: { AsyncDicomReader: NotHere },
};
