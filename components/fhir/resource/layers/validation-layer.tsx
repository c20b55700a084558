"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { problemOf } from "#components/ui/explain-problem.ts";
import { formatPlural } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import { annotateOutcome } from "#lib/fhir/annotate-outcome.ts";
import type { Annotation } from "#lib/fhir/annotation.ts";
import type { JsonDocument } from "#lib/fhir/json-document.ts";
import { fhirResourceQueries, type ResourceAddress } from "#lib/queries/fhir-resource.ts";

export type StoreVerdict =
  | { readonly state: "unasked" }
  | { readonly state: "pending" }
  | { readonly state: "failed"; readonly error: unknown }
  | { readonly state: "told"; readonly issues: number };

export interface ValidationLayer {
  readonly annotations: readonly Annotation[];
  readonly verdict: StoreVerdict;
  readonly onAsk: () => void;
}

const NOTHING: readonly Annotation[] = [];

/** What `$validate` of the store says, once somebody asks; the console's own check needs no question. */
export function useValidationLayer(address: ResourceAddress, document: JsonDocument): ValidationLayer {
  const [isAsked, setAsked] = useState(false);
  const query = useQuery({ ...fhirResourceQueries.validation(address, document.text), enabled: isAsked });
  const annotations = useMemo(
    () => (query.data === undefined ? NOTHING : annotateOutcome(document, query.data)),
    [query.data, document],
  );
  return {
    annotations,
    verdict: verdictOf(isAsked, query, annotations.length),
    onAsk: () => {
      setAsked(true);
      if (isAsked) void query.refetch();
    },
  };
}

function verdictOf(
  isAsked: boolean,
  query: { readonly isError: boolean; readonly error: unknown; readonly data: unknown },
  issues: number,
): StoreVerdict {
  if (!isAsked) return { state: "unasked" };
  if (query.isError) return { state: "failed", error: query.error };
  return query.data === undefined ? { state: "pending" } : { state: "told", issues };
}

/** Asks the store, and tells what it said. */
export function ValidationControl({ layer: { verdict, onAsk } }: { readonly layer: ValidationLayer }) {
  return (
    <Box sx={LINE}>
      <Box component="span" role="status" sx={{ flex: 1, minWidth: 0 }}>
        {WORDS[verdict.state](verdict)}
      </Box>
      <Button variant="text" onClick={onAsk} disabled={verdict.state === "pending"} sx={{ py: 0, flex: "none" }}>
        {verdict.state === "unasked" ? "Validate in the store" : "Again"}
      </Button>
    </Box>
  );
}

const WORDS: Readonly<Record<StoreVerdict["state"], (verdict: StoreVerdict) => string>> = {
  unasked: () => "Checked here against base R4.",
  pending: () => "The store is validating…",
  failed: (verdict) => (verdict.state === "failed" ? problemOf(verdict.error).message : ""),
  told: (verdict) =>
    verdict.state === "told" && verdict.issues > 0
      ? `The store found ${formatPlural(verdict.issues, "issue")}.`
      : "The store found nothing wrong.",
};

const LINE = {
  display: "flex",
  gap: 2,
  alignItems: "center",
  px: 3,
  py: "3px",
  fontSize: 12,
  color: token.dim,
  borderBottom: `1px solid ${token.line}`,
} as const;
