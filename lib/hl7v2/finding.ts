import type { Span } from "./message.ts";
import type { Position } from "./position.ts";

/** `error` breaks the standard, `warning` may make a receiver stumble, `note` is worth knowing. */
export type Severity = "error" | "warning" | "note";

/** Something a check has found, and where. */
export interface Finding extends Span {
  readonly severity: Severity;
  readonly title: string;
  readonly text: string;
  /** Undefined when it lies outside every segment. */
  readonly position: Position | undefined;
}
