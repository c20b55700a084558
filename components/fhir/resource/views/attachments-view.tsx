"use client";

import Box from "@mui/material/Box";
import { useMemo, type ReactNode } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { useIdentityMask } from "#components/ui/identity-mask.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { formatBytes } from "#components/ui/quantity.ts";
import { resourceHref } from "#components/ui/resource-href.ts";
import { MONO, token } from "#components/ui/tokens.ts";
import { attachmentsOf, kindOfFile, type Attachment, type FileKind } from "#lib/fhir/attachments.ts";
import { fhirPathOf, formatPointer } from "#lib/fhir/json-path.ts";
import type { ResourceAddress } from "#lib/queries/fhir-resource.ts";
import { Preview, SaveFile } from "./attachment-preview.tsx";
import { useFile } from "./use-file.ts";
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
        <AttachmentCard key={formatPointer(attachment.path)} attachment={attachment} address={address} />
      ))}
    </Box>
  );
}

interface AttachmentCardProps {
  readonly attachment: Attachment;
  readonly address: ResourceAddress;
}

function AttachmentCard({ attachment, address }: AttachmentCardProps) {
  const { data, url, title } = attachment;
  const file = useFile(attachment, address.store);
  const kind = file.bytes ? kindOfFile(file.bytes) : "other";
  return (
    <Box component="article" sx={{ px: 4, py: 3, borderBottom: `1px solid ${token.line}` }}>
      <Box sx={{ display: "flex", gap: 3, alignItems: "center", flexWrap: "wrap" }}>
        <Box sx={{ minWidth: 0, flex: 1 }}>
          <Box component="h2" sx={{ m: 0, fontSize: 14, fontWeight: 600, overflowWrap: "anywhere" }}>
            {title}
          </Box>
          <Box sx={{ color: token.dim, fontSize: 12, overflowWrap: "anywhere" }}>
            <Box component="span" sx={{ fontFamily: MONO }}>
              {fhirPathOf(address.type, attachment.path)}
            </Box>
            {factsOf(attachment, file.bytes?.length, kind)}
            {file.place === undefined ? null : (
              <>
                {" · from "}
                <PageLink href={resourceHref(file.place)}>{url}</PageLink>
              </>
            )}
          </Box>
        </Box>
        {file.bytes ? <SaveFile bytes={file.bytes} kind={kind} /> : null}
      </Box>
      {file.isLoading ? <LoadingLines what="the file" lines={3} /> : null}
      {file.problem ? <Note>{file.problem}</Note> : null}
      {data === "" && url !== "" && file.place === undefined ? (
        <Note>
          The file is not in this store but at <code>{url}</code>. The console follows no address out of the store.
        </Note>
      ) : null}
      {file.bytes && kind !== "other" ? <Preview bytes={file.bytes} kind={kind} title={title} /> : null}
      {file.bytes && kind === "other" ? <Note>No preview: only images and PDF are shown here.</Note> : null}
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
