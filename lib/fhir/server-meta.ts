import { isJsonObject, type JsonObject, type JsonValue } from "./lossless-json.ts";

/** Members of `meta` that the server writes with every version (FHIR R4 §2.27.1); what a client sends there is ignored. */
const SERVER_OWNED = ["versionId", "lastUpdated"] as const;

/**
 * A resource with the server's own members of `meta` as they are in another version of it, so that a text that dropped or changed
 * them is no change. A `meta` that held nothing else goes when the other version has none.
 */
export function withServerMeta(resource: JsonObject, from: JsonObject): JsonObject {
  const meta = resource["meta"];
  if (meta !== undefined && !isJsonObject(meta)) return resource;
  const server = serverMembers(from["meta"]);
  if (!meta) return Object.keys(server).length === 0 ? resource : withMeta(resource, server);
  const own = Object.entries(meta).filter(([name]) => !SERVER_OWNED.some((owned) => owned === name));
  const joined = { ...server, ...Object.fromEntries(own) };
  if (Object.keys(joined).length > 0 || Object.keys(meta).length === 0) return { ...resource, meta: joined };
  const { meta: _, ...rest } = resource;
  return rest;
}

function serverMembers(meta: JsonValue | undefined): JsonObject {
  if (!isJsonObject(meta)) return {};
  return Object.fromEntries(SERVER_OWNED.flatMap((name) => (meta[name] === undefined ? [] : [[name, meta[name]]])));
}

/** Where the standard has it: behind the type and the id. */
function withMeta(resource: JsonObject, meta: JsonObject): JsonObject {
  const { resourceType, id, ...rest } = resource;
  return {
    ...(resourceType === undefined ? {} : { resourceType }),
    ...(id === undefined ? {} : { id }),
    meta,
    ...rest,
  };
}
