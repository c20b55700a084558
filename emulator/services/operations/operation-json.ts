import { formatTimestamp } from "#emulator/http/parse-scalar.ts";
import type { Row } from "#emulator/store/database.ts";
import type { Json, Progress } from "./runner.ts";

export interface OperationRow extends Row {
  id: number;
  operation_id: string;
  method: string;
  api_version: string;
  request: string;
  checkpoint: string | null;
  counter: string;
  cancel_requested: number;
  created: number;
  ended: number | null;
  response: string | null;
  error: string | null;
}

/** Last segment of the method name → `@type` of the response below `google.cloud.healthcare.{version}.` (contract section 5). */
const RESPONSE_TYPES: Readonly<Record<string, string>> = {
  CreateDataset: "dataset.Dataset",
  DeidentifyDataset: "deidentify.DeidentifySummary",
  ImportResources: "fhir.rest.ImportResourcesResponse",
  ExportResources: "fhir.rest.ExportResourcesResponse",
  DeidentifyFhirStore: "deidentify.DeidentifyFhirStoreSummary",
  RollbackFhirResources: "fhir.RollbackFhirResourcesResponse",
  BulkDeleteResources: "fhir.BulkDeleteResourcesResponse",
  ApplyConsents: "fhir.ApplyConsentsResponse",
  ApplyAdminConsents: "fhir.ApplyAdminConsentsResponse",
  ImportDicomData: "dicom.ImportDicomDataResponse",
  ExportDicomData: "dicom.ExportDicomDataResponse",
  DeidentifyDicomStore: "deidentify.DeidentifyDicomStoreSummary",
  SetBlobStorageSettings: "dicom.SetBlobStorageSettingsResponse",
  ImportMessages: "hl7v2.ImportMessagesResponse",
  ExportMessages: "hl7v2.ExportMessagesResponse",
  RollbackHl7V2Messages: "hl7v2.RollbackHl7V2MessagesResponse",
  QueryAccessibleData: "consent.QueryAccessibleDataResponse",
};

/**
 * An operation as the service prints it.
 * @param dataset full name of the dataset, `projects/…/datasets/d`
 * @param origin the emulator's origin, for `logsUrl`: the emulator serves the error rows itself (contract section 6)
 */
export function operationJson(row: OperationRow, dataset: string, origin: string): Json {
  const name = `${dataset}/operations/${row.operation_id}`;
  const logsUrl = `${origin}/__emulator/v1/${encodeURI(name)}/errors`;
  const metadata = {
    "@type": `type.googleapis.com/google.cloud.healthcare.${row.api_version}.OperationMetadata`,
    apiMethodName: row.method,
    createTime: formatTimestamp(row.created),
    ...(row.ended === null ? {} : { endTime: formatTimestamp(row.ended) }),
    ...(row.cancel_requested === 0 ? {} : { cancelRequested: true }),
    logsUrl,
    ...counterJson(JSON.parse(row.counter) as Progress),
  };
  if (row.ended === null) return { name, metadata };
  if (row.error !== null) {
    const { code, message } = JSON.parse(row.error) as { code: number; message: string };
    const isCancelled = code === 1;
    const withLogs = isCancelled ? message : `${message} See the error logs at ${logsUrl}`;
    return { name, metadata, done: true, error: { code, message: withLogs } };
  }
  const response = JSON.parse(row.response ?? "{}") as Json;
  return { name, metadata, done: true, response: { "@type": responseType(row), ...response } };
}

function responseType(row: OperationRow): string {
  const suffix = RESPONSE_TYPES[row.method.split(".").at(-1) ?? ""];
  return suffix
    ? `type.googleapis.com/google.cloud.healthcare.${row.api_version}.${suffix}`
    : "type.googleapis.com/google.protobuf.Empty";
}

/** 64-bit counters are strings, zero ones are left out, and operations without counts have no counter. */
function counterJson(counter: Progress): { counter?: Record<string, string> } {
  const entries = Object.entries(counter).filter(([, count]) => count > 0);
  return entries.length === 0
    ? {}
    : { counter: Object.fromEntries(entries.map(([key, count]) => [key, String(count)])) };
}
