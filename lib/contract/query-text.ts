/** Something wrong with a query that somebody types, at its place. An `error` will be refused by the server; a `warning` will be ignored by it. */
export interface TextProblem {
  /** UTF-16 offsets, half-open. */
  readonly start: number;
  readonly end: number;
  readonly severity: "error" | "warning";
  readonly message: string;
}

/** What could stand at the cursor: `insert` replaces the text from `from` to `to`. */
export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly options: readonly CompletionOption[];
}

export interface CompletionOption {
  readonly insert: string;
  readonly label: string;
  readonly detail: string;
}

/** What a stretch of a query is, for its colour. */
export type QueryInk = "type" | "name" | "modifier" | "sign" | "prefix" | "value" | "plain";

/** A stretch of a query in one colour; the pieces of a text cover it without gaps. */
export interface ColouredPiece {
  readonly start: number;
  readonly end: number;
  readonly ink: QueryInk;
}
