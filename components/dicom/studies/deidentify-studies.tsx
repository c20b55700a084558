"use client";

import ShieldIcon from "@mui/icons-material/ShieldOutlined";
import Button from "@mui/material/Button";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useCan } from "#components/ui/permissions.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { NO_STUDY_FILTER, writeStudyFilter } from "#lib/dicom/study-filter.ts";
import { keepSearch } from "#lib/queries/searches.ts";

export interface DeidentifyStudiesProps {
  readonly store: string;
  readonly selected: ReadonlySet<string>;
}

/** On to de-identification of the selected studies, by the id of a kept list. */
export function DeidentifyStudies({ store, selected }: DeidentifyStudiesProps) {
  const may = useCan("healthcare.dicomStores.deidentify");
  const client = useQueryClient();
  const router = useRouter();
  const go = useMutation({
    mutationFn: () =>
      keepSearch(client, {
        store,
        type: "",
        // With a comma at the end also a single one is a list, of which nothing has to be asked.
        query: writeStudyFilter({ ...NO_STUDY_FILTER, studyUid: [...selected, ""].join(",") }),
      }),
    onSuccess: ({ id }) => router.push(resourceHref(store, { tab: "deidentify", q: id })),
  });
  if (!may || selected.size === 0) return null;
  return (
    <Button startIcon={<ShieldIcon />} disabled={go.isPending} onClick={() => go.mutate()}>
      De-identify {selected.size} selected
    </Button>
  );
}
