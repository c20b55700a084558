import type { JsonObject, JsonValue } from "./lossless-json.ts";
import { codeText, dateText, nameText, periodText, plainText, referenceText, select } from "./result-text.ts";

/** One column of a result table. */
export interface ResultColumn {
  /** Unique within a table; stays the same over versions, as people's column choice hangs on it. */
  readonly key: string;
  readonly title: string;
  /** Share of the width, 1 for a plain column. */
  readonly weight: number;
  /** Characters that a usual value has; the column is never narrower. */
  readonly characters: number;
  /** Holds what the identity mask hides (names, birth dates, record numbers, addresses). */
  readonly isIdentity: boolean;
  /** Set in the data face: ids, codes. */
  readonly isMono: boolean;
  /** Search parameter to sort by, when the standard has one for the same element. */
  readonly sortBy: string | undefined;
  /** What the cell says; "" for nothing. */
  readonly text: (resource: JsonObject) => string;
}

type Format = (values: readonly JsonValue[]) => string;
type Options = Partial<Pick<ResultColumn, "weight" | "characters" | "isIdentity" | "isMono" | "sortBy">>;

/** A column from the FHIR paths it reads (the first with a value counts), dots between element names, arrays flattened. */
export function column(title: string, paths: string, format: Format, options: Options = {}): ResultColumn {
  const alternatives = paths.split("|");
  return {
    key: paths || "resource",
    title,
    weight: 1,
    characters: format === whenText || format === dateText ? 16 : Math.max(8, Math.round(10 * (options.weight ?? 1))),
    isIdentity: false,
    isMono: false,
    sortBy: undefined,
    ...options,
    text: (resource) => {
      for (const path of alternatives) {
        const text = format(select(resource, path));
        if (text !== "") return text;
      }
      return "";
    },
  };
}

export const TYPE = column("Type", "resourceType", plainText, { weight: 0.8 });
export const ID = column("Id", "id", plainText, { isMono: true, sortBy: "_id", weight: 1.4 });
export const UPDATED = column("Updated", "meta.lastUpdated", dateText, { sortBy: "_lastUpdated", weight: 0.9 });
export const STATUS = column("Status", "status", plainText, { weight: 0.7, sortBy: "status" });
export const FIRST_STATUS = column("Status", "status|clinicalStatus|active", plainOrCode, { weight: 0.7 });
export const FIRST_CODE = column(
  "What",
  "code|type|vaccineCode|medicationCodeableConcept|class|title|category",
  anyText,
  {
    weight: 1.8,
  },
);
export const FIRST_NAME = column("Name", "name", nameOrText, { isIdentity: true, weight: 1.3 });
export const FIRST_DATE = column(
  "Date",
  "effectiveDateTime|effectivePeriod|performedDateTime|performedPeriod|onsetDateTime|period|occurrenceDateTime|authoredOn|recordedDate|issued|started|created|date",
  whenText,
);
export const SUBJECT = column("Subject", "subject|patient|beneficiary", referenceText, {
  isIdentity: true,
  weight: 1.3,
});
export const NAME = column("Name", "name", nameText, { isIdentity: true, sortBy: "family", weight: 1.5 });
export const CODE = column("Code", "code", codeText, { weight: 2, sortBy: "code" });

export function whenText(values: readonly JsonValue[]): string {
  return periodText(values) || dateText(values);
}

function plainOrCode(values: readonly JsonValue[]): string {
  return plainText(values) || codeText(values);
}

export function codeOrReference(values: readonly JsonValue[]): string {
  return codeText(values) || referenceText(values) || plainText(values);
}

function nameOrText(values: readonly JsonValue[]): string {
  return nameText(values) || plainText(values);
}

function anyText(values: readonly JsonValue[]): string {
  return codeText(values) || plainText(values);
}
