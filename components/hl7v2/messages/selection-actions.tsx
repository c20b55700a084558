"use client";

import FileDownloadIcon from "@mui/icons-material/FileDownloadOutlined";
import Button from "@mui/material/Button";
import dynamic from "next/dynamic";
import { useState } from "react";
import { downloadBytes } from "#components/ui/download-text.ts";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { formatBytes, formatCount } from "#components/ui/quantity.ts";
import { joinMessages } from "#lib/hl7v2/join-messages.ts";
import { bytesOfBase64 } from "#lib/hl7v2/base64.ts";
import type { StoredMessage } from "#lib/queries/hl7v2-messages.ts";
import type { Selection } from "./use-selection.ts";

// Windows come with their code when they are opened.
const LabelDialog = dynamic(() => import("./label-dialog.tsx").then((file) => file.LabelDialog), { ssr: false });
const DeleteMessagesDialog = dynamic(
  () => import("./delete-messages-dialog.tsx").then((file) => file.DeleteMessagesDialog),
  { ssr: false },
);

export interface SelectionActionsProps {
  readonly store: string;
  readonly selection: Selection;
  readonly onDeleted: (messages: readonly StoredMessage[]) => void;
}

/** What can be done with the chosen messages. */
export function SelectionActions({ store, selection, onDeleted }: SelectionActionsProps) {
  const [dialog, setDialog] = useState<"label" | "delete" | undefined>();
  const { messages } = selection;
  const size = messages.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const download = () => {
    const file = joinMessages(messages.map(({ data }) => bytesOfBase64(data)));
    downloadBytes(
      `${store.split("/").at(-1) ?? "store"}-${messages.length}-messages.hl7`,
      "x-application/hl7-v2+er7",
      file,
    );
  };
  const close = () => setDialog(undefined);
  return (
    <>
      <output>
        {formatCount(messages.length)} selected, {formatBytes(size)}
      </output>
      <Button startIcon={<FileDownloadIcon />} onClick={download}>
        Download .hl7
      </Button>
      <GuardedButton permission="healthcare.hl7V2Messages.update" resource={store} onAct={() => setDialog("label")}>
        Label…
      </GuardedButton>
      <GuardedButton
        permission="healthcare.hl7V2Messages.delete"
        resource={store}
        color="error"
        onAct={() => setDialog("delete")}
      >
        Delete…
      </GuardedButton>
      <Button onClick={selection.clear}>Clear</Button>
      {dialog === "label" ? <LabelDialog store={store} selection={selection} onClose={close} /> : null}
      {dialog === "delete" ? (
        <DeleteMessagesDialog store={store} selection={selection} onDeleted={onDeleted} onClose={close} />
      ) : null}
    </>
  );
}
