import type { Operation } from "#lib/queries/operations.ts";

/** Words by the last segment of apiMethodName: the service part is spelled inconsistently by the API. */
const TITLES: Readonly<Record<string, string>> = {
  CreateDataset: "Create dataset",
  DeidentifyDataset: "De-identify dataset",
  DeidentifyFhirStore: "De-identify FHIR store",
  DeidentifyDicomStore: "De-identify DICOM store",
  ImportResources: "Import FHIR resources",
  ExportResources: "Export FHIR resources",
  RollbackFhirResources: "Roll back FHIR resources",
  BulkDeleteResources: "Delete FHIR resources in bulk",
  ApplyConsents: "Apply consents",
  ApplyAdminConsents: "Apply admin consents",
  ImportDicomData: "Import DICOM",
  ExportDicomData: "Export DICOM",
  DeleteStudy: "Delete study",
  DeleteSeries: "Delete series",
  SetBlobStorageSettings: "Change storage class",
  ImportMessages: "Import HL7v2 messages",
  ExportMessages: "Export HL7v2 messages",
  RollbackHl7V2Messages: "Roll back HL7v2 messages",
  QueryAccessibleData: "Query accessible data",
};

/** What the operation does, in words; the API's own name when it is new to us. */
export function operationTitle(operation: Operation): string {
  const method = operation.metadata?.apiMethodName?.split(".").at(-1);
  return method === undefined ? "Operation" : (TITLES[method] ?? method);
}

/** google.rpc.Code CANCELLED */
const CANCELLED = 1;
const COUNT = new Intl.NumberFormat("en");

export type OperationState =
  | {
      readonly state: "running";
      readonly done: number;
      readonly total: number | undefined;
      readonly isStopping: boolean;
    }
  | { readonly state: "succeeded" | "partial" | "failed" | "cancelled"; readonly summary: string };

export interface OperationCounts {
  readonly success: number;
  readonly failure: number;
  readonly pending: number;
}

/** Items by outcome, the secondary counters added (historical versions, affected resources). */
export function operationCounts(operation: Operation): OperationCounts {
  const counter = operation.metadata?.counter;
  if (!counter) return { success: 0, failure: 0, pending: 0 };
  return {
    success: counter.success + counter.secondarySuccess,
    failure: counter.failure + counter.secondaryFailure,
    pending: counter.pending,
  };
}

/** How it stands. An operation can end well by its own word and still have failed items: that is never called a success. */
export function operationState(operation: Operation): OperationState {
  const counts = operationCounts(operation);
  if (operation.done) return endState(operation, counts);
  const done = counts.success + counts.failure;
  return {
    state: "running",
    done,
    total: counts.pending > 0 ? done + counts.pending : undefined,
    isStopping: operation.metadata?.cancelRequested === true,
  };
}

function endState({ error }: Operation, { success, failure }: OperationCounts): OperationState {
  const failed = `${COUNT.format(failure)} of ${COUNT.format(success + failure)} failed`;
  if (error?.code === CANCELLED) return { state: "cancelled", summary: `Cancelled after ${COUNT.format(success)}` };
  // An import ends in `error` as soon as one item failed, although the others are in the store.
  if (error && success > 0 && failure > 0) return { state: "partial", summary: `Partly done, ${failed}` };
  if (error) return { state: "failed", summary: failure > 0 ? `Failed, ${failed}` : "Failed" };
  if (failure > 0) return { state: "partial", summary: `Succeeded, ${failed}` };
  return { state: "succeeded", summary: success > 0 ? `Succeeded, ${COUNT.format(success)} done` : "Succeeded" };
}

/** Milliseconds that are left at the present pace; undefined while nothing is known. `now` in milliseconds since the epoch. */
export function timeLeft(operation: Operation, now: number): number | undefined {
  const state = operationState(operation);
  const started = Date.parse(operation.metadata?.createTime ?? "");
  if (state.state !== "running" || state.total === undefined || state.done === 0 || Number.isNaN(started))
    return undefined;
  return ((now - started) / state.done) * (state.total - state.done);
}
