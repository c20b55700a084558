"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { LoadingLines } from "#components/ui/loading.tsx";
import { formatCount, formatPlural } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { useAddress } from "#components/ui/use-address.ts";
import { deidScopeQuery, writeDeidScope } from "#lib/queries/deid-scope.ts";
import type { DeidScope } from "./deid-scope.ts";
import { StepField } from "./step-field.tsx";
import type { DeidForm } from "./use-deid-form.ts";

export interface FoundScopeProps {
  readonly scope: DeidScope;
  readonly form: DeidForm;
}

/** What a search or a selection found takes the place of the whole store. The address has the search's opaque id alone. */
export function FoundScope({ scope, form }: FoundScopeProps) {
  const { params, push } = useAddress();
  const search = params.get("q") ?? "";
  const found = useQuery({ ...deidScopeQuery(scope.name, search), enabled: search !== "" });
  const { setSelection } = form;
  const resources = found.data?.resources.join("\n") ?? "";
  useEffect(() => {
    if (resources !== "") setSelection({ resources });
    // oxlint-disable-next-line react/exhaustive-deps -- the setter is a new one each time and always does the same
  }, [resources]);
  if (search === "") return null;
  const takeAll = () => {
    setSelection({ resources: "", listUri: "" });
    push({ q: undefined });
  };
  return (
    <Box sx={{ display: "flex", flexDirection: "column", gap: 3 }}>
      {found.isError ? <QueryProblem error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isPending ? <LoadingLines what="what the search finds" lines={1} /> : null}
      {found.data ? (
        <Box role="status">
          Only what the search finds now:{" "}
          <strong>
            {scope.kind === "fhirStores"
              ? formatPlural(found.data.resources.length, "resource")
              : `${formatCount(found.data.studies.length)} ${found.data.studies.length === 1 ? "study" : "studies"}`}
          </strong>
          .
        </Box>
      ) : null}
      {found.data && scope.kind === "dicomStores" ? <StudyList search={search} scope={scope} form={form} /> : null}
      <Button sx={{ alignSelf: "flex-start" }} onClick={takeAll}>
        Take the whole store instead
      </Button>
    </Box>
  );
}

/** The API takes a list of studies only from Cloud Storage. */
function StudyList({ search, scope, form }: FoundScopeProps & { readonly search: string }) {
  const [folder, setFolder] = useState("");
  const write = useMutation({
    mutationFn: () => writeDeidScope({ source: scope.name, search, folder }),
    onSuccess: ({ uri }) => form.setSelection({ listUri: uri }),
  });
  const isFolder = /^gs:\/\/[a-z0-9][a-z0-9._-]+/.test(folder);
  return (
    <>
      <StepField
        label="Folder for the list of studies"
        placeholder="gs://bucket/folder"
        value={folder}
        onChange={(value) => setFolder(value.trim())}
        isWrong={folder !== "" && !isFolder}
        help="The API reads which studies are meant from Cloud Storage. The console writes them there, by their UIDs alone."
      />
      <Button
        sx={{ alignSelf: "flex-start" }}
        variant="outlined"
        disabled={!isFolder || write.isPending}
        onClick={() => write.mutate()}
      >
        Write the list
      </Button>
      {write.isError ? <QueryProblem error={write.error} /> : null}
    </>
  );
}
