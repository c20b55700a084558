"use client";

import CloseIcon from "@mui/icons-material/Close";
import OpenInFullIcon from "@mui/icons-material/OpenInFull";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import { PageLink } from "#components/ui/page-link.tsx";
import { useState } from "react";
import { MASKED_TEXT, useIdentityMask } from "#components/ui/identity-mask.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { token } from "#components/ui/tokens.ts";
import type { Layer } from "#lib/fhir/annotation.ts";
import type { ReferenceTarget } from "#lib/fhir/reference-target.ts";
import { ResourceReader } from "./resource-reader.tsx";
import type { BesideAddress } from "./resource-view.ts";

export interface BesidePanelProps {
  readonly store: string;
  /** Opened one from the other; never empty. */
  readonly stack: readonly BesideAddress[];
  /** Opaque id of the search that found the first of them. */
  readonly search: string | undefined;
  readonly layers: readonly Layer[];
  readonly onLayers: (layers: readonly Layer[]) => void;
  readonly onStack: (stack: readonly BesideAddress[]) => void;
  readonly onOpenReference: (target: ReferenceTarget) => void;
}

/** The target of a reference with its own viewer, beside the resource that refers to it. */
export function BesidePanel(props: BesidePanelProps) {
  const [pointers, setPointers] = useState<ReadonlyMap<string, string>>(new Map());
  const { store, stack, layers, onLayers, onStack, onOpenReference } = props;
  const shown = stack.at(-1);
  if (!shown) return null;
  const search = stack.length === 1 ? props.search : undefined;
  const name = `${store}/fhir/${shown.type}/${shown.id}`;
  return (
    <Box
      component="aside"
      aria-label={`${shown.type} beside`}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        onStack(stack.slice(0, -1));
      }}
      sx={PANEL}
    >
      <Box sx={HEAD}>
        <Trail stack={stack} onStack={onStack} />
        <Tooltip title="Open as a page">
          <IconButton
            component={PageLink}
            href={resourceHref(name, { version: shown.version ?? "", search: search ?? "" })}
            aria-label="Open as a page"
          >
            <OpenInFullIcon sx={{ fontSize: 15 }} />
          </IconButton>
        </Tooltip>
        <Tooltip title="Close (Esc)">
          <IconButton aria-label="Close the panel beside" onClick={() => onStack([])}>
            <CloseIcon sx={{ fontSize: 16 }} />
          </IconButton>
        </Tooltip>
      </Box>
      <Box sx={{ flex: 1, minHeight: 0, display: "flex", flexDirection: "column", containerType: "inline-size" }}>
        <ResourceReader
          key={name}
          address={{ store, ...shown }}
          layers={layers}
          onLayers={onLayers}
          against={undefined}
          onAgainst={undefined}
          search={search}
          initialPointer={pointers.get(name) ?? ""}
          onPointer={(pointer) => setPointers((all) => new Map([...all, [name, pointer]]))}
          onOpenReference={onOpenReference}
          isPrimary={false}
          heading="h2"
        />
      </Box>
    </Box>
  );
}

/** Where the reader came from; each step leads back to it. */
function Trail({ stack, onStack }: Pick<BesidePanelProps, "stack" | "onStack">) {
  const { masked } = useIdentityMask();
  return (
    <Box component="nav" aria-label="Opened beside" sx={TRAIL}>
      {stack.map(({ type, id }, at) => (
        <Box key={`${type}/${id}`} component="span" sx={{ display: "flex", minWidth: 0 }}>
          {at === 0 ? null : <span aria-hidden="true">&nbsp;›&nbsp;</span>}
          <Box
            component="button"
            type="button"
            aria-current={at === stack.length - 1 ? "true" : undefined}
            onClick={() => onStack(stack.slice(0, at + 1))}
            sx={STEP}
          >
            {type}/{masked ? MASKED_TEXT : id}
          </Box>
        </Box>
      ))}
    </Box>
  );
}

const PANEL = { display: "flex", flexDirection: "column", gap: 2, minWidth: 0, minHeight: 0 } as const;

const HEAD = { display: "flex", alignItems: "center", gap: 1, color: token.dim, fontSize: 12 } as const;

const TRAIL = { flex: 1, minWidth: 0, display: "flex", overflow: "hidden" } as const;

const STEP = {
  minHeight: 24,
  p: 0,
  border: 0,
  bgcolor: "transparent",
  color: token.accent,
  font: "inherit",
  cursor: "pointer",
  overflow: "hidden",
  textOverflow: "ellipsis",
  whiteSpace: "nowrap",
  '&[aria-current="true"]': { color: token.ink, fontWeight: 600 },
} as const;
