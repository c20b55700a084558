"use client";

import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRef, useState, type DragEvent } from "react";
import { Card } from "#components/ui/card.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { lackSentence, useCan } from "#components/ui/permissions.tsx";
import { token } from "#components/ui/tokens.ts";
import { decodeBytes } from "#lib/hl7v2/decode-bytes.ts";
import {
  inspectDraft,
  looksLikeMessage,
  type DraftNote,
  type InspectedDraft,
  type Terminator,
} from "#lib/hl7v2/inspect-draft.ts";
import { resourceQueries } from "#lib/queries/stores.ts";
import { AnswerCard } from "./answer-card.tsx";
import { ChecksCard } from "./checks-card.tsx";
import { ComposeBar } from "./compose-bar.tsx";
import type { EditorHandle } from "./draft-editor.tsx";
import { DraftStatus } from "./draft-status.tsx";
import { replaceDraft, useDraft, writeDraft } from "./draft-store.ts";
import { SendButtons } from "./send-buttons.tsx";
import { storeTerminator } from "./store-terminator.ts";
import { useChecks } from "./use-checks.ts";
import { useOpenedMessage } from "./use-opened-message.ts";
import { useSend } from "./use-send.ts";

// The editor is the heavy part: it comes while the rest of the page is there.
const DraftEditor = dynamic(() => import("./draft-editor.tsx").then((file) => file.DraftEditor), {
  loading: () => <LoadingLines what="the editor" />,
  ssr: false,
});

const PERMISSION = "healthcare.hl7V2Messages.create";
const NO_NOTES: readonly DraftNote[] = [];

export interface ComposePageProps {
  /** Resource name of the HL7v2 store. */
  readonly store: string;
}

/** Writes one message, checks it while it is written, sends it, and reads the answer. */
export function ComposePage({ store }: ComposePageProps) {
  const may = useCan(PERMISSION);
  if (may) return <Composer store={store} />;
  return (
    <Box sx={{ p: 4 }}>
      <Alert severity="info" variant="outlined">
        Composing stores messages. {lackSentence(PERMISSION)} An admin can give it to you.
      </Alert>
    </Box>
  );
}

function Composer({ store }: ComposePageProps) {
  const client = useQueryClient();
  const draft = useDraft(store, client);
  const editor = useRef<EditorHandle>(null);
  const [cursor, setCursor] = useState(0);
  const [notes, setNotes] = useState(NO_NOTES);
  const expected = storeTerminator(useQuery(resourceQueries.get(store)).data);
  const [chosen, setChosen] = useState<Terminator | undefined>();
  const terminator = chosen ?? expected;
  const sending = useSend(store);
  const problems = useChecks(draft.text);

  const take = (inspected: InspectedDraft) => {
    setNotes([...terminatorNotes(inspected, expected), ...inspected.notes]);
    setChosen(undefined);
    replaceDraft(store, inspected.text);
  };
  const openBytes = (bytes: Uint8Array) => {
    const { text, encoding } = decodeBytes(bytes);
    take(inspectDraft(text, encoding));
  };
  const handleDrop = (event: DragEvent) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file) void file.bytes().then(openBytes);
  };
  /** A whole message brings its framing and line ends along: what they were is said, what goes in are plain lines. */
  const handlePaste = (pasted: string): string | undefined => {
    if (!looksLikeMessage(pasted)) return undefined;
    const inspected = inspectDraft(pasted, undefined);
    setNotes([...terminatorNotes(inspected, expected), ...inspected.notes]);
    return inspected.text;
  };
  useOpenedMessage(store, openBytes);

  return (
    <Box sx={PAGE} onDragOver={(event) => event.preventDefault()} onDrop={handleDrop}>
      <Card fill title="Draft" note={<DraftStatus draft={draft} cursor={cursor} />}>
        <Box sx={{ display: "flex", flexDirection: "column", height: "100%", minHeight: 0 }}>
          <ComposeBar
            editor={editor}
            text={draft.text}
            earlier={draft.earlier}
            terminator={terminator}
            expected={expected}
            onTerminator={setChosen}
            onTemplate={(text) => {
              setNotes(NO_NOTES);
              replaceDraft(store, text);
            }}
            onFile={openBytes}
          />
          <Box sx={{ flex: 1, minHeight: 0 }}>
            {draft.kept === "loading" ? (
              <LoadingLines what="your draft" />
            ) : (
              <DraftEditor
                ref={editor}
                text={draft.text}
                problems={problems}
                onText={(text) => writeDraft(store, text)}
                onCursor={setCursor}
                onPaste={handlePaste}
              />
            )}
          </Box>
        </Box>
      </Card>
      <Box sx={SIDE}>
        <SendButtons store={store} text={draft.text} terminator={terminator} problems={problems} sending={sending} />
        <ChecksCard
          text={draft.text}
          notes={notes}
          problems={problems}
          onText={(text) => writeDraft(store, text)}
          onGoTo={(start, end) => editor.current?.goTo(start, end)}
        />
        <AnswerCard
          store={store}
          draft={draft.text}
          sending={sending}
          onGoTo={(start, end) => editor.current?.goTo(start, end)}
        />
      </Box>
    </Box>
  );
}

/** The commonest mistake with these stores: another line end makes one long segment of the message. */
function terminatorNotes({ terminator }: InspectedDraft, expected: Terminator): readonly DraftNote[] {
  if (terminator === undefined || terminator === expected) return [];
  const names = { "\r": "CR", "\n": "LF", "\r\n": "CRLF" };
  return [
    {
      severity: "info",
      text: `Its segments ended with ${names[terminator]}; this store reads ${names[expected]}, which is what is sent. “Ends with” above changes that.`,
    },
  ];
}

const PAGE = {
  flex: 1,
  minHeight: 0,
  display: "grid",
  gap: 3,
  px: 4,
  py: 3,
  gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(0, 1fr) 380px" },
  gridTemplateRows: { xs: "minmax(280px, 3fr) minmax(160px, 2fr)", lg: "minmax(0, 1fr)" },
  "& > *": { minHeight: 0 },
  color: token.ink,
} as const;
const SIDE = {
  display: "flex",
  flexDirection: "column",
  gap: 3,
  minHeight: 0,
  overflow: "auto",
  "& > *": { flexShrink: 0 },
} as const;
