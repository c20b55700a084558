import type { FileHead } from "#lib/dicom/file-head.ts";

/** What became of a file. */
export type ImageOutcome =
  | "stored"
  /** The very same bytes were in the store before. */
  | "known"
  /** Stored, but the store changed something of it and says so. */
  | "changed"
  /** Stored in the place of other bytes under the same UIDs, which are deleted. */
  | "replaced"
  /** Other bytes under the same UIDs are in the store, which keeps them. */
  | "conflict"
  | "refused"
  /** No DICOM instance: it was not sent. */
  | "skipped";

export interface ImageVerdict {
  /** Path in what was dropped; behind the name of a zip, the path in it. */
  readonly path: string;
  readonly outcome: ImageOutcome;
  readonly reason: string;
  /** Study Instance UID of what is in the store; undefined when nothing of the file is. */
  readonly study: string | undefined;
  /** What can be sent again; kept for what was refused or differs. */
  readonly source: PlacedFile | undefined;
}

/** A file with its place in what was dropped. */
export interface PlacedFile {
  readonly path: string;
  readonly file: Blob;
}

/** A DICOM file that is ready to be sent. */
export interface ReadyImage extends PlacedFile {
  readonly uids: Extract<FileHead, { kind: "dicom" }>["uids"];
  /** What it counts in the progress: its bytes in what was dropped. */
  readonly weight: number;
}

export type ImageUploadEvent =
  /** Bytes of what was dropped that are done with. */
  | { readonly kind: "sent"; readonly bytes: number }
  /** Files that there are, as far as zips are opened. */
  | { readonly kind: "found"; readonly files: number }
  | { readonly kind: "verdict"; readonly verdict: ImageVerdict };

export interface ImageUpload {
  /** Resource name of the DICOM store. */
  readonly store: string;
  readonly files: readonly PlacedFile[];
  /** True: what differs takes the place of what is stored. */
  readonly isReplacing?: boolean;
  /** Of every request: the unlock header. */
  readonly headers: Readonly<Record<string, string>>;
  /** Aborted: nothing more is sent; a large file on its way is broken off. */
  readonly signal: AbortSignal;
  /** Resolves when a pause is over; at once when there is none. */
  readonly untilGo: () => Promise<void>;
  readonly onEvent: (event: ImageUploadEvent) => void;
}
