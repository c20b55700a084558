import { createHash } from "node:crypto";
import { healthcare, type healthcare_v1 } from "@googleapis/healthcare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestEmulator, type TestEmulator } from "#emulator/test-emulator.ts";

const LOCATION = "projects/p/locations/us-central1";
const DATASET = `${LOCATION}/datasets/d`;
let emulator: TestEmulator;
let stores: healthcare_v1.Resource$Projects$Locations$Datasets$Hl7v2stores;
let count = 0;

beforeAll(async () => {
  emulator = await openTestEmulator();
  const { datasets } = healthcare({ version: "v1", rootUrl: `${emulator.origin}/`, retry: false }).projects.locations;
  stores = datasets.hl7V2Stores;
  await datasets.create({ parent: LOCATION, datasetId: "d", requestBody: { timeZone: "America/Chicago" } });
});
afterAll(() => emulator.dispose());

async function newStore(requestBody: healthcare_v1.Schema$Hl7V2Store = {}): Promise<string> {
  const hl7V2StoreId = `s${++count}`;
  await stores.create({ parent: DATASET, hl7V2StoreId, requestBody });
  return `${DATASET}/hl7V2Stores/${hl7V2StoreId}`;
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const plain = (text: string | null | undefined): string => Buffer.from(text ?? "", "base64").toString();

async function create(
  parent: string,
  text: string,
  labels?: Record<string, string>,
): Promise<healthcare_v1.Schema$Message> {
  const message = { data: base64(text), ...(labels ? { labels } : {}) };
  return (await stores.messages.create({ parent, requestBody: { message } })).data;
}

async function ingest(parent: string, text: string): Promise<healthcare_v1.Schema$IngestMessageResponse> {
  return (await stores.messages.ingest({ parent, requestBody: { message: { data: base64(text) } } })).data;
}

interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly nack: string | undefined;
}

async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call;
  } catch (error) {
    const { status, response } = error as {
      status: number;
      response: { data: { error: { message: string; details?: { "@type": string; hl7Nack?: string }[] } } };
    };
    const { message, details } = response.data.error;
    const nack = details?.find((detail) => detail["@type"].endsWith("IngestMessageErrorDetail"))?.hl7Nack;
    return { status, message, nack: nack === undefined ? undefined : plain(nack) };
  }
  throw new Error("It was not refused");
}

/** The message of Google's client samples. */
const SAMPLE =
  "MSH|^~\\&|A|SEND_FACILITY|A|A|20180101000000||TYPE^A|20180101000000|T|0.0|||AA||00|ASCII\rEVN|A00|20180101040000\rPID||14\u0001111^^^^MRN|11111111^^^^MRN~1111111111^^^^ORGNMBR";
const admit = (control: string, more: { time?: string; facility?: string; type?: string; mrn?: string } = {}): string =>
  `MSH|^~\\&|EHR|${more.facility ?? "WARD"}|LAB|MAIN|${more.time ?? "20260314083000"}||${more.type ?? "ADT^A01"}|${control}|P|2.5.1\rPID|1||${more.mrn ?? "7"}^^^^MRN\r`;

