"use client";

import Autocomplete from "@mui/material/Autocomplete";
import Box from "@mui/material/Box";
import TextField from "@mui/material/TextField";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { token } from "#components/ui/tokens.ts";
import { createDefinitions } from "#lib/fhir/definitions.ts";
import { memberText } from "#lib/fhir/member-text.ts";
import { isJsonObject, parseJson } from "#lib/fhir/lossless-json.ts";
import { createTemplate } from "#lib/fhir/resource-template.ts";
import { prettyJson } from "#lib/fhir/pretty-json.ts";
import { createResource } from "#lib/queries/fhir-changes.ts";
import { fhirDefinitionQueries } from "#lib/queries/fhir-definitions.ts";
import { fhirSearchQueries } from "#lib/queries/fhir-search.ts";
import { todayAsDate } from "./today.ts";
import { Workbench } from "./workbench.tsx";

/** A new resource of any type the store knows, begun from the smallest one that is valid. The type stands in the address. */
export function CreateResource({ storeName }: { readonly storeName: string }) {
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  const type = params.get("type") ?? "Patient";
  const capability = useQuery(fhirSearchQueries.capability(storeName));
  const types = useMemo(() => [...(capability.data?.keys() ?? [])], [capability.data]);
  return (
    <Box sx={{ flex: 1, minHeight: 0, display: "flex", flexDirection: "column" }}>
      <Box sx={{ display: "flex", gap: 3, alignItems: "center", px: 3, pt: 3, flexWrap: "wrap" }}>
        <Autocomplete
          options={types}
          value={type}
          disableClearable
          autoHighlight
          onChange={(_, next) => {
            const query = new URLSearchParams(params.toString());
            query.set("type", next);
            router.replace(`${pathname}?${query.toString()}`);
          }}
          renderInput={(input) => <TextField {...input} label="Resource type" />}
          sx={{ width: 280 }}
        />
        <Box sx={{ color: token.dim, flex: 1, minWidth: 260 }}>
          Starts with what is mandatory. With an <code>id</code> it is stored under that id, if the id is free and the
          store takes ids; without one the store gives it.
        </Box>
      </Box>
      {capability.isError ? <QueryProblem error={capability.error} onRetry={() => void capability.refetch()} /> : null}
      <NewResource key={type} storeName={storeName} type={type} />
    </Box>
  );
}

function NewResource({ storeName, type }: { readonly storeName: string; readonly type: string }) {
  const router = useRouter();
  const client = useQueryClient();
  const unlock = useUnlockHeaders(storeName);
  const data = useQuery(fhirDefinitionQueries.ofType(type));
  const definitions = useMemo(() => (data.data ? createDefinitions(data.data) : undefined), [data.data]);
  const base = useMemo(() => {
    if (!definitions) return undefined;
    return { text: prettyJson(JSON.stringify(createTemplate(definitions, type, todayAsDate()))), etag: undefined };
  }, [definitions, type]);
  if (data.isError) return <QueryProblem error={data.error} onRetry={() => void data.refetch()} />;
  if (!definitions || !base) return <LoadingLines what={`the definitions of ${type}`} lines={8} />;
  return (
    <Workbench
      draftName={`${storeName}/new/${type}`}
      title={`New ${type}`}
      expected={{ type, id: undefined }}
      base={base}
      definitions={definitions}
      store={storeName}
      permission="healthcare.fhirResources.create"
      action="Create"
      readLatest={undefined}
      send={async (text, _, reason) => {
        const resource = parseJson(text);
        const id = isJsonObject(resource) ? memberText(resource, "id") : "";
        const wanted = { type, id: id === "" ? undefined : id, text };
        const created = await createResource(storeName, wanted, { unlock, reason });
        await client.invalidateQueries({ queryKey: ["fhir-search", storeName] });
        await client.invalidateQueries({ queryKey: ["metrics", storeName] });
        router.push(resourceHref(`${storeName}/fhir/${created.type}/${created.id}`));
      }}
    />
  );
}
