"use client";

import DownloadIcon from "@mui/icons-material/Download";
import Button from "@mui/material/Button";
import Tooltip from "@mui/material/Tooltip";
import { useQuery } from "@tanstack/react-query";
import { useIdentityMask } from "#components/ui/identity-mask.tsx";
import { fhirResourceQueries, type ResourceAddress } from "#lib/queries/fhir-resource.ts";

/** Saves the resource byte for byte as it came. The file's name has the type and a hash of the content: ids may identify. */
export function DownloadJson({ address }: { readonly address: ResourceAddress }) {
  const { masked } = useIdentityMask();
  const text = useQuery(fhirResourceQueries.read(address)).data?.text;
  const isOff = masked || text === undefined;
  return (
    <Tooltip title={masked ? "Show identities to download" : FORMAT}>
      <span>
        <Button
          startIcon={<DownloadIcon sx={{ fontSize: 16 }} />}
          disabled={isOff}
          onClick={() => (text === undefined ? undefined : void save(address.type, text))}
        >
          Download JSON
        </Button>
      </span>
    </Tooltip>
  );
}

/** Where people look for the other format of FHIR. */
const FORMAT = "As it is stored, as JSON. The Cloud Healthcare API has no XML: it neither takes nor gives it.";

async function save(type: string, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  const digest = new DataView(await crypto.subtle.digest("SHA-256", bytes));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: "application/fhir+json" }));
  link.download = `${type}-${digest.getUint32(0).toString(16).padStart(8, "0")}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}
