"use client";

import Box from "@mui/material/Box";
import MuiLink from "@mui/material/Link";
import { useQuery } from "@tanstack/react-query";
import { PageLink } from "#components/ui/page-link.tsx";
import { MASKED_TEXT, useIdentityMask } from "#components/ui/identity-mask.tsx";
import { problemOf } from "#components/ui/explain-problem.ts";
import { resourceHref } from "#components/ui/resource-href.ts";
import { MONO, token } from "#components/ui/tokens.ts";
import type { ProblemCode } from "#lib/contract/problem.ts";
import type { ReferenceTarget } from "#lib/fhir/reference-target.ts";
import { fhirResourceQueries } from "#lib/queries/fhir-resource.ts";

export interface ReferenceTargetLineProps {
  readonly store: string;
  readonly target: ReferenceTarget;
  readonly isInDocument: boolean;
}

/** What a reference points to, in one line; asked for only while the annotation is on screen. */
export function ReferenceTargetLine({ store, target, isInDocument }: ReferenceTargetLineProps) {
  if (target.kind === "local") return <LocalTarget store={store} target={target} isInDocument={isInDocument} />;
  if (isInDocument) return <Line>Found in this document.</Line>;
  if (target.kind === "contained" || target.kind === "bundled") return <Line isOdd>It is not in this document.</Line>;
  return null;
}

interface LocalTargetProps {
  readonly store: string;
  readonly target: Extract<ReferenceTarget, { readonly kind: "local" }>;
  readonly isInDocument: boolean;
}

function LocalTarget({ store, target, isInDocument }: LocalTargetProps) {
  const { masked } = useIdentityMask();
  const { type, id } = target;
  const summary = useQuery({ ...fhirResourceQueries.summary({ store, type, id }), enabled: !isInDocument });
  const href = resourceHref(`${store}/fhir/${type}/${id}`);
  return (
    <>
      <MuiLink component={PageLink} href={href} sx={{ fontFamily: MONO, fontSize: 11.5, overflowWrap: "anywhere" }}>
        {type}/{masked ? MASKED_TEXT : id}
      </MuiLink>
      {summary.isError ? <Line isOdd>{ABSENCES[problemOf(summary.error).code] ?? "It could not be read."}</Line> : null}
      {summary.data ? <Line>{masked && summary.data.isIdentifying ? MASKED_TEXT : summary.data.text}</Line> : null}
    </>
  );
}

/** Why a target cannot be shown. */
const ABSENCES: Readonly<Partial<Record<ProblemCode, string>>> = {
  NOT_FOUND: "▲ Dangling: not in this store.",
  GONE: "▲ Deleted; earlier versions may be readable.",
  PERMISSION_DENIED: "Your role may not read it.",
};

function Line({ children, isOdd = false }: { readonly children: string; readonly isOdd?: boolean }) {
  return (
    <Box component="span" sx={{ display: "block", color: isOdd ? token.warn : token.ink, overflowWrap: "anywhere" }}>
      {children}
    </Box>
  );
}
