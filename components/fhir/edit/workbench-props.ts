import type { Definitions } from "#lib/fhir/definitions.ts";
import type { ExpectedResource } from "#lib/fhir/edit-problems.ts";

export interface EditBase {
  readonly text: string;
  readonly etag: string | undefined;
}

export interface WorkbenchProps {
  /** Under which unsaved text is kept. */
  readonly draftName: string;
  readonly title: string;
  readonly expected: ExpectedResource;
  /** What the person starts from, pretty-printed. */
  readonly base: EditBase;
  readonly definitions: Definitions;
  readonly store: string;
  readonly permission: string;
  readonly action: string;
  /** What the store holds now, for a merge; undefined for something new. */
  readonly readLatest: (() => Promise<EditBase>) | undefined;
  /** Rejects with ProblemError; status 412 when somebody else was faster. */
  readonly send: (text: string, etag: string | undefined, reason: string) => Promise<void>;
}
