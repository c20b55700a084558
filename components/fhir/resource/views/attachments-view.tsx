"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useEffect, useMemo, useRef, type ReactNode } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { useIdentityMask } from "#components/ui/identity-mask.tsx";
import { formatBytes } from "#components/ui/quantity.ts";
import { MONO, token } from "#components/ui/tokens.ts";
import { attachmentsOf, decodeBase64, kindOfFile, type Attachment, type FileKind } from "#lib/fhir/attachments.ts";
import { fhirPathOf, formatPointer } from "#lib/fhir/json-path.ts";
import type { ViewedResource } from "./view-frame.tsx";

/** The files inside a resource: images and PDF shown, all of them downloaded safely. */
export function AttachmentsView({ viewed }: { readonly viewed: ViewedResource }) {
  const { masked } = useIdentityMask();
  const { resource, definitions, address } = viewed;
  const attachments = useMemo(() => attachmentsOf(resource, definitions), [resource, definitions]);
  if (attachments.length === 0) {
    return (
      <EmptyState title="No attachments">No element of this resource holds a file or the address of one.</EmptyState>
    );
  }
  if (masked) {
    return <EmptyState title="Covered">Files may show who somebody is. Show identities to open them.</EmptyState>;
  }
  return (
    <Box sx={{ flex: 1, minHeight: 0, overflow: "auto" }} tabIndex={0} role="region" aria-label="Attachments">
      {attachments.map((attachment) => (
        <AttachmentCard key={formatPointer(attachment.path)} attachment={attachment} type={address.type} />
      ))}
    </Box>
  );
}

interface AttachmentCardProps {
  readonly attachment: Attachment;
  readonly type: string;
}

function AttachmentCard({ attachment, type }: AttachmentCardProps) {
  const { data, url } = attachment;
  const bytes = useMemo(() => (data === "" ? undefined : decodeBase64(data)), [data]);
  const kind = bytes ? kindOfFile(bytes) : "other";
  return (
    <Box component="article" sx={{ px: 4, py: 3, borderBottom: `1px solid ${token.line}` }}>
      <Box sx={{ display: "flex", gap: 3, alignItems: "center", flexWrap: "wrap" }}>
        <Box sx={{ minWidth: 0, flex: 1 }}>
          <Box component="h2" sx={{ m: 0, fontSize: 14, fontWeight: 600, overflowWrap: "anywhere" }}>
            {attachment.title}
          </Box>
          <Box sx={{ color: token.dim, fontSize: 12, overflowWrap: "anywhere" }}>
            <Box component="span" sx={{ fontFamily: MONO }}>
              {fhirPathOf(type, attachment.path)}
            </Box>
            {factsOf(attachment, bytes?.length, kind)}
          </Box>
        </Box>
        {bytes ? <Button onClick={() => void download(bytes, kind)}>Download</Button> : null}
      </Box>
      {data !== "" && bytes === undefined ? <Note>The data is no base64, so there is nothing to open.</Note> : null}
      {data === "" && url !== "" ? (
        <Note>
          The file is not in the resource but at <code>{url}</code>. The console follows no address out of the store.
        </Note>
      ) : null}
      {bytes && kind !== "other" ? <Preview bytes={bytes} kind={kind} title={attachment.title} /> : null}
      {bytes && kind === "other" ? <Note>No preview: only images and PDF are shown here.</Note> : null}
    </Box>
  );
}

function factsOf({ contentType, created }: Attachment, size: number | undefined, kind: FileKind): string {
  const isOdd = size !== undefined && kind !== "other" && contentType !== "" && contentType !== kind;
  const facts = [
    contentType,
    isOdd ? `but its content is ${kind}` : "",
    size === undefined ? "" : formatBytes(size),
    created,
  ];
  return facts
    .filter((fact) => fact !== "")
    .map((fact) => ` · ${fact}`)
    .join("");
}

function Note({ children }: { readonly children: ReactNode }) {
  return <Box sx={{ color: token.dim, mt: 2, overflowWrap: "anywhere" }}>{children}</Box>;
}

interface PreviewProps {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly kind: Exclude<FileKind, "other">;
  readonly title: string;
}

/** Shown by what the first bytes say, never by what the resource claims: HTML or SVG can never get here. */
function Preview({ bytes, kind, title }: PreviewProps) {
  const element = useRef<HTMLIFrameElement & HTMLImageElement>(null);
  useEffect(() => {
    const url = URL.createObjectURL(new Blob([bytes], { type: kind }));
    if (element.current) element.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [bytes, kind]);
  if (kind === "application/pdf")
    return <Box component="iframe" ref={element} title={`Preview of ${title}`} sx={PDF} />;
  return <Box component="img" ref={element} alt={`Preview of ${title}`} sx={IMAGE} />;
}

/** The name tells nothing about anybody; bytes of an unknown kind go out without a type that a system would open. */
async function download(bytes: Uint8Array<ArrayBuffer>, kind: FileKind): Promise<void> {
  const digest = new DataView(await crypto.subtle.digest("SHA-256", bytes));
  const name = `attachment-${digest.getUint32(0).toString(16).padStart(8, "0")}.${EXTENSIONS[kind]}`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: kind === "other" ? "application/octet-stream" : kind }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
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
  display: "block",
  mt: 3,
  width: "100%",
  height: 560,
  border: `1px solid ${token.line}`,
  borderRadius: "6px",
} as const;
