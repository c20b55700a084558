"use client";

import { DeidentifyPage } from "#components/deid/deidentify-page.tsx";
import type { DeidScope } from "#components/deid/deid-scope.ts";
import { OperationRow } from "#components/operations/operation-row.tsx";

/** De-identification with the operations that it starts. */
export function DeidentifyView({ kind, name }: DeidScope) {
  return (
    <DeidentifyPage
      scope={{ kind, name }}
      renderOperation={(operation) => (
        <OperationRow operation={operation} dataset={name.split("/").slice(0, 6).join("/")} />
      )}
    />
  );
}
