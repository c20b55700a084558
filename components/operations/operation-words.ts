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

/** Items that were done at a moment, in milliseconds since the epoch. */
export interface Observation {
  readonly at: number;
  readonly done: number;
}

/** What was seen longer ago says nothing of the pace: pictures take a thousand times as long as resources. */
const WINDOW_MS = 10_000;

/** Observations with one more, the first of them as old as the window. */
export function observed(before: readonly Observation[], next: Observation): readonly Observation[] {
  const seen = [...before, next];
  const first = seen.findLastIndex(({ at }) => next.at - at >= WINDOW_MS);
  return seen.slice(Math.max(0, first));
}

/** Too little was seen, in milliseconds. */
const SHORTEST_MS = 4000;

/** The kind of items that an operation is at. Images take a hundred times as long as resources, with text to read in them a thousand times. */
export interface Part {
  /** Items of other kinds that are done before. */
  readonly begin: number;
  /** False when items of other kinds come after it, or may come. */
  readonly isLast: boolean;
}

/** @param amounts of each kind, one after the other; undefined where they are not known, then a dataset may have any */
export function partUnderWay(operation: Operation, amounts?: readonly number[]): Part {
  if (!amounts) return { begin: 0, isLast: !operation.metadata?.apiMethodName?.endsWith(".DeidentifyDataset") };
  const { success, failure } = operationCounts(operation);
  let begin = 0;
  for (const [at, amount] of amounts.entries()) {
    const isLast = amounts.slice(at + 1).every((later) => later === 0);
    if (isLast || success + failure < begin + amount) return { begin, isLast };
    begin += amount;
  }
  return { begin, isLast: true };
}

/**
 * Items a second of late, of the kind under way; of a young operation since it began. Undefined while nothing is known.
 * @param now milliseconds since the epoch
 */
export function paceOf(
  operation: Operation,
  seen: readonly Observation[],
  now: number,
  { begin }: Pick<Part, "begin"> = { begin: 0 },
): number | undefined {
  const state = operationState(operation);
  const started = Date.parse(operation.metadata?.createTime ?? "");
  if (state.state !== "running" || Number.isNaN(started)) return undefined;
  const all = [...seen, ...(now - started < WINDOW_MS ? [{ at: started, done: 0 }] : [])];
  const since = all.find(({ at, done }) => done >= begin && now - at >= SHORTEST_MS);
  const pace = since && ((state.done - since.done) / (now - since.at)) * 1000;
  return pace !== undefined && pace > 0 && Number.isFinite(pace) ? pace : undefined;
}

/** Milliseconds that are left at a pace; undefined while the API does not say how much there is, or items of another kind come yet. */
export function timeLeft(
  operation: Operation,
  pace: number | undefined,
  { isLast }: Pick<Part, "isLast"> = { isLast: true },
): number | undefined {
  const state = operationState(operation);
  if (!isLast || state.state !== "running" || state.total === undefined || pace === undefined) return undefined;
  return ((state.total - state.done) / pace) * 1000;
}
