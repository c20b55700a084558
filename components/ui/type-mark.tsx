"use client";

import { styled } from "@mui/material/styles";
import type { StoreKind } from "#lib/contract/resource-name.ts";
import { token } from "./tokens.ts";

export type MarkedKind = StoreKind | "dataset";

const MARKS: Readonly<Record<MarkedKind, { readonly letter: string; readonly color: string }>> = {
  dataset: { letter: "D", color: token.dataset },
  fhirStores: { letter: "F", color: token.fhir },
  hl7V2Stores: { letter: "H", color: token.hl7v2 },
  dicomStores: { letter: "D", color: token.dicom },
  consentStores: { letter: "C", color: token.consent },
};

/** What each kind is called on screens. */
export const KIND_TITLES: Readonly<Record<MarkedKind, string>> = {
  dataset: "Dataset",
  fhirStores: "FHIR store",
  hl7V2Stores: "HL7v2 store",
  dicomStores: "DICOM store",
  consentStores: "Consent store",
};

/** The coloured letter square of a dataset or store. Decoration: the text beside it says the same. */
export function TypeMark({ kind }: { readonly kind: MarkedKind }) {
  const { letter, color } = MARKS[kind];
  return (
    <Square aria-hidden title={KIND_TITLES[kind]} style={{ backgroundColor: color }}>
      {letter}
    </Square>
  );
}

const Square = styled("span")({
  width: 16,
  height: 16,
  flexShrink: 0,
  borderRadius: 4,
  display: "inline-grid",
  placeItems: "center",
  fontSize: 9.5,
  lineHeight: 1,
  fontWeight: 700,
  color: token.storeInk,
});