describe("create and get", () => {
  it("stores the sample message under the digest of its bytes and answers without parsed data", async () => {
    const store = await newStore();
    const created = await create(store, SAMPLE);
    const id = `${createHash("sha256").update(SAMPLE).digest("base64url")}=`;
    expect(created).toEqual({
      name: `${store}/messages/${id}`,
      data: base64(SAMPLE),
      sendFacility: "SEND_FACILITY",
      sendTime: "2018-01-01T06:00:00Z",
      messageType: "TYPE",
      createTime: expect.any(String) as string,
      patientIds: [
        { value: "14\u0001111", type: "MRN" },
        { value: "11111111", type: "MRN" },
        { value: "1111111111", type: "ORGNMBR" },
      ],
    });
    const { data } = await stores.messages.get({ name: created.name ?? "" });
    expect(data).toEqual({
      ...created,
      parsedData: {
        segments: [
          {
            segmentId: "MSH",
            fields: {
              "0": "MSH",
              "1": "^~\\&",
              "2": "A",
              "3": "SEND_FACILITY",
              "4": "A",
              "5": "A",
              "6": "20180101000000",
              "8.1": "TYPE",
              "8.2": "A",
              "9": "20180101000000",
              "10": "T",
              "11": "0.0",
              "14": "AA",
              "16": "00",
              "17": "ASCII",
            },
          },
          { segmentId: "EVN", fields: { "0": "EVN", "1": "A00", "2": "20180101040000" } },
          {
            segmentId: "PID",
            fields: {
              "0": "PID",
              "2.1": "14\u0001111",
              "2.5": "MRN",
              "3[0].1": "11111111",
              "3[0].5": "MRN",
              "3[1].1": "1111111111",
              "3[1].5": "ORGNMBR",
            },
          },
        ],
      },
    });
  });

  it.each([
    ["RAW_ONLY", ["data"]],
    ["PARSED_ONLY", ["parsedData"]],
    ["SCHEMATIZED_ONLY", []],
    ["FULL", ["data", "parsedData"]],
  ])("view %s has %j beside the header", async (view, parts) => {
    const store = await newStore();
    const { name } = await create(store, admit("1"));
    const { data } = await stores.messages.get({ name: name ?? "", view });
    const header = ["name", "sendFacility", "sendTime", "messageType", "createTime", "patientIds"];
    expect(Object.keys(data).toSorted()).toEqual([...header, ...parts].toSorted());
  });

  it("view BASIC has the name alone, and another view is 400", async () => {
    const store = await newStore();
    const { name = "" } = await create(store, admit("1"));
    const { data } = await stores.messages.get({ name: name ?? "", view: "BASIC" });
    expect(data).toEqual({ name });
    expect(await refusalOf(stores.messages.get({ name: name ?? "", view: "SIDEWAYS" }))).toMatchObject({ status: 400 });
  });

  it("unescapes delimiters in V3 only and numbers MSH by the standard from V2 on", async () => {
    const text = "MSH|^~\\&|A\\T\\B||||20260314||ADT^A01|1|P|2.5\rNTE|1||one\\.br\\two \\F\\ \\E\\\r";
    const fields = async (version: string): Promise<(Record<string, string> | null | undefined)[]> => {
      const { name } = await create(await newStore({ parserConfig: { version } }), text);
      const { data } = await stores.messages.get({ name: name ?? "" });
      return (data.parsedData?.segments ?? []).map((segment) => segment.fields);
    };
    const [v1, v2, v3] = [await fields("V1"), await fields("V2"), await fields("V3")];
    expect(v1[0]).toMatchObject({ "1": "^~\\&", "2": "A\\T\\B", "8.1": "ADT" });
    expect(v2[0]).toMatchObject({ "1": "|", "2": "^~\\&", "3": "A\\T\\B", "9.1": "ADT" });
    expect(v3[0]).toMatchObject({ "1": "|", "2": "^~\\&", "3": "A&B", "9.1": "ADT" });
    expect(v2[1]).toMatchObject({ "3": "one\\.br\\two \\F\\ \\E\\" });
    expect(v3[1]).toMatchObject({ "3": "one\\.br\\two | \\" });
  });

  it("answers 404 for a missing message, 403 below a missing dataset, 400 without data and for bad labels", async () => {
    const store = await newStore();
    for (const id of ["nothing", `${"A".repeat(43)}=`])
      expect(await refusalOf(stores.messages.get({ name: `${store}/messages/${id}` }))).toMatchObject({ status: 404 });
    const nowhere = `${LOCATION}/datasets/none/hl7V2Stores/s`;
    expect(await refusalOf(create(nowhere, SAMPLE))).toMatchObject({ status: 403 });
    expect(await refusalOf(create(`${DATASET}/hl7V2Stores/none`, SAMPLE))).toMatchObject({ status: 404 });
    expect(await refusalOf(stores.messages.create({ parent: store, requestBody: {} }))).toMatchObject({ status: 400 });
    expect(await refusalOf(stores.messages.ingest({ parent: store, requestBody: { message: {} } }))).toMatchObject({
      status: 400,
    });
    expect(await refusalOf(create(store, SAMPLE, { "Upper Case": "x" }))).toMatchObject({ status: 400 });
  });
});

