"use client";

import Box from "@mui/material/Box";
import { useEffect, useMemo, useRef } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { useIdentityMask } from "#components/ui/identity-mask.tsx";
import { token } from "#components/ui/tokens.ts";
import { isJsonObject, type JsonValue } from "#lib/fhir/lossless-json.ts";
import { memberText } from "#lib/fhir/member-text.ts";
import { sanitiseNarrative } from "./sanitise-narrative.ts";
import type { ViewedResource } from "./view-frame.tsx";

/** The narratives of a resource: its own, those of contained ones, of a Composition's sections and of a bundle's entries. */
export function NarrativeView({ viewed }: { readonly viewed: ViewedResource }) {
  const { masked } = useIdentityMask();
  const narratives = useMemo(() => narrativesIn(viewed.resource, ""), [viewed.resource]);
  if (narratives.length === 0) {
    return (
      <EmptyState title="No narrative">
        This resource brings no text of its own for people. The readable form says what its elements hold.
      </EmptyState>
    );
  }
  if (masked) {
    return <EmptyState title="Covered">A narrative names people freely. Show identities to read it.</EmptyState>;
  }
  return (
    <Box sx={{ flex: 1, minHeight: 0, overflow: "auto" }} tabIndex={0} role="region" aria-label="Narrative">
      {narratives.map(({ place, status, div }) => (
        <Box key={place} sx={{ px: 4, py: 3, borderBottom: `1px solid ${token.line}` }}>
          <Box sx={{ color: token.dim, fontSize: 12, mb: 2 }}>
            {place} · {STATUS[status] ?? status}
          </Box>
          <SafeNarrative div={div} />
        </Box>
      ))}
    </Box>
  );
}

/** FHIR R4 narrative-status. */
const STATUS: Readonly<Record<string, string>> = {
  generated: "generated from the data, nothing else in it",
  extensions: "generated from the data and its extensions",
  additional: "holds more than the data",
  empty: "says nothing",
};

interface Narrative {
  readonly place: string;
  readonly status: string;
  readonly div: string;
}

function narrativesIn(value: JsonValue, place: string): Narrative[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => narrativesIn(item, `${place}[${at}]`));
  if (!isJsonObject(value)) return [];
  const here = memberText(value, "resourceType") || place;
  return Object.entries(value).flatMap(([name, member]) => {
    const at = place === "" ? `${here}.${name}` : `${place}.${name}`;
    const div = name === "text" ? memberText(member, "div") : "";
    return div === "" ? narrativesIn(member, at) : [{ place: at, status: memberText(member, "status"), div }];
  });
}

/** Sanitised markup goes into the page as nodes, never as text that the browser would read again. */
function SafeNarrative({ div }: { readonly div: string }) {
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = holder.current;
    if (!element) return undefined;
    element.replaceChildren(sanitiseNarrative(div));
    return () => element.replaceChildren();
  }, [div]);
  return <Box ref={holder} sx={PROSE} />;
}

const PROSE = {
  // Nothing inside may reach out of its box, whatever its markup asks for.
  contain: "content",
  overflowX: "auto",
  maxWidth: 900,
  "& table": { borderCollapse: "collapse" },
  "& td, & th": { border: `1px solid ${token.line}`, px: 2, py: "3px", textAlign: "left", verticalAlign: "top" },
  "& img": { maxWidth: "100%" },
  "& p": { my: 2 },
} as const;
