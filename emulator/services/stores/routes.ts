import { STORE_KINDS, type StoreKind } from "#lib/contract/resource-name.ts";
import { checkQuery, queryValue, readMessageBody } from "#emulator/http/admin-request.ts";
import { GoogleError, json } from "#emulator/http/errors.ts";
import type { FilterTerm } from "#lib/contract/list-filter.ts";
import { badFilter, evaluateFilter, parseFilter } from "#emulator/http/filter.ts";
import { checkLabels, checkNewId } from "#emulator/http/labels.ts";
import { pageRequest, takePage } from "#emulator/http/page.ts";
import type { MessageJson } from "#emulator/http/parse-message.ts";
import type { Context, EmulatorRequest, Handler, Reply, Routes } from "#emulator/http/route.ts";
import { applyUpdateMask, parseUpdateMask } from "#emulator/http/update-mask.ts";
import { METRIC_ROUTES } from "./metrics.ts";
import {
  datasetAddress,
  datasetName,
  invisible,
  requireStore,
  storeAddress,
  storeName,
  storeParameter,
} from "./require-store.ts";
import { writeStores, type StoreAddress } from "./rows.ts";
import { keepSetOnce, STORE_RULES } from "./store-rules.ts";

interface DatasetKey {
  readonly id: number;
  readonly config: string;
}

async function create(kind: StoreKind, request: EmulatorRequest, context: Context): Promise<Reply> {
  const parameter = `${storeParameter(kind)}Id`;
  const rules = STORE_RULES[kind];
  checkQuery(request, [parameter]);
  requireDatasetKey(request, context);
  const store = checkNewId(queryValue(request, parameter), `${rules.root}_id`);
  const body = await readMessageBody(request, rules.message, rules.root);
  const config = settable(body);
  checkStore(kind, config);
  const address = { ...datasetAddress(request), storeKind: kind, store };
  await writeStores(context.database, () => {
    insertStore(context, requireDatasetKey(request, context), address, config);
  });
  return json(storeJson(address, config));
}

/** Throws 409 when the id is taken, 400 when the dataset's encryption does not cover this kind of store (contract section 4). */
export function insertStore(context: Context, dataset: DatasetKey, address: StoreAddress, config: MessageJson): void {
  const { storeKind, store } = address;
  if (storeKind === "consentStores" && "encryptionSpec" in (JSON.parse(dataset.config) as object))
    throw new GoogleError(
      "FAILED_PRECONDITION",
      "Consent stores are not available in a dataset with a customer-managed key.",
    );
  const taken = context.database.get(
    "SELECT 1 FROM stores WHERE dataset_id = ? AND kind = ? AND store_id = ?",
    dataset.id,
    storeKind,
    store,
  );
  if (taken) throw new GoogleError("ALREADY_EXISTS", `Already exists: ${storeName(address)}.`);
  context.database.run(
    "INSERT INTO stores (dataset_id, kind, store_id, config, created) VALUES (?, ?, ?, ?, ?)",
    dataset.id,
    storeKind,
    store,
    JSON.stringify(config),
    context.now(),
  );
}

function get(request: EmulatorRequest, context: Context): Reply {
  checkQuery(request, []);
  return json(storeJson(storeAddress(request), requireStore(request, context.database).config));
}

function list(kind: StoreKind, request: EmulatorRequest, context: Context): Reply {
  checkQuery(request, ["filter", "pageSize", "pageToken"]);
  const dataset = requireDatasetKey(request, context);
  const filterText = queryValue(request, "filter");
  const filter = parseFilter(filterText);
  const page = pageRequest(request, kind, String(dataset.id), filterText ?? "");
  const rows = context.database.iterate<{ store_id: string; config: string }>(
    "SELECT store_id, config FROM stores WHERE dataset_id = ? AND kind = ? AND store_id > ? ORDER BY store_id",
    dataset.id,
    kind,
    page.after ?? "",
  );
  const fitting = Iterator.from(rows)
    .map((row) => ({ id: row.store_id, config: JSON.parse(row.config) as MessageJson }))
    .filter(({ config }) => evaluateFilter(filter, (term) => hasLabel(config, term)));
  const taken = takePage(fitting, page, (row) => row.id);
  const address = { ...datasetAddress(request), storeKind: kind };
  return json({
    ...(taken.rows.length > 0 && {
      [kind]: taken.rows.map((row) => storeJson({ ...address, store: row.id }, row.config)),
    }),
    ...(taken.nextPageToken && { nextPageToken: taken.nextPageToken }),
  });
}

