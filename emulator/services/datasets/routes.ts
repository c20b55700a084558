import type { healthcare_v1 } from "@googleapis/healthcare";
import { checkQuery, queryValue, readMessageBody } from "#emulator/http/admin-request.ts";
import { GoogleError, json } from "#emulator/http/errors.ts";
import { checkNewId } from "#emulator/http/labels.ts";
import { pageRequest, takePage } from "#emulator/http/page.ts";
import type { MessageJson } from "#emulator/http/parse-message.ts";
import type { Context, EmulatorRequest, Handler, Routes } from "#emulator/http/route.ts";
import { applyUpdateMask, parseUpdateMask } from "#emulator/http/update-mask.ts";
import { requireLocation } from "#emulator/services/locations/routes.ts";
import { datasetAddress, datasetName, invisible } from "#emulator/services/stores/require-store.ts";
import { writeStores, type DatasetAddress } from "#emulator/services/stores/rows.ts";
import { checkDataset, DATASET } from "./dataset-message.ts";

interface DatasetRow {
  readonly id: number;
  readonly dataset_id: string;
  readonly config: string;
}

const create: Handler = async (request, context) => {
  checkQuery(request, ["datasetId"]);
  requireLocation(request);
  const dataset = checkNewId(queryValue(request, "datasetId"), "dataset_id");
  const address = { ...datasetAddress(request), dataset };
  const config = settable(await readMessageBody(request, DATASET, "dataset"));
  checkDataset(config, address.location);
  const operation = await writeStores(context.database, () => {
    insertDataset(context, address, config);
    const start = {
      dataset: address,
      method: `google.cloud.healthcare.${request.apiVersion}.dataset.DatasetService.CreateDataset`,
      request: {},
      apiVersion: request.apiVersion,
    };
    return context.operations.recordDone(start, { ...datasetJson(address, config) });
  });
  return json(operation);
};

/**
 * Inserts a dataset. Call inside writeStores(). Throws 409 when the id is taken.
 * @param config the dataset's own fields as canonical JSON
 */
export function insertDataset(context: Context, address: DatasetAddress, config: MessageJson): void {
  if (findDataset(context, address))
    throw new GoogleError("ALREADY_EXISTS", `Already exists: dataset ${datasetName(address)}.`);
  context.database.run(
    "INSERT INTO datasets (project, location, dataset_id, config, created) VALUES (?, ?, ?, ?, ?)",
    address.project,
    address.location,
    address.dataset,
    JSON.stringify(config),
    context.now(),
  );
}

const get: Handler = (request, context) => {
  checkQuery(request, []);
  return json(datasetJson(datasetAddress(request), parseConfig(requireDataset(request, context))));
};

const list: Handler = (request, context) => {
  checkQuery(request, ["pageSize", "pageToken"]);
  requireLocation(request);
  const { project, location } = datasetAddress(request);
  const page = pageRequest(request, "datasets", project, location);
  const rows = context.database.iterate(
    "SELECT id, dataset_id, config FROM datasets WHERE project = ? AND location = ? AND dataset_id > ? ORDER BY dataset_id",
    project,
    location,
    page.after ?? "",
  ) as Iterable<DatasetRow>;
  const taken = takePage(rows, page, (row) => row.dataset_id);
  const body: healthcare_v1.Schema$ListDatasetsResponse = {
    ...(taken.rows.length > 0 && {
      datasets: taken.rows.map((row) => datasetJson({ project, location, dataset: row.dataset_id }, parseConfig(row))),
    }),
    ...(taken.nextPageToken && { nextPageToken: taken.nextPageToken }),
  };
  return json(body);
};

const patch: Handler = async (request, context) => {
  checkQuery(request, ["updateMask"]);
  const address = datasetAddress(request);
  requireDataset(request, context);
  const mask = parseUpdateMask(queryValue(request, "updateMask"), DATASET, { timeZone: [] });
  const body = await readMessageBody(request, DATASET, "dataset");
  checkDataset(body, address.location);
  const config = await writeStores(context.database, () => {
    const row = requireDataset(request, context);
    const patched = applyUpdateMask(parseConfig(row), body, mask);
    context.database.run("UPDATE datasets SET config = ? WHERE id = ?", JSON.stringify(patched), row.id);
    return patched;
  });
  return json(datasetJson(address, config));
};

/** Everything inside goes by ON DELETE CASCADE; a running operation notices that its row is gone and stops. */
const remove: Handler = async (request, context) => {
  checkQuery(request, []);
  await writeStores(context.database, () => {
    context.database.run("DELETE FROM datasets WHERE id = ?", requireDataset(request, context).id);
  });
  return json({});
};

function findDataset(context: Context, { project, location, dataset }: DatasetAddress): DatasetRow | undefined {
  const row = context.database.get<{ id: number; dataset_id: string; config: string }>(
    "SELECT id, dataset_id, config FROM datasets WHERE project = ? AND location = ? AND dataset_id = ?",
    project,
    location,
    dataset,
  );
  return row;
}

function requireDataset(request: EmulatorRequest, context: Context): DatasetRow {
  const address = datasetAddress(request);
  const row = findDataset(context, address);
  if (!row) throw invisible(request, datasetName(address));
  return row;
}

function parseConfig(row: DatasetRow): MessageJson {
  return JSON.parse(row.config) as MessageJson;
}

/** `name` and the output-only fields of a body are ignored. */
function settable({ timeZone, encryptionSpec }: MessageJson): MessageJson {
  return { ...(timeZone !== undefined && { timeZone }), ...(encryptionSpec !== undefined && { encryptionSpec }) };
}

function datasetJson(address: DatasetAddress, config: MessageJson): healthcare_v1.Schema$Dataset {
  return { name: datasetName(address), ...config };
}

export const DATASET_ROUTES: Routes = {
  "datasets.create": create,
  "datasets.get": get,
  "datasets.list": list,
  "datasets.patch": patch,
  "datasets.delete": remove,
};
