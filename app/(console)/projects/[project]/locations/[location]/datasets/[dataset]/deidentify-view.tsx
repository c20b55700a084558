"use client";

import dynamic from "next/dynamic";
import { DeidentifyPage } from "#components/deid/deidentify-page.tsx";
import type { DeidScope } from "#components/deid/deid-scope.ts";
import { LoadingLines } from "#components/ui/loading.tsx";

// What a run and a dry run need comes with its code when there is one to show.
const OperationRow = dynamic(
  () => import("#components/operations/operation-row.tsx").then((file) => file.OperationRow),
  {
    loading: () => <LoadingLines what="the operation" lines={2} />,
  },
);
const SampleReader = dynamic(
  () => import("#components/fhir/json/sample-reader.tsx").then((file) => file.SampleReader),
  {
    ssr: false,
    loading: () => <LoadingLines what="the viewer" lines={12} />,
  },
);

const DiffView = dynamic(() => import("#components/fhir/edit/diff-view.tsx").then((file) => file.DiffView), {
  ssr: false,
  loading: () => <LoadingLines what="the differences" lines={6} />,
});

/** De-identification with the operations that it starts. */
export function DeidentifyView({ kind, name }: DeidScope) {
  return (
    <DeidentifyPage
      scope={{ kind, name }}
      renderOperation={(operation, amounts) => (
        <OperationRow operation={operation} amounts={amounts} dataset={name.split("/").slice(0, 6).join("/")} />
      )}
      renderJson={(json) => <SampleReader {...json} />}
      renderDiff={(texts) => <DiffView {...texts} />}
    />
  );
}