describe("ingest", () => {
  it("answers with an ACK whose sender and receiver are swapped", async () => {
    const store = await newStore();
    const { hl7Ack, message } = await ingest(store, admit("C-17"));
    expect(plain(hl7Ack)).toMatch(
      /^MSH\|\^~\\&\|LAB\|MAIN\|EHR\|WARD\|\d{14}\|\|ACK\|[0-9a-f-]{36}\|P\|2\.5\.1\rMSA\|AA\|C-17$/,
    );
    expect(message).toMatchObject({
      messageType: "ADT",
      sendTime: "2026-03-14T13:30:00Z",
      data: base64(admit("C-17")),
    });
    expect(message?.parsedData).toBeUndefined();
  });

  it.each([
    ["no header", "PID|1||7\r", /does not begin with MSH/],
    ["no separator", "MSHA", /no field separator/],
    ["a batch", "BHS|^~\\&|\rMSH|^~\\&|\r", /begins a batch file/],
    ["two messages", admit("1") + admit("2"), /more than one message/],
    [
      "line feeds",
      admit("1").replaceAll("\r", "\n"),
      /end with "\\n", the segment terminator of this HL7v2 store is "\\r"/,
    ],
    ["CR LF", admit("1").replaceAll("\r", "\r\n"), /end with "\\r\\n"/],
    [
      "another character set",
      SAMPLE.replace("ASCII", "8859/1"),
      /^unsupported encoding in message, only ASCII and UTF-8 are supported$/,
    ],
    ["a byte order mark", `\ufeff${SAMPLE}`, /byte order mark/],
    ["a broken segment", `${admit("1")}this is no segment\r`, /invalid segment at index 2/],
  ])("refuses %s with 400, and with a NACK that says so", async (_, text, reason) => {
    const store = await newStore();
    const refused = await refusalOf(ingest(store, text));
    expect(refused.status).toBe(400);
    expect(refused.message).toMatch(reason);
    expect(refused.nack).toMatch(/^MSH\|\^~\\&\|[^\r]*\|ACK\|[0-9a-f-]{36}\|[PT]\|[\d.]+\rMSA\|AE\|/);
    expect(await refusalOf(create(store, text))).toEqual({ status: 400, message: refused.message, nack: undefined });
    expect((await stores.messages.list({ parent: store })).data).toEqual({});
  });

  it("refuses bytes that are not UTF-8 and more than 10 MB", async () => {
    const store = await newStore();
    const latin1 = Buffer.from("MSH|^~\\&|A|\u00e9", "latin1").toString("base64");
    const call = (data: string): Promise<Refusal> =>
      refusalOf(stores.messages.ingest({ parent: store, requestBody: { message: { data } } }));
    expect(await call(latin1)).toMatchObject({ status: 400, message: /unsupported encoding/ });
    const limit = 10 * 1024 * 1024;
    const filled = (size: number): string =>
      base64(admit("big") + `NTE|1||${"x".repeat(size)}`.slice(0, size - admit("big").length));
    expect(
      (await stores.messages.ingest({ parent: store, requestBody: { message: { data: filled(limit) } } })).status,
    ).toBe(200);
    const refused = await call(filled(limit + 1));
    expect(refused).toMatchObject({ status: 400, message: /at most 10485760/ });
    expect(refused.nack).toMatch(/MSA\|AE\|big\|/);
  });

  it("takes a duplicate for the same message with the same ACK, and keeps its labels", async () => {
    const store = await newStore();
    const first = await create(store, admit("1"), { ward: "icu" });
    const once = await ingest(store, admit("1"));
    const again = await ingest(store, admit("1"));
    expect(again).toEqual(once);
    expect(once.message).toEqual(first);
    expect((await stores.messages.list({ parent: store })).data.hl7V2Messages).toHaveLength(1);
  });

  it("rejects a duplicate with a NACK when the store says so", async () => {
    const store = await newStore({ rejectDuplicateMessage: true });
    await ingest(store, admit("1"));
    expect(await refusalOf(ingest(store, admit("1")))).toMatchObject({
      status: 409,
      nack: /\rMSA\|AE\|1\|duplicate message/,
    });
    expect(await refusalOf(create(store, admit("1")))).toMatchObject({ status: 409 });
    await ingest(store, admit("2"));
    expect((await stores.messages.list({ parent: store })).data.hl7V2Messages).toHaveLength(2);
  });

  it("uses the segment terminator of the store", async () => {
    const store = await newStore({ parserConfig: { version: "V3", segmentTerminator: base64("\n") } });
    const { message } = await ingest(store, admit("1").replaceAll("\r", "\n"));
    const { data } = await stores.messages.get({ name: message?.name ?? "" });
    expect(data.parsedData?.segments?.map(({ segmentId }) => segmentId)).toEqual(["MSH", "PID"]);
    expect(await refusalOf(ingest(store, admit("2")))).toMatchObject({ status: 400 });
  });

  it("takes a message without header where the store allows it", async () => {
    const store = await newStore({ parserConfig: { version: "V2", allowNullHeader: true } });
    const { hl7Ack, message } = await ingest(store, "PID|1||7^^^^MRN\r");
    expect(plain(hl7Ack)).toMatch(/^MSH\|\^~\\&\|{6}[^|]*\|\|ACK\||^MSH/);
    expect(message).toMatchObject({ patientIds: [{ value: "7", type: "MRN" }] });
    expect(message?.messageType).toBeUndefined();
  });

  it("answers the v1beta1 path with v1beta1 types", async () => {
    const store = await newStore();
    const response = await fetch(`${emulator.origin}/v1beta1/${store}/messages:ingest`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ message: { data: base64("nothing") } }),
    });
    const { error } = (await response.json()) as { error: { details: { "@type": string }[] } };
    expect(error.details[0]?.["@type"]).toBe(
      "type.googleapis.com/google.cloud.healthcare.v1beta1.hl7v2.IngestMessageErrorDetail",
    );
  });
});

