import { healthcare, type healthcare_v1 } from "@googleapis/healthcare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openFhirServer, type FhirServer } from "./oracle/fhir-server.ts";

let server: FhirServer;
let stores: healthcare_v1.Resource$Projects$Locations$Datasets$Fhirstores;
beforeAll(async () => {
  server = await openFhirServer({ version: "R4", enableUpdateCreate: true });
  const client = healthcare({ version: "v1", rootUrl: `${server.emulator.origin}/`, retry: false });
  stores = client.projects.locations.datasets.fhirStores;
});
afterAll(() => server.close());

const PATIENT = { resourceType: "Patient", name: [{ family: "Ask", given: ["Embla"] }], birthDate: "1980-02-03" };
const AS_JSON = { responseType: "json" } as const;

describe("with Google's own client", () => {
  const fhir = () => stores.fhir;
  // The client's own Headers class, not the global one.
  const header = (response: { headers: unknown }, name: string): string =>
    new Headers([...(response.headers as Iterable<[string, string]>)]).get(name) ?? "";
  // The generated typings call every FHIR body an HttpBody.
  const body = (value: object): object => value;

  it("creates, reads, updates, patches, reads versions and history, deletes and purges", async () => {
    const created = await fhir().create({ parent: server.store, type: "Patient", requestBody: body(PATIENT) }, AS_JSON);
    expect(created.status).toBe(201);
    const { id } = created.data as unknown as { id: string };
    const name = `${server.store}/fhir/Patient/${id}`;
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    const etag = header(created, "etag");
    expect(etag).toMatch(/^W\/".+"$/);
    expect(header(created, "location")).toBe(`${server.base}/Patient/${id}/_history/${etag.slice(3, -1)}`);

    const read = await fhir().read({ name }, AS_JSON);
    expect(read.data).toEqual(created.data);
    const unchanged = await fhir().read({ name }, { ...AS_JSON, headers: { "If-None-Match": etag } });
    expect(unchanged.status).toBe(304);

    const updated = await fhir().update({ name, requestBody: body({ ...PATIENT, id, active: true }) }, AS_JSON);
    expect([updated.status, updated.data]).toMatchObject([200, { active: true }]);
    const patched = await fhir().patch(
      { name, requestBody: body([{ op: "replace", path: "/active", value: false }]) },
      { ...AS_JSON, headers: { "Content-Type": "application/json-patch+json" } },
    );
    expect(patched.data).toMatchObject({ active: false });

    const history = await fhir().history({ name }, AS_JSON);
    expect(history.data).toMatchObject({ type: "history", total: 3, entry: [{}, {}, { resource: created.data }] });
    const vread = await fhir().vread({ name: `${name}/_history/${etag.slice(3, -1)}` }, AS_JSON);
    expect(vread.data).toEqual(created.data);

    expect((await fhir().delete({ name }, AS_JSON)).status).toBe(200);
    await expect(fhir().read({ name }, AS_JSON)).rejects.toMatchObject({ status: 410 });
    expect((await fhir().vread({ name: `${name}/_history/${etag.slice(3, -1)}` }, AS_JSON)).data).toEqual(created.data);
    expect((await fhir().ResourcePurge({ name })).status).toBe(200);
    await expect(fhir().history({ name }, AS_JSON)).rejects.toMatchObject({ status: 404 });
  });

  it("does conditional updates, patches and deletes by identifier", async () => {
    const parent = server.store;
    const query = { identifier: "urn:c|1" };
    const resource = { ...PATIENT, identifier: [{ system: "urn:c", value: "1" }] };
    const put = () =>
      fhir().conditionalUpdate({ parent, type: "Patient", ...query, requestBody: body(resource) }, AS_JSON);
    const first = await put();
    const second = await put();
    expect([first.status, second.status]).toEqual([201, 200]);
    const patch = await fhir().conditionalPatch(
      { parent, type: "Patient", ...query, requestBody: body([{ op: "add", path: "/gender", value: "female" }]) },
      { ...AS_JSON, headers: { "Content-Type": "application/json-patch+json" } },
    );
    expect(patch.data).toMatchObject({ gender: "female" });
    expect((await fhir().conditionalDelete({ parent, type: "Patient", ...query })).status).toBe(200);
    await expect(
      fhir().conditionalPatch(
        { parent, type: "Patient", ...query, requestBody: body([]) },
        { ...AS_JSON, headers: { "Content-Type": "application/json-patch+json" } },
      ),
    ).rejects.toMatchObject({ status: 404 });
  });

  it("searches both ways, reads everything, capabilities and metrics, validates", async () => {
    const { data } = await fhir().create(
      { parent: server.store, type: "Patient", requestBody: body({ ...PATIENT, gender: "other" }) },
      AS_JSON,
    );
    const { id } = data as unknown as { id: string };
    await fhir().create(
      {
        parent: server.store,
        type: "Observation",
        requestBody: body({
          resourceType: "Observation",
          status: "final",
          code: { text: "x" },
          subject: { reference: `Patient/${id}` },
        }),
      },
      AS_JSON,
    );
    const byType = await fhir().searchType(
      { parent: server.store, resourceType: "Patient", gender: "other" } as never,
      AS_JSON,
    );
    expect(byType.data).toMatchObject({
      type: "searchset",
      total: 1,
      entry: [{ search: { mode: "match" }, resource: { id } }],
    });
    const overall = await fhir().search(
      { parent: server.store, resource_: "", resourceType: "Patient", gender: "other" } as never,
      AS_JSON,
    );
    expect(overall.data).toMatchObject({ total: 1 });
    const get = await fhir().read({ name: `${server.store}/fhir/Patient`, gender: "other" } as never, AS_JSON);
    expect(get.data).toMatchObject({
      total: 1,
      link: [{ relation: "search", url: `${server.base}/Patient/?gender=other` }, {}, {}],
    });
    const everything = await fhir().PatientEverything({ name: `${server.store}/fhir/Patient/${id}` }, AS_JSON);
    expect(everything.data).toMatchObject({
      total: 2,
      entry: [{ resource: { id } }, { resource: { resourceType: "Observation" } }],
    });
    const metadata = await fhir().capabilities({ name: server.store }, AS_JSON);
    expect(metadata.data).toMatchObject({ resourceType: "CapabilityStatement", fhirVersion: "4.0.1" });
    const valid = await fhir().ResourceValidate(
      { parent: server.store, type: "Patient", requestBody: body(PATIENT) },
      AS_JSON,
    );
    expect(valid.data).toMatchObject({ issue: [{ severity: "information", details: { text: "success" } }] });
    const invalid = await fhir().ResourceValidate(
      { parent: server.store, type: "Patient", requestBody: body({ ...PATIENT, birthDate: "soon" }) },
      AS_JSON,
    );
    expect([invalid.status, invalid.data]).toMatchObject([200, { issue: [{ severity: "error" }] }]);
    const metrics = await stores.getFHIRStoreMetrics({ name: server.store });
    expect(metrics.data.metrics).toContainEqual(expect.objectContaining({ resourceType: "Observation", count: "1" }));
  });

  it("keeps Binary content as raw bytes", async () => {
    const bytes = Buffer.from([0, 1, 254, 255, 10]);
    const created = await fhir()
      .BinaryCreate(
        { parent: server.store, requestBody: bytes as never },
        { headers: { "Content-Type": "image/x-tiny", "X-Security-Context": "Patient/nobody" }, responseType: "text" },
      )
      .catch((error: unknown) => error);
    expect(created).toMatchObject({ status: 400 });
    const location = (
      await server.call("POST", "Binary", new Blob([bytes]), { "content-type": "image/x-tiny" })
    ).headers.get("location");
    const name = /projects\/.*\/Binary\/[^/]+/.exec(location ?? "")?.[0] ?? "";
    const raw = await fhir().BinaryRead({ name }, { headers: { Accept: "image/x-tiny" }, responseType: "arraybuffer" });
    expect(Buffer.from(raw.data as unknown as ArrayBuffer)).toEqual(bytes);
    const json = await fhir().BinaryRead({ name }, AS_JSON);
    expect(json.data).toMatchObject({ contentType: "image/x-tiny", data: bytes.toString("base64") });
    const vread = await fhir().BinaryVread({ name: /projects\/.*/.exec(location ?? "")?.[0] ?? "" }, AS_JSON);
    expect(vread.data).toEqual(json.data);
    const updated = await server.call("PUT", name.replace(/.*fhir\//, ""), new Blob(["text"]), {
      "content-type": "text/plain",
    });
    expect([updated.status, updated.text]).toEqual([200, ""]);
    expect((await server.call("GET", name.replace(/.*fhir\//, ""), undefined, { accept: "text/plain" })).text).toBe(
      "text",
    );
  });

  it("executes bundles", async () => {
    const bundle = {
      resourceType: "Bundle",
      type: "transaction",
      entry: [
        {
          fullUrl: "urn:uuid:00000000-0000-4000-8000-000000000001",
          resource: PATIENT,
          request: { method: "POST", url: "Patient" },
        },
      ],
    };
    const answer = await fhir().executeBundle({ parent: server.store, requestBody: body(bundle) }, AS_JSON);
    expect(answer.data).toMatchObject({
      type: "transaction-response",
      entry: [{ response: { status: "201 Created" } }],
    });
  });
});

describe("writes", () => {
  it("lets one of a hundred writers with the same If-Match through", async () => {
    const { json, headers } = await server.call("POST", "Patient", PATIENT);
    const etag = headers.get("etag") ?? "";
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        server.call(
          "PUT",
          `Patient/${json.id}`,
          { ...PATIENT, id: json.id, gender: index % 2 ? "male" : "female" },
          { "if-match": etag },
        ),
      ),
    );
    const statuses = Map.groupBy(answers, ({ status }) => status);
    expect([statuses.get(200)?.length, statuses.get(412)?.length]).toEqual([1, 99]);
    expect((await server.call("GET", `Patient/${json.id}/_history`)).json.total).toBe(2);
  });

  it("brings decimals back byte for byte", async () => {
    const sent =
      '{"code":{"text":"x"},"id":"dec","resourceType":"Observation","status":"final","valueQuantity":{"value":0.10}}';
    await server.call("PUT", "Observation/dec", sent);
    for (const value of ["0.10", "1.00e-3", "100", "12345678901234567890.123456789"]) {
      const answer = await server.call("PUT", "Observation/dec", sent.replace("0.10", value));
      expect(answer.status, answer.text).toBe(200);
      const { text } = await server.call("GET", "Observation/dec");
      expect(text.replace(/"meta":\{[^}]*\},/, "")).toBe(sent.replace("0.10", value));
    }
    expect((await server.call("GET", "Observation?value-quantity=1e2&_id=dec")).json.total).toBe(0);
  });

  it.each([
    ["If-None-Match * on what exists", "PUT", "Patient/known", { "if-none-match": "*" }, 412, "version_mismatch"],
    ["a stale If-Match", "PUT", "Patient/known", { "if-match": 'W/"old"' }, 412, "version_mismatch"],
    ["a body id that differs", "PUT", "Patient/other", {}, 400, "id_mismatch"],
    ["a type that differs", "PUT", "Observation/known", {}, 400, "id_mismatch"],
    ["an unknown type", "PUT", "Nonsense/known", {}, 400, "bad_resource_type"],
    ["a bad id", "PUT", "Patient/a b", {}, 400, "invalid_id"],
  ] as const)("refuses %s", async (...row) => {
    const [, method, path, headers, status, word] = row;
    await server.call("PUT", "Patient/known", { ...PATIENT, id: "known" });
    const answer = await server.call(method, path, { ...PATIENT, id: "known" }, headers);
    expect([answer.status, answer.json.issue[0].details.text]).toEqual([status, word]);
  });

  it("answers what Prefer asks for", async () => {
    const minimal = await server.call("POST", "Patient", PATIENT, { prefer: "return=minimal" });
    expect([minimal.status, minimal.text]).toEqual([201, ""]);
    const outcome = await server.call("POST", "Patient", PATIENT, { prefer: "return=OperationOutcome" });
    expect(outcome.json.resourceType).toBe("OperationOutcome");
  });

  it("creates only once with If-None-Exist, and refuses an ambiguous one", async () => {
    const resource = { ...PATIENT, identifier: [{ system: "urn:once", value: "1" }] };
    const send = (): ReturnType<FhirServer["call"]> =>
      server.call("POST", "Patient", resource, { "if-none-exist": "identifier=urn:once|1" });
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status, second.json.id]).toEqual([201, 200, first.json.id]);
    await server.call("POST", "Patient", resource);
    expect((await send()).json.issue[0].details.text).toBe("ambiguous_query");
    const other = await server.call("POST", "Patient", resource, { "if-none-exist": "name=x" });
    expect([other.status, other.json.issue[0].details.text]).toEqual([400, "invalid_query"]);
  });

  it("keeps references whole", async () => {
    const dangling = await server.call("POST", "Observation", {
      resourceType: "Observation",
      status: "final",
      code: { text: "x" },
      subject: { reference: "Patient/nobody" },
    });
    expect([dangling.status, dangling.json.issue[0].details.text]).toEqual([400, "invalid_references"]);
    expect(dangling.json.issue[0].diagnostics).toContain("Patient/nobody");
    await server.call("PUT", "Patient/held", { ...PATIENT, id: "held" });
    await server.call("PUT", "Observation/holder", {
      resourceType: "Observation",
      id: "holder",
      status: "final",
      code: { text: "x" },
      extension: [{ url: "urn:x", valueReference: { reference: "Patient/held" } }],
    });
    const conflict = await server.call("DELETE", "Patient/held");
    expect([conflict.status, conflict.json.issue[0].code]).toEqual([409, "conflict"]);
    expect((await server.call("GET", "Patient/held")).status).toBe(200);
    expect((await server.call("DELETE", "Observation/holder")).status).toBe(200);
    expect((await server.call("DELETE", "Patient/held")).status).toBe(200);
    expect((await server.call("DELETE", "Patient/never-was")).status).toBe(200);
  });

  it("continues the history of a deleted resource that is put again", async () => {
    for (const method of ["PUT", "DELETE", "PUT"])
      await server.call(method, "Patient/again", method === "PUT" ? { ...PATIENT, id: "again" } : undefined);
    const { json } = await server.call("GET", "Patient/again/_history");
    expect(json.entry.map((entry: { request: { method: string } }) => entry.request.method)).toEqual([
      "PUT",
      "DELETE",
      "POST",
    ]);
    const page = await server.call("GET", "Patient/again/_history?_count=2");
    const next = page.json.link.find((link: { relation: string }) => link.relation === "next").url;
    expect((await server.call("GET", next)).json.entry).toHaveLength(1);
    expect((await server.call("GET", `${next}x`)).status).toBe(400);
    const since = await server.call(
      "GET",
      `Patient/again/_history?_since=${encodeURIComponent(json.entry[0].resource.meta.lastUpdated)}`,
    );
    expect(since.json.total).toBe(1);
  });
});

