"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { PageLink } from "#components/ui/page-link.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { token } from "#components/ui/tokens.ts";
import type { ResourceAddress } from "#lib/queries/fhir-resource.ts";
import type { ResourceViewControl } from "../resource-view.ts";
import { Differences } from "./differences.tsx";
import { useComparison } from "./use-comparison.ts";

export interface CompareTabProps {
  readonly address: ResourceAddress;
  /** Id of the other resource, of the same type. */
  readonly other: string;
  readonly control: ResourceViewControl;
}

/** Two resources of one type compared as they are now: what the other one has that this one has not, and the other way round. */
export function CompareTab({ address, other, control }: CompareTabProps) {
  const { store, type, id } = address;
  const compared = useComparison({ store, type, id }, { store, type, id: other });
  return (
    <Box sx={FRAME}>
      <Box sx={{ display: "flex", gap: 2, alignItems: "center", flexWrap: "wrap", color: token.dim }}>
        <span>From</span>
        <OpenOne store={store} name={`${type}/${id}`} />
        <span>to</span>
        <OpenOne store={store} name={`${type}/${other}`} />
        <Button
          component={PageLink}
          href={resourceHref(`${store}/fhir/${type}/${other}`, { tab: "compare", with: id })}
          sx={{ ml: "auto" }}
        >
          Turn round
        </Button>
      </Box>
      <Differences type={type} compared={compared} control={control} />
    </Box>
  );
}

function OpenOne({ store, name }: { readonly store: string; readonly name: string }) {
  return (
    <Button component={PageLink} variant="text" className="mono" href={resourceHref(`${store}/fhir/${name}`)}>
      {name}
    </Button>
  );
}

const FRAME = { flex: 1, minHeight: 0, minWidth: 0, display: "flex", flexDirection: "column", gap: 2, p: 3 } as const;
