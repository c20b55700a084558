"use client";

import dynamic from "next/dynamic";
import { DeidentifyPage } from "#components/deid/deidentify-page.tsx";
import type { DeidScope } from "#components/deid/deid-scope.ts";
import { LoadingLines } from "#components/ui/loading.tsx";
import { OperationRow } from "#components/operations/operation-row.tsx";

// The viewer comes with its code when a dry run has something to show.
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
      renderOperation={(operation) => (
        <OperationRow operation={operation} dataset={name.split("/").slice(0, 6).join("/")} />
      )}
      renderJson={(json) => <SampleReader {...json} />}
      renderDiff={(texts) => <DiffView {...texts} />}
    />
  );
}
