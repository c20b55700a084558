"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { useIdentityMask } from "#components/ui/identity-mask.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { createDefinitions } from "#lib/fhir/definitions.ts";
import { prettyJson } from "#lib/fhir/pretty-json.ts";
import { forgetResource, saveResource } from "#lib/queries/fhir-changes.ts";
import { fhirDefinitionQueries } from "#lib/queries/fhir-definitions.ts";
import { fhirResourceQueries, type ResourceAddress } from "#lib/queries/fhir-resource.ts";
import { noteChange } from "./last-change.ts";
import { Workbench } from "./workbench.tsx";

export interface EditResourceProps {
  readonly address: ResourceAddress;
  /** After the change is in the store. */
  readonly onSaved: () => void;
}

/** Corrects one resource: as text or as a form, previewed, with a reason, and only on top of the version that was read. */
export function EditResource({ address, onSaved }: EditResourceProps) {
  const client = useQueryClient();
  const { masked } = useIdentityMask();
  const unlock = useUnlockHeaders(address.store);
  const read = useQuery(fhirResourceQueries.read(address));
  const data = useQuery(fhirDefinitionQueries.ofType(address.type));
  const definitions = useMemo(() => (data.data ? createDefinitions(data.data) : undefined), [data.data]);
  const base = useMemo(() => (read.data ? { ...read.data, text: prettyJson(read.data.text) } : undefined), [read.data]);
  if (masked)
    return (
      <EmptyState title="Identities are masked">
        Editing shows the whole resource. Show identities (the eye in the top bar) to edit it.
      </EmptyState>
    );
  const error = read.error ?? data.error;
  if (error) return <QueryProblem error={error} onRetry={() => void (read.error ? read.refetch() : data.refetch())} />;
  if (!base || !definitions) return <LoadingLines what={`${address.type} to edit`} lines={16} lineHeight={20} />;
  return (
    <Workbench
      draftName={`${address.store}/fhir/${address.type}/${address.id}`}
      title={`Edit this ${address.type}`}
      expected={{ type: address.type, id: address.id }}
      base={base}
      definitions={definitions}
      store={address.store}
      permission="healthcare.fhirResources.update"
      action="Save"
      readLatest={async () => {
        const latest = await client.fetchQuery({ ...fhirResourceQueries.read(address), staleTime: 0 });
        return { ...latest, text: prettyJson(latest.text) };
      }}
      send={async (text, etag, reason) => {
        const saved = await saveResource(address, text, { etag, context: { unlock, reason } });
        noteChange({ address, kind: "saved", before: base.text, etag: saved.etag });
        await forgetResource(client, address);
        onSaved();
      }}
    />
  );
}
