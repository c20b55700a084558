"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useEffect, useState } from "react";
import { formatBytes } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import { decodeDocument, type DecodedDocument, type EmbeddedDocument } from "#lib/hl7v2/embedded-document.ts";
import type { Message } from "#lib/hl7v2/message.ts";

export interface DocumentActionsProps {
  readonly message: Message;
  readonly document: EmbeddedDocument;
  readonly isMasked: boolean;
}

/** What a file is saved as, by what its first bytes say and never by what the message claims. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  "application/pdf": "pdf",
  "application/rtf": "rtf",
  "application/xml": "xml",
  "image/gif": "gif",
  "image/jpeg": "jpg",
  "image/png": "png",
};

/**
 * An embedded document: pictures are shown, all others are saved and opened outside the console, where nothing in them can reach it.
 * The file name says nothing about the patient.
 */
export function DocumentActions({ message, document, isMasked }: DocumentActionsProps) {
  const [opened, setOpened] = useState<OpenedDocument | "broken" | undefined>();
  const title = `${document.title || "Document"} (${[document.type, document.subtype].filter(Boolean).join("/") || "type not stated"})`;
  if (isMasked)
    return (
      <Box sx={BOX}>
        <Box>{title}</Box>
        <Box sx={{ color: token.dim }}>Masked. Show identities to open documents.</Box>
      </Box>
    );
  const open = () => setOpened(openDocument(message, document) ?? "broken");
  return (
    <Box sx={BOX}>
      <Box>{title}</Box>
      {opened === undefined ? <Button onClick={open}>Open document</Button> : null}
      {opened === "broken" ? (
        <Box role="alert" sx={{ color: token.err }}>
          The data is not what its encoding ({document.encoding || "none"}) says.
        </Box>
      ) : null}
      {opened !== undefined && opened !== "broken" ? (
        <Opened opened={opened} occurrence={document.position.occurrence} title={title} />
      ) : null}
    </Box>
  );
}

/** Bytes with an address in this page; given back when they are no longer shown. */
interface OpenedDocument extends DecodedDocument {
  readonly url: string;
}

function openDocument(message: Message, document: EmbeddedDocument): OpenedDocument | undefined {
  const decoded = decodeDocument(message, document);
  if (!decoded) return undefined;
  // Only pictures keep their type: anything else must not be rendered from an address of the console.
  const type = decoded.mediaType?.startsWith("image/") === true ? decoded.mediaType : "application/octet-stream";
  return { ...decoded, url: URL.createObjectURL(new Blob([decoded.bytes], { type })) };
}

interface OpenedProps {
  readonly opened: OpenedDocument;
  readonly occurrence: number;
  readonly title: string;
}

function Opened({ opened: { bytes, mediaType, url }, occurrence, title }: OpenedProps) {
  const isPicture = mediaType?.startsWith("image/") === true;
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  const extension = EXTENSIONS[mediaType ?? ""] ?? "bin";
  return (
    <>
      <Box sx={{ color: token.dim }}>
        {mediaType ?? "Unknown content"} · {formatBytes(bytes.length)}
      </Box>
      {isPicture ? <Box component="img" src={url} alt={title} sx={{ maxWidth: "100%", maxHeight: 320 }} /> : null}
      <Button component="a" href={url} download={`document-OBX-${occurrence}.${extension}`}>
        Save as {extension.toUpperCase()}
      </Button>
    </>
  );
}

const BOX = {
  display: "flex",
  flexDirection: "column",
  alignItems: "flex-start",
  gap: 1,
  p: 2,
  mb: 2,
  border: `1px solid ${token.line}`,
  borderRadius: "8px",
} as const;
