import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deidDryRunSchema } from "#lib/contract/console/deid-dry-runs.ts";
import { deidScopeListSchema, deidScopeSchema } from "#lib/contract/console/deid-scope.ts";
import { startTestConsole, type Hit, type TestConsole } from "#lib/server/test-console.ts";
import { elementBytes } from "#lib/dicom/write-data-set.ts";
import { startRealApi, type RealApi } from "#lib/server/test-real-api.ts";

const LOCATION = "projects/demo-hospital/locations/us-central1";
const DATASET = `${LOCATION}/datasets/wards`;
const FHIR = `${DATASET}/fhirStores/ehr`;
const DICOM = `${DATASET}/dicomStores/images`;

describe("a de-identification of what a search found", () => {
  let emulator: RealApi;
  let bench: TestConsole;
  let admin: string;

  const ask = (path: string, body: unknown, cookie = admin): Promise<Hit> =>
    bench.write({ path, cookie, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const api = (path: string, method: string, body: string | Uint8Array = "{}", type = "application/json") =>
    fetch(`${emulator.apiUrl}${path}`, {
      method,
      headers: { "content-type": type },
      ...(method === "GET" ? {} : { body: Buffer.from(body) }),
    });
  const keep = async (store: string, type: string, query: string): Promise<string> =>
    (JSON.parse((await ask("/api/console/searches", { store, type, query })).text) as { id: string }).id;
  const scope = async (source: string, search: string) =>
    deidScopeSchema.parse(JSON.parse((await ask("/api/console/deid-scope", { source, search })).text));
  /** Launches by the console, waits for the end. */
  const run = async (source: string, request: object): Promise<void> => {
    const launched = await ask("/api/console/deid-runs", { source, request, configName: "x" });
    const { operation } = JSON.parse(launched.text) as { operation: string };
    for (;;) {
      const { done } = (await (await api(`/v1/${operation}`, "GET")).json()) as { done?: boolean };
      if (done === true) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };

  beforeAll(async () => {
    emulator = await startRealApi();
    bench = await startTestConsole({ apiUrl: emulator.apiUrl });
    admin = await bench.signIn("demo-admin");
    await api(`/v1/${LOCATION}/datasets?datasetId=wards`, "POST");
    const settings = JSON.stringify({ version: "R4", enableUpdateCreate: true, disableReferentialIntegrity: true });
    for (const id of ["ehr", "copy"]) await api(`/v1/${DATASET}/fhirStores?fhirStoreId=${id}`, "POST", settings);
    for (const id of ["images", "copies"]) await api(`/v1/${DATASET}/dicomStores?dicomStoreId=${id}`, "POST");
    for (const [id, gender] of [
      ["p1", "female"],
      ["p2", "female"],
      ["p3", "male"],
    ] as const) {
      const patient = { resourceType: "Patient", id, gender, name: [{ family: `Halvorsen${id}` }] };
      const note = {
        resourceType: "Observation",
        id: `o-${id}`,
        status: "final",
        code: { text: "x" },
        subject: { reference: `Patient/${id}` },
      };
      for (const one of [patient, note])
        await api(
          `/v1/${FHIR}/fhir/${one.resourceType}/${one.id}`,
          "PUT",
          JSON.stringify(one),
          "application/fhir+json",
        );
    }
    for (const study of ["1.2.1", "1.2.2", "1.2.3"])
      await api(`/v1/${DICOM}/dicomWeb/studies`, "POST", dicomFile(study), "application/dicom");
  });
  afterAll(async () => {
    await bench.close();
    await emulator.stop();
  });

  it("takes what a FHIR search finds and includes, and nothing else is copied", async () => {
    const search = await keep(
      FHIR,
      "Patient",
      "gender=female&_revinclude=Observation:subject&_count=1&_sort=-birthdate",
    );
    const { resources } = await scope(FHIR, search);
    expect(resources.toSorted()).toEqual(["Observation/o-p1", "Observation/o-p2", "Patient/p1", "Patient/p2"]);
    const request = { destinationStore: `${DATASET}/fhirStores/copy`, config: { fhir: {} } };
    await run(FHIR, { ...request, resourceFilter: { resources: { resources } } });
    const metrics = await (await api(`/v1/${DATASET}/fhirStores/copy:getFHIRStoreMetrics`, "GET")).json();
    expect(metrics).toMatchObject({
      metrics: [
        { resourceType: "Observation", count: "2" },
        { resourceType: "Patient", count: "2" },
      ],
    });
  });

  it("has the server write the selected studies into Cloud Storage, and nothing else is copied", async () => {
    const search = await keep(DICOM, "", "studyUid=1.2.1%2C1.2.3%2C");
    expect(await scope(DICOM, search)).toEqual({ resources: [], studies: ["1.2.1", "1.2.3"] });
    const folder = "gs://lists/selected/";
    const answer = await ask("/api/console/deid-scope/list", { source: DICOM, search, folder });
    const written = deidScopeListSchema.parse(JSON.parse(answer.text));
    expect(written).toEqual({
      uri: expect.stringMatching(/^gs:\/\/lists\/selected\/careplane-studies-\w{24}\.txt$/),
      studies: 2,
    });
    const request = { destinationStore: `${DATASET}/dicomStores/copies`, config: { dicom: {} } };
    await run(DICOM, { ...request, filterConfig: { resourcePathsGcsUri: written.uri } });
    const metrics = await (await api(`/v1/${DATASET}/dicomStores/copies:getDICOMStoreMetrics`, "GET")).json();
    expect(metrics).toMatchObject({ studyCount: "2", instanceCount: "2" });
  });

  it("tries the selected studies alone, instances as the list names them", async () => {
    const source = `${DATASET}/dicomStores/images`;
    const upload = (name: string, text: string) =>
      api(`/upload/storage/v1/b/lists/o?uploadType=media&name=${name}`, "POST", text, "text/plain");
    await upload("one.txt", "/studies/1.2.2\n");
    await upload("named.txt", "/studies/1.2.1/series/1.2.1.1/instances/1.2.1.1.1\nstudies/1.2.3/series/1.2.3.1\n");
    await upload("empty.txt", "/studies/9.9.9\n");
    const tried = async (list: string) => {
      const input = { source, configuration: { config: { dicom: {} } }, size: 6, resources: [], list };
      const { id } = deidDryRunSchema.parse(JSON.parse((await ask("/api/console/deid-dry-runs", input)).text));
      for (;;) {
        const hit = await bench.send({ path: `/api/console/deid-dry-runs/${id}`, cookie: admin });
        const { result, progress } = deidDryRunSchema.parse(JSON.parse(hit.text));
        if (progress.problem !== undefined) return progress.problem;
        if (result !== null) return result.stores[0]?.items;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    expect(await tried("")).toBe(3);
    expect(await tried("gs://lists/one.txt")).toBe(1);
    expect(await tried("gs://lists/named.txt")).toBe(2);
    expect(await tried("gs://lists/empty.txt")).toBe(0);
    expect(await tried("gs://lists/absent.txt")).toContain("no object");
  });

  it("takes a filter of the study list as it stands", async () => {
    expect((await scope(DICOM, await keep(DICOM, "", "patientId=P-1"))).studies).toHaveLength(3);
  });

  it("refuses a search that finds nothing, one of another store, a bad folder, and whoever may not", async () => {
    const nobody = await keep(FHIR, "Patient", "gender=other");
    const all = await keep(FHIR, "Patient", "");
    const refusals = [
      await ask("/api/console/deid-scope", { source: FHIR, search: nobody }),
      await ask("/api/console/deid-scope", { source: DICOM, search: all }),
      await ask("/api/console/deid-scope/list", { source: DICOM, search: all, folder: "gs://../x" }),
      await ask("/api/console/deid-scope/list", { source: FHIR, search: all, folder: "gs://lists" }),
      await ask("/api/console/deid-scope", { source: FHIR, search: all }, await bench.signIn("demo-steward")),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([400, 400, 400, 400, 403]);
    expect(refusals[0]?.text).toContain("The search finds nothing now");
  });

  it("leaves no name of a resource in any address that the console's own server sees", async () => {
    const rows = await bench.auditRows();
    expect(JSON.stringify(rows)).not.toMatch(/Halvorsen|Patient\/p|gender=/);
  });
});

/** The one instance of a study, without a picture. */
function dicomFile(study: string): Buffer {
  const text = (tag: string, vr: "UI" | "LO" | "CS", value: string) => elementBytes(tag, vr, Buffer.from(value));
  const meta = Buffer.concat([
    text("00020002", "UI", "1.2.840.10008.5.1.4.1.1.7"),
    text("00020003", "UI", `${study}.1.1`),
    text("00020010", "UI", "1.2.840.10008.1.2.1"),
  ]);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from("DICM"),
    elementBytes("00020000", "UL", Buffer.from(Uint32Array.of(meta.length).buffer)),
    meta,
    text("00080016", "UI", "1.2.840.10008.5.1.4.1.1.7"),
    text("00080018", "UI", `${study}.1.1`),
    text("00080060", "CS", "OT"),
    text("00100020", "LO", "P-1"),
    text("0020000D", "UI", study),
    text("0020000E", "UI", `${study}.1`),
  ]);
}
