import { checkQuery, queryValue } from "#emulator/http/admin-request.ts";
import { GoogleError, json } from "#emulator/http/errors.ts";
import type { Comparison, FilterTerm } from "#lib/contract/list-filter.ts";
import { badFilter, evaluateFilter, parseFilter } from "#emulator/http/filter.ts";
import { pageRequest, takePage } from "#emulator/http/page.ts";
import { formatTimestamp, parseTimestamp } from "#emulator/http/parse-scalar.ts";
import type { EmulatorRequest, Handler, Routes } from "#emulator/http/route.ts";
import { datasetAddress, datasetName, invisible } from "#emulator/services/stores/require-store.ts";
import { hasDataset } from "#emulator/services/stores/rows.ts";
import type { Database } from "#emulator/store/database.ts";
import { findOperation } from "./engine.ts";
import { FHIR_OPERATION_METHOD } from "./fhir-operation.ts";
import { operationJson, type OperationRow } from "./operation-json.ts";

const get: Handler = (request, context) => {
  checkQuery(request, []);
  const row = findOperation(context.database, datasetAddress(request), request.params["operation"] ?? "");
  if (!row || row.method === FHIR_OPERATION_METHOD) throw missing(request, context.database);
  return json(operationJson(row, datasetName(datasetAddress(request)), request.origin));
};

const list: Handler = (request, context) => {
  checkQuery(request, ["filter", "pageSize", "pageToken", "returnPartialSuccess"]);
  const address = datasetAddress(request);
  const dataset = datasetName(address);
  if (!hasDataset(context.database, address)) throw invisible(request, dataset);
  if (queryValue(request, "returnPartialSuccess") === "true")
    throw new GoogleError("UNIMPLEMENTED", "returnPartialSuccess is not supported for a single parent.");
  const filterText = queryValue(request, "filter");
  const filter = parseFilter(filterText);
  const page = pageRequest(request, "operations", dataset, filterText ?? "");
  const rows = context.database.iterate<OperationRow>(
    "SELECT operations.* FROM operations JOIN datasets ON datasets.id = operations.dataset_id WHERE project = ? AND location = ? AND datasets.dataset_id = ? AND operations.method <> ? AND operations.id < ? ORDER BY operations.id DESC",
    address.project,
    address.location,
    address.dataset,
    FHIR_OPERATION_METHOD,
    page.after === undefined ? Number.MAX_SAFE_INTEGER : Number(page.after),
  );
  const fitting = Iterator.from(rows).filter((row) => evaluateFilter(filter, (term) => fitsTerm(row, term)));
  const taken = takePage(fitting, page, (row) => String(row.id));
  return json({
    ...(taken.rows.length > 0 && { operations: taken.rows.map((row) => operationJson(row, dataset, request.origin)) }),
    ...(taken.nextPageToken && { nextPageToken: taken.nextPageToken }),
  });
};

type FieldTest = (row: OperationRow, term: FilterTerm) => boolean;

/** What contract section 5 lets a list be filtered by. The service segment of method names is inconsistent, so the last one is enough. */
const FIELDS: Readonly<Record<string, FieldTest>> = {
  done: (row, { operator, value }) => {
    if (operator !== "=" || (value !== "true" && value !== "false"))
      throw badFilter("done is compared as done=true or done=false");
    return (row.ended !== null) === (value === "true");
  },
  "metadata.apiMethodName": (row, { operator, value }) => {
    if (operator === ":") return row.method.includes(value);
    if (operator !== "=") throw badFilter('metadata.apiMethodName is compared with "=" or ":"');
    return row.method === value || row.method.split(".").at(-1) === value;
  },
  "metadata.createTime": (row, term) => compareTime(row.created, term),
  "metadata.endTime": (row, term) => row.ended !== null && compareTime(row.ended, term),
};

function fitsTerm(row: OperationRow, term: FilterTerm): boolean {
  const name = term.field.join(".").replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const test = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
  if (!test || term.arguments.length > 0)
    throw badFilter(`operations are filtered by ${Object.keys(FIELDS).join(", ")}`);
  return test(row, term);
}

const TIME_COMPARISONS: Readonly<Partial<Record<Comparison, (left: string, right: string) => boolean>>> = {
  "=": (left, right) => left === right,
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};

/** Canonical times sort as texts once the fraction has a fixed length. */
function compareTime(milliseconds: number, { operator, value }: FilterTerm): boolean {
  const time = parseTimestamp(value);
  if (time === undefined) throw badFilter(`${JSON.stringify(value.slice(0, 100))} is not an RFC 3339 time`);
  const fixed = (text: string): string =>
    `${text.slice(0, 19)}${text.slice(19, -1).padEnd(10, "0").replace(/^0/, ".")}`;
  const [left, right] = [fixed(formatTimestamp(milliseconds)), fixed(time)];
  const holds = operator && TIME_COMPARISONS[operator];
  if (!holds) throw badFilter("times are compared with =, <, <=, > or >=");
  return holds(left, right);
}

/** Sent without body and content type by Google's client (contract section 1.11), so the body is not looked at. */
const cancel: Handler = async (request, context) => {
  checkQuery(request, []);
  const outcome = await context.operations.cancel(datasetAddress(request), request.params["operation"] ?? "");
  if (outcome === "missing") throw missing(request, context.database);
  if (outcome === "finished")
    throw new GoogleError("FAILED_PRECONDITION", "The operation has finished and cannot be cancelled.");
  return json({});
};

function missing(request: EmulatorRequest, database: Database): GoogleError {
  const dataset = datasetName(datasetAddress(request));
  if (!hasDataset(database, datasetAddress(request))) return invisible(request, dataset);
  return new GoogleError(
    "NOT_FOUND",
    `Operation ${dataset}/operations/${request.params["operation"] ?? ""} was not found.`,
  );
}

export const OPERATION_ROUTES: Routes = {
  "datasets.operations.get": get,
  "datasets.operations.list": list,
  "datasets.operations.cancel": cancel,
};
