"use client";

import { ConfirmByName } from "#components/ui/confirm-by-name.tsx";
import { formatBytes, formatPlural } from "#components/ui/quantity.ts";
import type { ImageVerdict } from "#lib/queries/image-upload.ts";

export interface ReplaceDialogProps {
  readonly store: string;
  /** Of the files that differ. */
  readonly verdicts: readonly ImageVerdict[];
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Before stored instances are deleted so that the files with the same UIDs can take their place. */
export function ReplaceDialog({ store, verdicts, onConfirm, onClose }: ReplaceDialogProps) {
  const studies = new Set(verdicts.map(({ study }) => study)).size;
  const bytes = verdicts.reduce((sum, { source }) => sum + (source?.file.size ?? 0), 0);
  return (
    <ConfirmByName
      title="Replace what is stored"
      name={store.split("/").at(-1) ?? ""}
      action={`Replace ${formatPlural(verdicts.length, "instance")}`}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <strong>
        {formatPlural(verdicts.length, "stored instance")} of {studies === 1 ? "1 study" : `${studies} studies`}{" "}
        deleted, {formatBytes(bytes)} stored instead
      </strong>
      <p style={{ margin: "8px 0 0" }}>
        The API overwrites nothing: each instance is deleted, then the file with the same UIDs is stored. What is
        deleted cannot be brought back; download the studies first to keep it. If the store refuses a file, what was
        there is stored again.
      </p>
    </ConfirmByName>
  );
}
