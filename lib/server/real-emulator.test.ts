import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { elementBytes } from "#lib/dicom/write-data-set.ts";
import { problemEnvelopeSchema } from "#lib/contract/problem.ts";
import { startTestConsole, type TestConsole } from "./test-console.ts";
import { startRealApi, type RealApi } from "./test-real-api.ts";

const DATASETS = "/api/healthcare/v1/projects/demo-hospital/locations/us-central1/datasets";
const STORE = `${DATASETS}/trial/fhirStores/records`;

describe("the gateway before the real emulator", () => {
  let api: RealApi;
  let bench: TestConsole;
  let cookie: string;

  beforeAll(async () => {
    api = await startRealApi();
    bench = await startTestConsole({ apiUrl: api.apiUrl });
    cookie = await bench.signIn("demo-admin");
  });
  afterAll(async () => {
    await bench.close();
    await api.stop();
  });

  const write = (path: string, body: unknown, type = "application/json") =>
    bench.write({
      path,
      cookie,
      headers: { "content-type": type },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });

  it("stores and reads images as streams, for whom may, and puts on record who did without what they hold", async () => {
    const dicom = `${DATASETS}/images/dicomStores/pictures`;
    expect((await write(`${DATASETS}?datasetId=images`, {})).status).toBe(200);
    expect((await write(`${DATASETS}/images/dicomStores?dicomStoreId=pictures`, {})).status).toBe(200);
    const imaging = await bench.signIn("demo-imaging");
    const start = (await bench.auditRows()).length;
    const files = [1, 2].map(dicomFile);
    const stow = (who: string) =>
      bench.write({
        path: `${dicom}/dicomWeb/studies`,
        cookie: who,
        headers: {
          "content-type": 'multipart/related; type="application/dicom"; boundary=part',
          accept: "application/dicom+json",
        },
        body: Buffer.concat([
          ...files.flatMap((file) => [Buffer.from("\r\n--part\r\nContent-Type: application/dicom\r\n\r\n"), file]),
          Buffer.from("\r\n--part--\r\n"),
        ]),
      });
    expect((await stow(await bench.signIn("demo-steward"))).status).toBe(403);
    const stored = await stow(imaging);
    expect([stored.status, stored.text.match(/1\.2\.3\.1\.[12]"/g)?.length]).toEqual([200, 4]);

    const study = `${dicom}/dicomWeb/studies/1.2.3`;
    const whole = await fetch(`${bench.origin}${study}`, {
      headers: { cookie: imaging, accept: 'multipart/related; type="application/dicom"; transfer-syntax=*' },
    });
    expect(whole.headers.get("content-type")).toMatch(/^multipart\/related/);
    expect(whole.headers.get("content-length")).toBeNull();
    const body = Buffer.from(await whole.arrayBuffer());
    expect(files.map((file) => body.includes(file))).toEqual([true, true]);

    const read = (path: string, accept: string, who = imaging) =>
      bench.send({ path: study + path, cookie: who, headers: { accept } });
    expect((await read("/series/1.2.3.1/metadata", "application/dicom+json")).text).toContain("Canary^Patience");
    const frame = "/series/1.2.3.1/instances/1.2.3.1.1/frames/1";
    const octets = 'multipart/related; type="application/octet-stream"; transfer-syntax=*';
    expect((await read(frame, octets)).headers["content-type"]).toMatch(/^multipart\/related/);
    expect((await read(frame, octets, await bench.signIn("demo-steward"))).status).toBe(403);
    const searched = await bench.write({
      path: `${dicom}/dicomWeb/studies`,
      cookie: imaging,
      headers: { "content-type": "application/x-www-form-urlencoded", "x-http-method-override": "GET" },
      body: "PatientName=Canary&fuzzymatching=true",
    });
    expect((JSON.parse(searched.text) as unknown[]).length).toBe(1);

    const rows = (await bench.auditRows()).slice(start);
    const done = rows.filter(({ phase, action }) => phase === "completed" && action.startsWith("healthcare."));
    expect(done.map(({ subject, status, action }) => [subject, status, action.split(".").at(-1)])).toEqual([
      ["demo-steward", 403, "storeInstances"],
      ["demo-imaging", 200, "storeInstances"],
      ["demo-imaging", 200, "retrieveStudy"],
      ["demo-imaging", 200, "retrieveMetadata"],
      ["demo-imaging", 200, "retrieveFrames"],
      ["demo-steward", 403, "retrieveFrames"],
      ["demo-imaging", 200, "searchForStudies"],
    ]);
    expect(done[2]?.resource).toMatch(/dicomStores\/pictures\/dicomWeb\/studies\/1\.2\.3$/);
    expect(JSON.stringify(rows)).not.toMatch(/canary|patience/i);
  });

  it("creates, searches by a form body, reads and says when the emulator is gone", async () => {
    expect((await write(`${DATASETS}?datasetId=trial`, {})).status).toBe(200);
    expect(
      (await write(`${DATASETS}/trial/fhirStores?fhirStoreId=records`, { version: "R4", enableUpdateCreate: true }))
        .status,
    ).toBe(200);
    const patient = { resourceType: "Patient", name: [{ family: "Example" }], birthDate: "1970-01-01" };
    const created = await write(`${STORE}/fhir/Patient`, patient, "application/fhir+json");
    expect(created.status).toBe(201);

    const search = (body: string) => write(`${STORE}/fhir/Patient/_search`, body, "application/x-www-form-urlencoded");
    const found = JSON.parse((await search("name=example&birthdate=1970-01-01")).text) as {
      total: number;
      entry: { resource: { id: string } }[];
    };
    expect(found.total).toBe(1);
    expect((JSON.parse((await search("name=nobody")).text) as { total: number }).total).toBe(0);

    const id = found.entry[0]?.resource.id ?? "";
    const read = await bench.send({ path: `${STORE}/fhir/Patient/${id}`, cookie });
    expect(JSON.parse(read.text)).toMatchObject(patient);
    expect(read.headers.etag).toMatch(/^W\//);

    await api.stop();
    const gone = await bench.send({ path: `${STORE}/fhir/Patient/${id}`, cookie });
    const { problem } = problemEnvelopeSchema.parse(JSON.parse(gone.text)).error;
    expect(problem).toMatchObject({ status: 503, code: "UNAVAILABLE", hop: "healthcare-api" });
    expect(problem.message).toMatch(/^The emulator at http:.* cannot be reached/);
  });
});

/** An instance of a study 1.2.3 that names a patient, of three megabytes. */
function dicomFile(number: number): Buffer {
  const text = (tag: string, vr: Parameters<typeof elementBytes>[1], value: string) =>
    elementBytes(tag, vr, Buffer.from(value));
  const count = (tag: string, value: number) => elementBytes(tag, "US", Buffer.from(Uint16Array.of(value).buffer));
  const meta = Buffer.concat([
    text("00020002", "UI", "1.2.840.10008.5.1.4.1.1.7"),
    text("00020003", "UI", `1.2.3.1.${number}`),
    text("00020010", "UI", "1.2.840.10008.1.2.1"),
  ]);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from("DICM"),
    elementBytes("00020000", "UL", Buffer.from(Uint32Array.of(meta.length).buffer)),
    meta,
    text("00080016", "UI", "1.2.840.10008.5.1.4.1.1.7"),
    text("00080018", "UI", `1.2.3.1.${number}`),
    text("00080060", "CS", "OT"),
    text("00100010", "PN", "Canary^Patience"),
    text("0020000D", "UI", "1.2.3"),
    text("0020000E", "UI", "1.2.3.1"),
    count("00280002", 1),
    text("00280004", "CS", "MONOCHROME2"),
    count("00280010", 1500),
    count("00280011", 1000),
    count("00280100", 16),
    elementBytes("7FE00010", "OW", Buffer.alloc(3_000_000, number)),
  ]);
}
