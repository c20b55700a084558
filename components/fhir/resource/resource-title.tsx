"use client";

import Box from "@mui/material/Box";
import Tooltip from "@mui/material/Tooltip";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { MASKED_TEXT, useIdentityMask } from "#components/ui/identity-mask.tsx";
import { formatMoment } from "#components/ui/moment.ts";
import { token } from "#components/ui/tokens.ts";
import type { JsonDocument } from "#lib/fhir/json-document.ts";
import type { ResourceAddress } from "#lib/queries/fhir-resource.ts";

export interface ResourceTitleProps {
  readonly address: ResourceAddress;
  readonly document: JsonDocument;
  readonly heading: "h1" | "h2";
  readonly children?: ReactNode;
}

/** Google's version ids are 26 letters that tell a reader nothing; the time says it. */
const LONG_VERSION = 8;

/** Type and id with a copy of the full name, then version and time. Ids and times are identifiers too, so the mask covers them. */
export function ResourceTitle({ address, document, heading, children }: ResourceTitleProps) {
  const { masked } = useIdentityMask();
  const { store, type, id } = address;
  const version = textAt(document, "versionId");
  const updated = textAt(document, "lastUpdated");
  return (
    <Box sx={TITLE}>
      <Typography variant="h3" component={heading} noWrap sx={{ color: token.ink, flex: "0 1 auto" }}>
        {type}/{masked ? MASKED_TEXT : id}
      </Typography>
      {masked ? null : <CopyButton text={`${store}/fhir/${type}/${id}`} what="full name" />}
      {masked || updated === undefined ? null : (
        <Tooltip title={`Version ${version ?? "unknown"}, ${updated}`}>
          <Box component="span" sx={NOTE}>
            {version !== undefined && version.length <= LONG_VERSION ? `version ${version} · ` : ""}
            {formatMoment(updated)}
          </Box>
        </Tooltip>
      )}
      {children}
    </Box>
  );
}

function textAt(document: JsonDocument, name: string): string | undefined {
  const node = document.nodeAt(["meta", name]);
  return node === undefined ? undefined : document.stringOf(node);
}

const TITLE = { display: "flex", alignItems: "center", gap: 1, minWidth: 0, flex: "1 1 auto" } as const;

const NOTE = {
  overflow: "hidden",
  textOverflow: "ellipsis",
  whiteSpace: "nowrap",
  minWidth: 0,
  flex: "1 2 auto",
} as const;
