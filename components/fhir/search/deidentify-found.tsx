"use client";

import ShieldIcon from "@mui/icons-material/ShieldOutlined";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useCan } from "#components/ui/permissions.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { keepSearch } from "#lib/queries/searches.ts";
import { ToolButton } from "./tool-button.tsx";

export interface DeidentifyFoundProps {
  readonly storeName: string;
  /** Of the search on screen; "" while it is not kept yet. */
  readonly searchId: string;
  /** Resource type of the search; "" for all. */
  readonly type: string;
  /** `Patient/p1` of the selected rows. */
  readonly selected: ReadonlySet<string>;
  readonly isNarrow: boolean;
}

/** On to de-identification of what is selected, or of all that the search finds; by the id of a kept search, so no name is in the address. */
export function DeidentifyFound({ storeName, searchId, type, selected, isNarrow }: DeidentifyFoundProps) {
  const may = useCan("healthcare.fhirStores.deidentify");
  const client = useQueryClient();
  const router = useRouter();
  // Ids are unique within a type alone, so a selection is one of the type that was searched.
  const ids =
    type === ""
      ? []
      : [...selected].filter((name) => name.startsWith(`${type}/`)).map((name) => name.slice(type.length + 1));
  const go = useMutation({
    mutationFn: async () =>
      ids.length === 0
        ? searchId
        : (await keepSearch(client, { store: storeName, type, query: `_id=${ids.join(",")}` })).id,
    onSuccess: (q) => router.push(resourceHref(storeName, { tab: "deidentify", q })),
  });
  if (!may) return null;
  return (
    <ToolButton
      icon={<ShieldIcon />}
      words={ids.length > 0 ? "De-identify selected" : "De-identify"}
      isNarrow={isNarrow}
      disabled={go.isPending || (ids.length === 0 && searchId === "")}
      onClick={() => go.mutate()}
    />
  );
}
