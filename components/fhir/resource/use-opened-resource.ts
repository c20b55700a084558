"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { createJsonDocument, type JsonDocument } from "#lib/fhir/json-document.ts";
import { JsonSyntaxError } from "#lib/fhir/lossless-json.ts";
import { fhirResourceQueries, type ResourceAddress } from "#lib/queries/fhir-resource.ts";

export type OpenedResource =
  | { readonly state: "pending" }
  | { readonly state: "failed"; readonly error: unknown; readonly retry: () => void }
  /** The answer is no JSON. */
  | { readonly state: "unreadable"; readonly problem: string }
  | { readonly state: "opened"; readonly document: JsonDocument; readonly etag: string | undefined };

/** Reads one resource, or one version of it, as a document whose values know their places. */
export function useOpenedResource(address: ResourceAddress): OpenedResource {
  const query = useQuery(fhirResourceQueries.read(address));
  const { data, error, isError, refetch } = query;
  return useMemo<OpenedResource>(() => {
    if (data) return open(data.text, data.etag);
    return isError ? { state: "failed", error, retry: () => void refetch() } : { state: "pending" };
  }, [data, error, isError, refetch]);
}

function open(text: string, etag: string | undefined): OpenedResource {
  try {
    return { state: "opened", document: createJsonDocument(text), etag };
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return { state: "unreadable", problem: error.message };
  }
}
