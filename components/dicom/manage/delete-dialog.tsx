"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmByName } from "#components/ui/confirm-by-name.tsx";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { formatBytes, formatCount, formatPlural } from "#components/ui/quantity.ts";
import { shortName } from "#lib/dicom/zip-names.ts";
import { deleteImages, type ImageScope } from "#lib/queries/dicom-deletion.ts";
import { dicomStudiesQueries, refreshImages, type StudyMetrics } from "#lib/queries/dicom-studies.ts";
import { operationQueries, type Operation } from "#lib/queries/operations.ts";

export interface DeleteDialogProps {
  readonly scope: ImageScope;
  readonly onClose: () => void;
  /** Once it is gone, before the screens ask again. */
  readonly onDeleted?: () => void;
}

/** Deletes a study or series: how much goes, the typed name, and the operation until it is done. */
export function DeleteDialog({ scope, onClose, onDeleted }: DeleteDialogProps) {
  const client = useQueryClient();
  const headers = useUnlockHeaders(scope.store);
  const [operation, setOperation] = useState<Operation | undefined>();
  const metrics = useScopeMetrics(scope);
  const isSeries = "series" in scope;
  const what = isSeries ? "series" : "study";
  const deletion = useMutation({
    mutationFn: () => deleteImages(scope, headers, setOperation),
    onSuccess: async () => {
      onClose();
      onDeleted?.();
      await client.invalidateQueries({ queryKey: operationQueries.recent(datasetOf(scope.store)).queryKey });
      await refreshImages(client, scope.store);
    },
  });
  return (
    <ConfirmByName
      title={`Delete this ${what}`}
      name={shortName(isSeries ? scope.series : scope.study)}
      action={`Delete ${what}`}
      onConfirm={() => deletion.mutate()}
      onClose={onClose}
      isPending={deletion.isPending}
      error={deletion.error}
    >
      <strong>{metrics.isPending ? "Counting…" : sizeText(metrics.data, isSeries)}</strong>
      <p style={{ margin: "8px 0 0" }}>
        It is deleted from the store and cannot be brought back. Until that is done, nothing can be added to the {what}.
        The name to type is the end of its UID.
      </p>
      {deletion.isPending ? <output>{progressText(operation, metrics.data)}</output> : null}
    </ConfirmByName>
  );
}

function useScopeMetrics(scope: ImageScope) {
  const series = "series" in scope ? scope : undefined;
  const ofStudy = useQuery({ ...dicomStudiesQueries.metrics(scope), enabled: !series });
  const ofSeries = useQuery({
    ...dicomStudiesQueries.seriesMetrics(series ?? { ...scope, series: "" }),
    enabled: series !== undefined,
  });
  return series ? ofSeries : ofStudy;
}

function sizeText(metrics: StudyMetrics | undefined, isSeries: boolean): string {
  if (!metrics) return "All that is in it (the API tells no count)";
  const series = isSeries ? "" : `${formatCount(metrics.series)} series, `;
  return `${series}${formatPlural(metrics.instances, "instance")}, ${formatBytes(metrics.bytes)}`;
}

function progressText(operation: Operation | undefined, metrics: StudyMetrics | undefined): string {
  if (!operation) return "Asking the API to delete it…";
  const done = formatCount(operation.metadata?.counter?.success ?? 0);
  const all = metrics ? ` of ${formatPlural(metrics.instances, "instance")}` : "";
  return `The operation runs: ${done}${all} deleted. It goes on when this window is closed.`;
}

function datasetOf(store: string): string {
  return store.split("/").slice(0, -2).join("/");
}
