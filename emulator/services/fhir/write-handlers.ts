import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { addressOf, typeOf } from "./addresses.ts";
import { fhirParameters, parseCondition, parseConditionText } from "./conditions.ts";
import { requireFhirStore, type FhirStore } from "./fhir-store.ts";
import { requireReferences } from "./integrity.ts";
import {
  createResource,
  deleteByCondition,
  deleteResource,
  patchByCondition,
  patchResource,
  requireNoDangling,
  updateByCondition,
  updateResource,
  type Outcome,
  type Preconditions,
} from "./interactions.ts";
import { FhirError } from "./outcome.ts";
import { emptyReply, writeReply } from "./replies.ts";
import { requireProfiles } from "./profiles.ts";
import { checkResource, readPatch, readResource } from "./resource-body.ts";
import { purgeHistory } from "./resource-rows.ts";

/** POST `{type}` */
export async function create(request: EmulatorRequest, context: Context): Promise<Reply> {
  const store = requireFhirStore(request, context);
  const type = typeOf(request, store);
  const condition = request.headers["if-none-exist"];
  const ifNoneExist = typeof condition === "string" ? parseConditionText(condition) : undefined;
  const resource = await readResource(request);
  checkResource(store, resource);
  if (resource["resourceType"] !== type) {
    throw new FhirError("id_mismatch", `the resourceType in the body differs from ${type} in the path`);
  }
  return write(request, context, store, () => createResource(context, store, resource, { ifNoneExist }));
}

/** PUT `{type}/{id}` */
export async function update(request: EmulatorRequest, context: Context): Promise<Reply> {
  const store = requireFhirStore(request, context);
  const address = addressOf(request, store);
  const resource = await readResource(request);
  checkResource(store, resource);
  return write(request, context, store, () =>
    updateResource(context, store, address, { resource, ...preconditionsOf(request) }),
  );
}

/** PUT `{type}?identifier=…` */
export async function conditionalUpdate(request: EmulatorRequest, context: Context): Promise<Reply> {
  const store = requireFhirStore(request, context);
  const type = typeOf(request, store);
  const condition = parseCondition(fhirParameters(request.query));
  const resource = await readResource(request);
  checkResource(store, resource);
  return write(request, context, store, () =>
    updateByCondition(context, store, type, { resource, condition, ...preconditionsOf(request) }),
  );
}

/** PATCH `{type}/{id}` */
export async function patch(request: EmulatorRequest, context: Context): Promise<Reply> {
  const store = requireFhirStore(request, context);
  const address = addressOf(request, store);
  const document = await readPatch(request);
  return write(request, context, store, () =>
    patchResource(context, store, address, { patch: document, ...preconditionsOf(request) }),
  );
}

/** PATCH `{type}?identifier=…` */
export async function conditionalPatch(request: EmulatorRequest, context: Context): Promise<Reply> {
  const store = requireFhirStore(request, context);
  const type = typeOf(request, store);
  const condition = parseCondition(fhirParameters(request.query));
  const document = await readPatch(request);
  return write(request, context, store, () =>
    patchByCondition(context, store, type, { patch: document, condition, ...preconditionsOf(request) }),
  );
}

/** DELETE `{type}/{id}` */
export async function remove(request: EmulatorRequest, context: Context): Promise<Reply> {
  const store = requireFhirStore(request, context);
  const address = addressOf(request, store);
  await context.database.write(() => {
    deleteResource(context, store, address, preconditionsOf(request));
    requireNoDangling(context, store, [address]);
  });
  return emptyReply();
}

/** DELETE `{type}?identifier=…` */
export async function conditionalRemove(request: EmulatorRequest, context: Context): Promise<Reply> {
  const store = requireFhirStore(request, context);
  const type = typeOf(request, store);
  const condition = parseCondition(fhirParameters(request.query));
  await context.database.write(() => {
    const deleted = deleteByCondition(context, store, type, condition);
    if (deleted) requireNoDangling(context, store, [deleted]);
  });
  return emptyReply();
}

/** DELETE `{type}/{id}/$purge` */
export async function purge(request: EmulatorRequest, context: Context): Promise<Reply> {
  const store = requireFhirStore(request, context);
  const address = addressOf(request, store);
  await context.database.write(() => {
    purgeHistory(context.database, store, address);
  });
  return emptyReply();
}

async function write(
  request: EmulatorRequest,
  context: Context,
  store: FhirStore,
  work: () => Outcome,
): Promise<Reply> {
  const outcome = await context.database.write(() => {
    const done = work();
    if (done.written) {
      requireProfiles(context.database, store, [done.written]);
      requireReferences(context.database, store, [done.written]);
    }
    return done;
  });
  return writeReply(request, outcome);
}

function preconditionsOf(request: EmulatorRequest): Preconditions {
  return { ifMatch: request.headers["if-match"], ifNoneMatch: request.headers["if-none-match"] };
}
