import type { EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { fhirBase } from "./addresses.ts";
import type { Outcome } from "./interactions.ts";
import { FHIR_JSON, outcomeText } from "./outcome.ts";
import type { StoredResource } from "./resource-rows.ts";
import { etagOf, httpDateOf, versionIdOf } from "./version-id.ts";

/** A resource as the answer to a read. */
export function readReply(resource: StoredResource): Reply {
  return { status: 200, headers: { "content-type": FHIR_JSON, ...versionHeaders(resource) }, body: resource.json };
}

/** The answer to a create, update or patch; its body is what `Prefer: return=` asks for. */
export function writeReply(request: EmulatorRequest, outcome: Outcome): Reply {
  const { resource, status } = outcome;
  const url = `${fhirBase(request)}/${resource.type}/${resource.id}/_history/${versionIdOf(resource.version)}`;
  const headers = { "content-type": FHIR_JSON, ...versionHeaders(resource), "content-location": url };
  return {
    status,
    headers: status === 201 ? { ...headers, location: url } : headers,
    body: preferredBody(request, resource),
  };
}

/** The answer to deletes and purges. */
export function emptyReply(): Reply {
  return { status: 200, headers: { "content-type": FHIR_JSON }, body: "{}" };
}

/** A value of the Prefer header: `preference(request, "handling")` of `return=minimal; handling=strict`. */
export function preference(request: EmulatorRequest, name: string): string | undefined {
  const header = request.headers["prefer"];
  const text = Array.isArray(header) ? header.join(",") : (header ?? "");
  for (const part of text.split(/[;,]/)) {
    const [key = "", value = ""] = part.split("=", 2);
    if (key.trim().toLowerCase() === name) return value.trim().replace(/^"(.*)"$/, "$1");
  }
  return undefined;
}

function preferredBody(request: EmulatorRequest, resource: StoredResource): string {
  switch (preference(request, "return")?.toLowerCase()) {
    case "minimal":
      return "";
    case "operationoutcome":
      return outcomeText([{ severity: "information", code: "informational", text: "success", diagnostics: "success" }]);
    default:
      return resource.json;
  }
}

function versionHeaders(resource: StoredResource): Record<string, string> {
  return { etag: etagOf(resource.version), "last-modified": httpDateOf(resource.version) };
}
