import type { InfoType } from "#lib/deid/info-types.ts";

/** A form by which identifiers of a kind are known in a text. */
export interface Pattern {
  readonly infoType: InfoType;
  readonly pattern: RegExp;
  /** Whether what has the form has the meaning: check digits and the like. */
  readonly isReal?: (text: string) => boolean;
  /** What every text has in which it fits: a search that costs little before one that costs more. */
  readonly hint?: RegExp;
  /** It fits texts without any digit too. Most forms do not, and most texts have none. */
  readonly isOfWords?: true;
}
