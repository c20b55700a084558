"use client";

import { ConfirmByName } from "./confirm-by-name.tsx";

export interface UnlockDialogProps {
  /** Short name of the labelled resource. */
  readonly name: string;
  /** What was pressed waits for it, and is done then. */
  readonly goesOn: boolean;
  readonly onUnlock: () => void;
  readonly onClose: () => void;
}

/** Asks for the typed name before production can be written. */
export function UnlockDialog({ name, goesOn, onUnlock, onClose }: UnlockDialogProps) {
  return (
    <ConfirmByName
      title={`Unlock ${name} for writing`}
      name={name}
      action={goesOn ? "Unlock and go on" : "Unlock"}
      onConfirm={onUnlock}
      onClose={onClose}
    >
      <strong>{name} is production.</strong> Until you lock it again or reload the page, changes that you make here
      reach live data and the systems that listen to it. Each one is written to the audit log under your name.
    </ConfirmByName>
  );
}
