import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { addressOf } from "./addresses.ts";
import { requireFhirStore, type FhirStore } from "./fhir-store.ts";
import { requireReferences } from "./integrity.ts";
import { createResource, updateResource, type Outcome } from "./interactions.ts";
import { FhirError } from "./outcome.ts";
import { readVersion, readCurrent } from "./read-handlers.ts";
import { preference, readReply, writeReply } from "./replies.ts";
import { hasFhirContentType, mediaType } from "./resource-body.ts";
import { parseStored, type StoredResource } from "./resource-rows.ts";
import { etagOf, httpDateOf } from "./version-id.ts";
import { create, update } from "./write-handlers.ts";

/** Raw bytes are kept as base64 in one text, which JavaScript and SQLite limit to about 500 MB; Google allows 1 GB. */
const BINARY_LIMIT_BYTES = 256 * 1024 * 1024;

/** POST `Binary`: a FHIR resource, or any other content as raw bytes (contract section 8.10). */
export async function binaryCreate(request: EmulatorRequest, context: Context): Promise<Reply> {
  if (hasFhirContentType(request)) return create(request, context);
  const store = requireFhirStore(request, context);
  const resource = await readBytes(request, store);
  return write(request, context, store, () => createResource(context, store, resource));
}

/** PUT `Binary/{id}` */
export async function binaryUpdate(request: EmulatorRequest, context: Context): Promise<Reply> {
  if (hasFhirContentType(request)) return update(request, context);
  const store = requireFhirStore(request, context);
  const address = addressOf(request, store);
  const resource = { ...(await readBytes(request, store)), id: address.id };
  const preconditions = { ifMatch: request.headers["if-match"], ifNoneMatch: request.headers["if-none-match"] };
  return write(request, context, store, () => updateResource(context, store, address, { resource, ...preconditions }));
}

/** GET `Binary/{id}`: the resource, or its bytes when their own content type is asked for. */
export function binaryRead(request: EmulatorRequest, context: Context): Reply {
  const store = requireFhirStore(request, context);
  return contentReply(request, store, readCurrent(request, context, store));
}

/** GET `Binary/{id}/_history/{version}` */
export function binaryVread(request: EmulatorRequest, context: Context): Reply {
  const store = requireFhirStore(request, context);
  return contentReply(request, store, readVersion(request, context, store));
}

async function readBytes(request: EmulatorRequest, store: FhirStore): Promise<JsonObject> {
  if (preference(request, "return")?.toLowerCase() === "representation") {
    throw new FhirError("invalid_header", "Prefer: return=representation is not allowed for raw Binary content");
  }
  const bytes = await request.readBody(BINARY_LIMIT_BYTES);
  const context = request.headers["x-security-context"];
  return {
    resourceType: "Binary",
    contentType: request.headers["content-type"] ?? "application/octet-stream",
    [contentField(store)]: bytes.toString("base64"),
    ...(typeof context === "string" ? { securityContext: { reference: context } } : {}),
  };
}

async function write(
  request: EmulatorRequest,
  context: Context,
  store: FhirStore,
  work: () => Outcome,
): Promise<Reply> {
  const outcome = await context.database.write(() => {
    const done = work();
    if (done.written) requireReferences(context.database, store, [done.written]);
    return done;
  });
  const reply = writeReply(request, outcome);
  const location = reply.headers?.["content-location"] ?? "";
  return { ...reply, headers: { ...reply.headers, location }, body: "" };
}

function contentReply(request: EmulatorRequest, store: FhirStore, stored: StoredResource): Reply {
  const accepted = (request.headers.accept ?? "").split(",").map(mediaType);
  if (accepted.some((type) => type === "application/fhir+json" || type === "application/json"))
    return readReply(stored);
  const resource = parseStored(stored.json);
  const { contentType } = resource;
  const content = resource[contentField(store)];
  if (typeof contentType !== "string" || typeof content !== "string") return readReply(stored);
  if (!accepted.includes(mediaType(contentType))) return readReply(stored);
  return {
    status: 200,
    headers: {
      "content-type": contentType,
      etag: etagOf(stored.version),
      "last-modified": httpDateOf(stored.version),
    },
    body: Buffer.from(content, "base64"),
  };
}

function contentField(store: FhirStore): "data" | "content" {
  return store.version === "DSTU2" || store.version === "STU3" ? "content" : "data";
}
