import { isHeaderSegment } from "./delimiters.ts";
import type { Message, Segment } from "./message.ts";
import { isPlain, nestedFields, type Repetition } from "./nested-fields.ts";
import { unescapeDelimiters } from "./unescape-delimiters.ts";

export type ParserVersion = "V1" | "V2" | "V3";

/** One segment of the API's `parsedData`. */
export interface ParsedSegment {
  readonly segmentId: string;
  /** Field 1 of a segment that comes in sets; absent when it is empty. */
  readonly setId?: string;
  /** `{"0": "PID", "3[0].1": "14111", …}`: places count from 1, repetitions from 0, empty values are left out. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Segments whose first field has the type SI in v2.8. */
const SETS: ReadonlySet<string> = new Set(
  "PID PV1 NK1 OBX OBR DG1 PR1 GT1 IN1 AL1 IAM NTE FT1 UB1 UB2 SPM TQ1 TQ2 RGS AIS AIG AIL AIP TXA DB1 LAN EDU CER ORG AFF ARV PSG PSL REL".split(
    " ",
  ),
);

/**
 * `parsedData.segments` as the API prints it (contract 11.5). V1 leaves the field separator out, so the fields of MSH are numbered one too
 * low; V2 numbers as the standard does; V3 also turns escaped delimiters into what they stand for. Other values are verbatim.
 */
export function parsedSegments(message: Message, version: ParserVersion): ParsedSegment[] {
  return message.segments.map((segment) => parsedSegment(message, segment, version));
}

function parsedSegment(message: Message, segment: Segment, version: ParserVersion): ParsedSegment {
  const isHeader = isHeaderSegment(segment.id);
  const shift = isHeader && version === "V1" ? 0 : 1;
  const fields: Record<string, string> = { "0": segment.id };
  for (const [index, repetitions] of nestedFields(message, segment).entries()) {
    const number = index + shift;
    if (number < 1) continue;
    const isVerbatim = version !== "V3" || (isHeader && index < 2);
    for (const [nth, repetition] of repetitions.entries()) {
      const key = repetitions.length > 1 ? `${number}[${nth}]` : String(number);
      for (const [place, value] of valuesOf(repetition))
        fields[key + place] = isVerbatim ? value : unescapeDelimiters(value, message.delimiters);
    }
  }
  const setId = SETS.has(segment.id) ? fields["1"] : undefined;
  return { segmentId: segment.id, ...(setId === undefined ? {} : { setId }), fields };
}

/** `["", "x"]` for a plain value, else `[".1", "x"]`, `[".2.1", "y"]`, …; empty values are left out. */
function* valuesOf(repetition: Repetition): Generator<[place: string, value: string]> {
  for (const [index, component] of repetition.entries()) {
    for (const [inner, value] of component.entries()) {
      if (value === "") continue;
      const place = isPlain(repetition) ? "" : `.${index + 1}`;
      yield [component.length > 1 ? `${place}.${inner + 1}` : place, value];
    }
  }
}
