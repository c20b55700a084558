"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useQueries, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { formatPlural } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import { RESOURCE_ID } from "#lib/contract/resource-name.ts";
import { resourceQueries } from "#lib/queries/stores.ts";
import { treeQueries } from "#lib/queries/tree.ts";
import { datasetOf, idOf, regionOf, type DeidScope } from "./deid-scope.ts";
import { EnvironmentWord } from "./scope-step.tsx";
import { StepCard } from "./step-card.tsx";
import { StepField, StepSelect } from "./step-field.tsx";
import type { DeidForm } from "./use-deid-form.ts";

const NewStore = dynamic(() => import("./new-store.tsx").then((file) => file.NewStore), {
  loading: () => <LoadingLines what="the fields" lines={1} />,
});

export interface DestinationStepProps {
  readonly scope: DeidScope;
  readonly form: DeidForm;
}

/** Where to, by the API's rules: a dataset that is not there yet, or a store that is. */
export function DestinationStep({ scope, form }: DestinationStepProps) {
  return (
    <StepCard step={3} title="Where to">
      {scope.kind === "dataset" ? (
        <NewDataset scope={scope} form={form} />
      ) : (
        <ExistingStore scope={scope} form={form} />
      )}
      {form.destination === "" ? null : (
        <Box sx={{ display: "flex", alignItems: "center", gap: 2 }}>
          <Box component="span" sx={{ color: token.dim }}>
            Environment of the destination
          </Box>
          <EnvironmentWord name={form.destination} />
        </Box>
      )}
    </StepCard>
  );
}

function NewDataset({ scope, form }: DestinationStepProps) {
  const location = scope.name.split("/").slice(0, 4).join("/");
  const taken = (useQuery(treeQueries.project(location.split("/").slice(0, 2).join("/"))).data ?? []).flatMap(
    ({ datasets }) => datasets,
  );
  const id = form.destination === "" ? "" : idOf(form.destination);
  const problem = datasetProblem(id, taken.includes(form.destination));
  return (
    <StepField
      label="New dataset"
      placeholder={`${idOf(scope.name)}-deidentified`}
      value={id}
      onChange={(value) => {
        const next = value.trim();
        form.setDestination(next === "" ? "" : `${location}/datasets/${next}`);
      }}
      isWrong={problem !== ""}
      help={
        problem || `The API makes it in ${regionOf(scope.name)}; it must not be there yet. Its stores keep their ids.`
      }
    />
  );
}

function datasetProblem(id: string, isTaken: boolean): string {
  if (id !== "" && !RESOURCE_ID.test(id)) return "Letters, digits, _, - and . only.";
  return isTaken ? "There is a dataset of that name already." : "";
}

function ExistingStore({ scope, form }: DestinationStepProps) {
  const [isNew, setNew] = useState(false);
  const location = scope.name.split("/").slice(0, 4).join("/");
  const tree = useQuery(treeQueries.project(location.split("/").slice(0, 2).join("/")));
  const datasets = tree.data?.find(({ name }) => name === location)?.datasets ?? [];
  const lists = useQueries({ queries: datasets.map((dataset) => treeQueries.stores(dataset)) });
  const stores = lists
    .flatMap(({ data }) => data ?? [])
    .filter(({ kind, name }) => kind === scope.kind && name !== scope.name)
    .map(({ name }) => name);
  if (tree.isError) return <QueryProblem error={tree.error} onRetry={() => void tree.refetch()} />;
  return (
    <>
      <StepSelect
        label="Destination store"
        value={stores.includes(form.destination) ? form.destination : ""}
        onChange={form.setDestination}
        help={`A store of the same kind in ${regionOf(scope.name)}. The source is never written to.`}
        options={[
          ["", "Choose one"],
          ...stores.map((name) => [name, `${idOf(datasetOf(name))} › ${idOf(name)}`] as const),
        ]}
      />
      {isNew ? (
        <NewStore scope={scope} datasets={datasets} onCreated={form.setDestination} />
      ) : (
        <Button sx={{ alignSelf: "flex-start" }} onClick={() => setNew(true)}>
          Make one…
        </Button>
      )}
      {form.destination === "" || scope.kind === "dataset" ? null : (
        <Occupancy store={form.destination} kind={scope.kind} />
      )}
    </>
  );
}

function Occupancy({ store, kind }: { readonly store: string; readonly kind: "fhirStores" | "dicomStores" }) {
  const total = useQuery(resourceQueries.metrics(store, kind)).data?.total;
  if (total === undefined) return null;
  const noun = kind === "fhirStores" ? "resource" : "instance";
  return total === 0 ? (
    <Box sx={{ color: token.dim }}>The destination is empty.</Box>
  ) : (
    <Box sx={{ color: token.warn }}>
      The destination holds {formatPlural(total, noun)} already. What is copied is added to them, and the scan of the
      output looks at all.
    </Box>
  );
}
