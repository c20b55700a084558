"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useEffect, useRef } from "react";
import { downloadBytes } from "#components/ui/download-text.ts";
import { PdfView } from "#components/ui/pdf/pdf-view.tsx";
import { token } from "#components/ui/tokens.ts";
import type { FileKind } from "#lib/fhir/attachments.ts";

export interface PreviewProps {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly kind: Exclude<FileKind, "other">;
  readonly title: string;
}

/** A file shown by what its first bytes say, never by what the resource claims: HTML or SVG can never get here. */
export function Preview({ bytes, kind, title }: PreviewProps) {
  if (kind !== "application/pdf") return <Picture bytes={bytes} kind={kind} title={title} />;
  return (
    <Box sx={PDF}>
      <PdfView bytes={bytes} title={`Preview of ${title}`} />
    </Box>
  );
}

function Picture({ bytes, kind, title }: PreviewProps) {
  const element = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const url = URL.createObjectURL(new Blob([bytes], { type: kind }));
    if (element.current) element.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [bytes, kind]);
  return <Box component="img" ref={element} alt={`Preview of ${title}`} sx={IMAGE} />;
}

/** Saves a file. Its name tells nothing about anybody; bytes of an unknown kind go out without a type that a system would open. */
export function SaveFile({ bytes, kind }: { readonly bytes: Uint8Array<ArrayBuffer>; readonly kind: FileKind }) {
  return <Button onClick={() => void save(bytes, kind)}>Download</Button>;
}

async function save(bytes: Uint8Array<ArrayBuffer>, kind: FileKind): Promise<void> {
  const digest = new DataView(await crypto.subtle.digest("SHA-256", bytes));
  const name = `attachment-${digest.getUint32(0).toString(16).padStart(8, "0")}.${EXTENSIONS[kind]}`;
  downloadBytes(name, kind === "other" ? "application/octet-stream" : kind, bytes);
}

const EXTENSIONS: Readonly<Record<FileKind, string>> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/gif": "gif",
  "image/webp": "webp",
  "application/pdf": "pdf",
  other: "bin",
};

const IMAGE = {
  display: "block",
  mt: 3,
  maxWidth: "100%",
  maxHeight: 480,
  border: `1px solid ${token.line}`,
  borderRadius: "6px",
} as const;

const PDF = {
  display: "flex",
  flexDirection: "column",
  mt: 3,
  height: 560,
  border: `1px solid ${token.line}`,
  borderRadius: "6px",
  overflow: "hidden",
} as const;
