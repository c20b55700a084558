"use client";

import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { MASKED_TEXT, useIdentityMask } from "#components/ui/identity-mask.tsx";
import { token } from "#components/ui/tokens.ts";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import { medicalRecordNumber, nameText, plainText, select } from "#lib/fhir/result-text.ts";

/** Who it is, in one line; covered while identities are. */
export function PatientHead({ patient }: { readonly patient: JsonObject | undefined }) {
  const { masked } = useIdentityMask();
  const text = (path: string) => (patient ? plainText(select(patient, path)) : "");
  const covered = (words: string) => (masked && words !== "" ? MASKED_TEXT : words);
  const number = patient ? medicalRecordNumber(select(patient, "identifier")) : "";
  const facts = [
    text("gender"),
    text("birthDate") && `born ${covered(text("birthDate"))}`,
    text("deceasedDateTime") && `died ${covered(text("deceasedDateTime").slice(0, 10))}`,
    number && `MRN ${covered(number)}`,
  ];
  return (
    <Box sx={{ minWidth: 0 }}>
      <Typography variant="h1">{covered(patient ? nameText(select(patient, "name")) : "") || "Patient"}</Typography>
      <Box sx={{ color: token.dim, fontSize: 12 }}>{facts.filter(Boolean).join(" · ")}</Box>
    </Box>
  );
}