describe("labels, deletion and metrics", () => {
  it("merges patched labels and clears one that is named alone", async () => {
    const store = await newStore();
    const { name = "" } = await create(store, admit("1"), { ward: "icu", shift: "night" });
    const patch = async (updateMask: string | undefined, labels: Record<string, string>): Promise<unknown> =>
      (
        await stores.messages.patch({
          name: name ?? "",
          ...(updateMask ? { updateMask } : {}),
          requestBody: { labels },
        })
      ).data.labels;
    expect(await patch("labels", { shift: "day", reviewed: "" })).toEqual({ ward: "icu", shift: "day", reviewed: "" });
    expect(await patch("labels.ward", {})).toEqual({ shift: "day", reviewed: "" });
    expect(await refusalOf(patch(undefined, { a: "b" }))).toMatchObject({ status: 400 });
    expect(await refusalOf(patch("data", {}))).toMatchObject({ status: 400 });
    expect(await refusalOf(patch("labels", { UPPER: "x" }))).toMatchObject({ status: 400 });
    const found = await stores.messages.list({ parent: store, filter: 'labels."shift"="day"', view: "RAW_ONLY" });
    expect(found.data.hl7V2Messages?.[0]?.labels).toEqual({ shift: "day", reviewed: "" });
    expect((await stores.messages.list({ parent: store, filter: 'labels."ward":*' })).data).toEqual({});
  });

  it("counts messages and bytes by type", async () => {
    const store = await newStore();
    const { name = "" } = await create(store, admit("1"));
    await create(store, admit("2"));
    await create(store, admit("3", { type: "ORU^R01" }));
    const metrics = async (): Promise<unknown> => (await stores.getHL7v2StoreMetrics({ name: store })).data;
    expect(await metrics()).toEqual({
      name: store,
      metrics: [
        { messageType: "ADT", count: "2", structuredStorageSizeBytes: String(2 * admit("1").length) },
        { messageType: "ORU", count: "1", structuredStorageSizeBytes: String(admit("3", { type: "ORU^R01" }).length) },
      ],
    });
    expect((await stores.messages.delete({ name: name ?? "" })).data).toEqual({});
    expect(await refusalOf(stores.messages.get({ name: name ?? "" }))).toMatchObject({ status: 404 });
    expect(await refusalOf(stores.messages.delete({ name: name ?? "" }))).toMatchObject({ status: 404 });
    expect(await metrics()).toMatchObject({ metrics: [{ messageType: "ADT", count: "1" }, { messageType: "ORU" }] });
    await stores.delete({ name: store });
    expect(
      emulator.context.database.all(
        "SELECT 1 FROM hl7v2_patient_ids AS p WHERE NOT EXISTS (SELECT 1 FROM hl7v2_messages AS m WHERE m.rid = p.rid)",
      ),
    ).toEqual([]);
  });
});
