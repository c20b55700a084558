import { codeSystemOf } from "./code-systems.ts";
import { isJsonObject, isRawNumber, type JsonObject, type JsonValue } from "./lossless-json.ts";
import { memberText } from "./member-text.ts";

/** How a datatype reads as one line. */
export interface ReadableType {
  /** Members that the line and the note tell; whatever else a value has is listed below it. */
  readonly covers: readonly string[];
  readonly text: (value: JsonObject) => string;
  /** Said more quietly after the line. */
  readonly note?: (value: JsonObject) => string;
}

const part = (value: JsonObject, ...names: readonly string[]) => names.map((name) => scalarText(value[name]));
const listed = (...parts: readonly (string | undefined)[]) => parts.filter((each) => each !== undefined && each !== "");
const spaced = (...parts: readonly (string | undefined)[]) => listed(...parts).join(" ");
const dotted = (...parts: readonly (string | undefined)[]) => listed(...parts).join(" · ");

const QUANTITY: ReadableType = {
  covers: ["value", "comparator", "unit", "system", "code"],
  text: (value) => {
    const unit = memberText(value, "unit") || memberText(value, "code");
    return spaced(`${memberText(value, "comparator")}${scalarText(value["value"])}`, unit);
  },
  note: (value) => coded(memberText(value, "system"), memberText(value, "code")),
};

/** The datatypes of R4 §2.24 that people read as one thing. All others are read member by member. */
export const READABLE_TYPES: Readonly<Record<string, ReadableType>> = {
  HumanName: {
    covers: ["use", "text", "prefix", "given", "family", "suffix", "period"],
    text: (value) => {
      const parts = spaced(...part(value, "prefix", "given", "family", "suffix"));
      const text = memberText(value, "text");
      return text !== "" && parts !== "" && text !== parts ? `${text} (${parts})` : text || parts;
    },
    note: (value) => dotted(memberText(value, "use"), periodText(value["period"])),
  },
  Address: {
    covers: ["use", "type", "text", "line", "city", "district", "state", "postalCode", "country", "period"],
    text: (value) => {
      const place = spaced(...part(value, "postalCode", "city"));
      return listed(
        memberText(value, "text"),
        ...part(value, "line", "district"),
        place,
        ...part(value, "state", "country"),
      ).join(", ");
    },
    note: (value) => dotted(...part(value, "use", "type"), periodText(value["period"])),
  },
  ContactPoint: {
    covers: ["system", "value", "use", "rank", "period"],
    text: (value) => spaced(...part(value, "value")),
    note: (value) => dotted(...part(value, "system", "use"), rankText(value), periodText(value["period"])),
  },
  Identifier: {
    covers: ["use", "type", "system", "value", "period"],
    text: (value) => spaced(conceptText(value["type"]), memberText(value, "value")),
    note: (value) => dotted(...part(value, "system", "use"), periodText(value["period"])),
  },
  CodeableConcept: {
    covers: ["text", "coding"],
    text: conceptText,
    note: (value) => listed(...codingsOf(value).map(codingNote)).join(", "),
  },
  Coding: {
    covers: ["system", "version", "code", "display", "userSelected"],
    text: (value) => memberText(value, "display") || memberText(value, "code"),
    note: codingNote,
  },
  Quantity: QUANTITY,
  Age: QUANTITY,
  Count: QUANTITY,
  Distance: QUANTITY,
  Duration: QUANTITY,
  Money: { covers: ["value", "currency"], text: (value) => spaced(...part(value, "value", "currency")) },
  Range: {
    covers: ["low", "high"],
    text: (value) => `${quantityText(value["low"]) || "…"} to ${quantityText(value["high"]) || "…"}`,
  },
  Ratio: {
    covers: ["numerator", "denominator"],
    text: (value) => `${quantityText(value["numerator"])} : ${quantityText(value["denominator"])}`,
  },
  Period: { covers: ["start", "end"], text: periodText },
  Reference: {
    covers: ["reference", "type", "display"],
    text: (value) => memberText(value, "display") || memberText(value, "reference") || memberText(value, "type"),
    note: (value) =>
      dotted(memberText(value, "display") === "" ? "" : memberText(value, "reference"), memberText(value, "type")),
  },
  Annotation: {
    covers: ["text", "time", "authorString"],
    text: (value) => memberText(value, "text"),
    note: (value) => dotted(...part(value, "authorString", "time")),
  },
  Attachment: {
    covers: ["contentType", "language", "data", "url", "size", "hash", "title", "creation"],
    text: (value) => memberText(value, "title") || memberText(value, "url") || "Attachment",
    note: (value) =>
      dotted(
        ...part(value, "contentType", "language", "creation", "size", "hash"),
        memberText(value, "title") === "" ? "" : memberText(value, "url"),
      ),
  },
  Narrative: {
    covers: ["status", "div"],
    text: () => "Text for people, shown under Narrative",
    note: (value) => memberText(value, "status"),
  },
};

/** A scalar as it is read, a list of them joined; empty for anything else. */
export function scalarText(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return listed(...value.map(scalarText)).join(" ");
  if (isRawNumber(value)) return value.rawJSON;
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function conceptText(value: JsonValue | undefined): string {
  const text = memberText(value, "text");
  if (text !== "") return text;
  const first = isJsonObject(value) ? codingsOf(value)[0] : undefined;
  return first ? memberText(first, "display") || memberText(first, "code") : "";
}

function codingsOf(value: JsonObject): readonly JsonObject[] {
  const codings = value["coding"];
  return Array.isArray(codings) ? codings.filter(isJsonObject) : [];
}

/** The display is told too, where the line says something else. */
function codingNote(value: JsonObject): string {
  const version = memberText(value, "version");
  const chosen = value["userSelected"] === true ? "chosen by the user" : "";
  return spaced(
    coded(memberText(value, "system"), memberText(value, "code")),
    memberText(value, "display"),
    version,
    chosen,
  );
}

function coded(system: string, code: string): string {
  return spaced(system === "" ? "" : (codeSystemOf(system)?.name ?? system), code);
}

function quantityText(value: JsonValue | undefined): string {
  return isJsonObject(value) ? QUANTITY.text(value) : "";
}

function periodText(value: JsonValue | undefined): string {
  const [start, end] = [memberText(value, "start"), memberText(value, "end")];
  if (start === "" && end === "") return "";
  return `${start || "…"} to ${end || "…"}`;
}

function rankText(value: JsonObject): string {
  const rank = scalarText(value["rank"]);
  return rank === "" ? "" : `rank ${rank}`;
}
