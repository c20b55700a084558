"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { problemOf } from "#components/ui/explain-problem.ts";
import { decodeBase64, type Attachment } from "#lib/fhir/attachments.ts";
import { isJsonObject, parseJson } from "#lib/fhir/lossless-json.ts";
import { memberText } from "#lib/fhir/member-text.ts";
import { parseReference } from "#lib/fhir/reference-target.ts";
import { fhirResourceQueries } from "#lib/queries/fhir-resource.ts";

export interface AttachedFile {
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
  /** Resource name of the Binary that holds it; undefined when it is in the resource itself or out of the store. */
  readonly place: string | undefined;
  readonly isLoading: boolean;
  /** Why it cannot be opened. */
  readonly problem: string | null | undefined;
}

/** The bytes of an attachment: its own, or those of the Binary of the same store that its address names (FHIR R4 §2.24.0.8, §2.4). */
export function useFile({ data, url }: Attachment, store: string): AttachedFile {
  const id = data === "" ? binaryIdOf(url, store) : undefined;
  const fetched = useQuery({
    ...fhirResourceQueries.read({ store, type: "Binary", id: id ?? "" }),
    enabled: id !== undefined,
  });
  const content = fetched.data?.text;
  const base64 = useMemo(() => (content === undefined ? data : dataOf(content)), [content, data]);
  const bytes = useMemo(() => (base64 === "" ? undefined : decodeBase64(base64)), [base64]);
  const isBroken = base64 !== "" && bytes === undefined;
  return {
    bytes,
    place: id === undefined ? undefined : `${store}/fhir/Binary/${id}`,
    isLoading: fetched.isLoading,
    problem: isBroken ? NO_BASE64 : fetched.error && problemOf(fetched.error).message,
  };
}

function binaryIdOf(url: string, store: string): string | undefined {
  const target = url === "" ? undefined : parseReference(url, store);
  return target?.kind === "local" && target.type === "Binary" ? target.id : undefined;
}

const NO_BASE64 = "The data is no base64, so there is nothing to open.";

function dataOf(text: string): string {
  const resource = parseJson(text);
  return isJsonObject(resource) ? memberText(resource, "data") : "";
}