/** "Store lists: labels only, `labels.key=value` and existence `labels.key:*`" (contract section 1.8). */
function hasLabel(config: MessageJson, { field, operator, value }: FilterTerm): boolean {
  const [root, key, ...rest] = field;
  const isExistence = operator === ":" && value === "*";
  if (root !== "labels" || key === undefined || rest.length > 0 || (operator !== "=" && !isExistence))
    throw badFilter("stores are filtered by labels.key=value or labels.key:*");
  const labels: unknown = config["labels"];
  if (typeof labels !== "object" || labels === null || !Object.hasOwn(labels, key)) return false;
  return isExistence || (labels as MessageJson)[key] === value;
}

async function patch(kind: StoreKind, request: EmulatorRequest, context: Context): Promise<Reply> {
  const rules = STORE_RULES[kind];
  checkQuery(request, ["updateMask"]);
  requireStore(request, context.database);
  const mask = parseUpdateMask(queryValue(request, "updateMask"), rules.message, rules.patchable);
  const body = await readMessageBody(request, rules.message, rules.root);
  const config = await writeStores(context.database, () => {
    const row = requireStore(request, context.database);
    const patched = keepSetOnce(rules, row.config, applyUpdateMask(row.config, body, mask));
    checkStore(kind, patched);
    context.database.run("UPDATE stores SET config = ? WHERE id = ?", JSON.stringify(patched), row.id);
    return patched;
  });
  return json(storeJson(storeAddress(request), config));
}

/** The store's resources, messages, instances and policy go by ON DELETE CASCADE. */
async function remove(request: EmulatorRequest, context: Context): Promise<Reply> {
  checkQuery(request, []);
  await writeStores(context.database, () => {
    context.database.run("DELETE FROM stores WHERE id = ?", requireStore(request, context.database).id);
  });
  return json({});
}

function checkStore(kind: StoreKind, config: MessageJson): void {
  const { root, check } = STORE_RULES[kind];
  checkLabels(config["labels"], `${root}.labels`);
  check(config);
}

function requireDatasetKey(request: EmulatorRequest, context: Context): DatasetKey {
  const address = datasetAddress(request);
  const row = context.database.get<{ id: number; config: string }>(
    "SELECT id, config FROM datasets WHERE project = ? AND location = ? AND dataset_id = ?",
    address.project,
    address.location,
    address.dataset,
  );
  if (!row) throw invisible(request, datasetName(address));
  return row;
}

/** `name` in a body is ignored (contract section 1.9), and so is the output-only list of enforced consents. */
function settable(body: MessageJson): MessageJson {
  const { name: _name, ...config } = body;
  const { consentConfig } = config;
  if (typeof consentConfig !== "object" || consentConfig === null) return config;
  const { enforcedAdminConsents: _output, ...own } = consentConfig as MessageJson;
  return { ...config, consentConfig: own };
}

function storeJson(address: StoreAddress, config: MessageJson): MessageJson {
  return { name: storeName(address), ...config };
}

function routesOf(kind: StoreKind): [string, Handler][] {
  return [
    [`datasets.${kind}.create`, (request, context) => create(kind, request, context)],
    [`datasets.${kind}.get`, get],
    [`datasets.${kind}.list`, (request, context) => list(kind, request, context)],
    [`datasets.${kind}.patch`, (request, context) => patch(kind, request, context)],
    [`datasets.${kind}.delete`, remove],
  ];
}

export const STORE_ROUTES: Routes = { ...Object.fromEntries(STORE_KINDS.flatMap(routesOf)), ...METRIC_ROUTES };