describe("store settings", () => {
  it("creates by update only when allowed, and keeps no versions when told so", async () => {
    const strict = await server.addStore("strict", {
      version: "R4",
      disableResourceVersioning: true,
      defaultSearchHandlingStrict: true,
    });
    const refused = await strict.call("PUT", "Patient/new", { ...PATIENT, id: "new" });
    expect([refused.status, refused.json.issue[0].details.text]).toEqual([404, "resource_not_found"]);
    const { json, headers } = await strict.call("POST", "Patient", PATIENT);
    await strict.call("PUT", `Patient/${json.id}`, { ...PATIENT, id: json.id });
    const etag = (headers.get("etag") ?? "").slice(3, -1);
    expect((await strict.call("GET", `Patient/${json.id}/_history/${etag}`)).status).toBe(400);
    expect((await strict.call("GET", `Patient/${json.id}/_history`)).status).toBe(400);
    expect((await strict.call("GET", "Patient?nonsense=1")).status).toBe(400);
    const lenient = await strict.call("GET", "Patient?nonsense=1&gender=male", undefined, {
      prefer: "handling=lenient",
    });
    expect(lenient.json.link.find((link: { relation: string }) => link.relation === "self").url).toBe(
      `${strict.base}/Patient/?gender=male`,
    );
  });

  it("allows dangling references and missing required fields when told so", async () => {
    const lax = await server.addStore("lax", {
      version: "R4",
      disableReferentialIntegrity: true,
      validationConfig: { disableRequiredFieldValidation: true },
    });
    const answer = await lax.call("POST", "Observation", {
      resourceType: "Observation",
      subject: { reference: "Patient/nobody" },
    });
    expect(answer.status, answer.text).toBe(201);
    expect((await lax.call("DELETE", "Patient/nobody")).status).toBe(200);
  });

  it.each(["STU3", "R5", "DSTU2"])("stores and searches %s", async (version) => {
    const other = await server.addStore(`v-${version.toLowerCase()}`, { version });
    const { status, text } = await other.call("POST", "Patient", PATIENT);
    expect(status, text).toBe(201);
    expect((await other.call("GET", "Patient?family=ask")).json.total).toBe(1);
  });

  it("answers 403 for a missing dataset and 404 for a missing store, in Google's envelope", async () => {
    const dataset = await server.call("GET", server.base.replace("/datasets/d/", "/datasets/none/") + "/Patient/1");
    expect([dataset.status, dataset.json.error.status]).toEqual([403, "PERMISSION_DENIED"]);
    const store = await server.call("GET", server.base.replace("/main/", "/none/") + "/Patient/1");
    expect([store.status, store.json.error.status]).toEqual([404, "NOT_FOUND"]);
  });

  it("leaves nothing behind when the store is deleted", async () => {
    const gone = await server.addStore("gone", { version: "R4" });
    await gone.call("POST", "Patient", PATIENT);
    await gone.call("GET", "Patient?_content=ask");
    await stores.delete({ name: gone.store });
    const again = await server.addStore("gone", { version: "R4" });
    expect((await again.call("GET", "Patient")).json.total).toBe(0);
    const { database } = server.emulator.context;
    const orphans = database.get(
      "SELECT count(*) AS n FROM fhir_token_rows WHERE param NOT IN (SELECT key FROM fhir_params)",
    );
    expect(orphans).toMatchObject({ n: 0 });
  });
});
