import { healthcare, type healthcare_v1 } from "@googleapis/healthcare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GoogleError } from "#emulator/http/errors.ts";
import type { Context } from "#emulator/http/route.ts";
import { openTestEmulator, type TestEmulator } from "#emulator/test-emulator.ts";
import type { Job, Json } from "./runner.ts";

const PARENT = "projects/p/locations/us-central1";
const DATASET = { project: "p", location: "us-central1", dataset: "d" };
const COUNT = "google.cloud.healthcare.v1.test.TestService.Count";
const FAIL = "google.cloud.healthcare.v1.test.TestService.Fail";
const CRASH = "google.cloud.healthcare.v1.test.TestService.Crash";

/** Which numbers every run of Count worked on, and a gate that holds it at `stopAt`. */
const worked: number[] = [];
let opened: (() => void) | undefined;
const gate = new Promise<void>((resolve) => {
  opened = resolve;
});

/** Counts to `to`, one checkpoint each; waits at `stopAt` until the gate opens or it is told to stop. */
async function count(job: Job): Promise<Json> {
  const { to, stopAt } = job.request as { to: number; stopAt?: number };
  for (let n = (job.state as number | undefined) ?? 0; n < to; n += 1) {
    if (n === stopAt) {
      job.progress({ success: 99 });
      job.reportError({ source: "gs://bucket/not-checkpointed", error: { code: 3, message: "again" } });
      await Promise.race([gate, new Promise((resolve) => job.signal.addEventListener("abort", resolve))]);
    }
    job.signal.throwIfAborted();
    worked.push(n);
    if (n % 2 === 1)
      job.reportError({
        source: `gs://bucket/file:${n}`,
        resourceId: `Patient/${n}`,
        error: { code: 3, message: "odd" },
      });
    job.progress({ success: Math.floor(n / 2) + 1, failure: Math.floor((n + 1) / 2), pending: to - n - 1 });
    await job.checkpoint(n + 1);
  }
  return { counted: to };
}

const prepare = async ({ operations }: Context): Promise<void> => {
  operations.registerWorker(COUNT, count);
  operations.registerWorker(FAIL, () => Promise.reject(new GoogleError("INVALID_ARGUMENT", "No bundle is found.")));
  operations.registerWorker(CRASH, () => Promise.reject(new TypeError("a secret detail")));
  return Promise.resolve();
};

let emulator: TestEmulator;
let client: healthcare_v1.Healthcare;
const operations = (): healthcare_v1.Resource$Projects$Locations$Datasets$Operations =>
  client.projects.locations.datasets.operations;

async function connectClient(): Promise<void> {
  client = healthcare({ version: "v1", rootUrl: `${emulator.origin}/` });
  return Promise.resolve();
}

beforeAll(async () => {
  emulator = await openTestEmulator(prepare);
  await connectClient();
  await client.projects.locations.datasets.create({ parent: PARENT, datasetId: "d", requestBody: {} });
});
afterAll(() => emulator.dispose());

async function start(method: string, request: Json = {}): Promise<string> {
  const operation = await emulator.context.operations.start({ dataset: DATASET, method, request, apiVersion: "v1" });
  expect(operation).not.toHaveProperty("done");
  return String(operation["name"]);
}

async function finished(name: string): Promise<healthcare_v1.Schema$Operation> {
  return expect
    .poll(async () => (await operations().get({ name })).data, { interval: 5 })
    .toMatchObject({ done: true })
    .then(async () => (await operations().get({ name })).data);
}

interface ErrorRows {
  errors?: { source: string; resourceId?: string; error: { code: number; message: string }; time: string }[];
  nextPageToken?: string;
}
async function errorRows(name: string, query = ""): Promise<ErrorRows> {
  return (await (await fetch(`${emulator.origin}/__emulator/v1/${name}/errors${query}`)).json()) as ErrorRows;
}

describe("operations", () => {
  it("end with a response, counters as strings, and their error rows by pages", async () => {
    const name = await start(COUNT, { to: 5 });
    const operation = await finished(name);
    expect(operation).toMatchObject({
      name,
      done: true,
      response: { counted: 5 },
      metadata: {
        "@type": "type.googleapis.com/google.cloud.healthcare.v1.OperationMetadata",
        apiMethodName: COUNT,
        counter: { success: "3", failure: "2" },
      },
    });
    expect(operation.metadata?.["counter"]).not.toHaveProperty("pending");
    expect(operation.metadata?.["logsUrl"]).toBe(`${emulator.origin}/__emulator/v1/${name}/errors`);
    const first = await errorRows(name, "?pageSize=1");
    expect(first.errors).toMatchObject([
      { source: "gs://bucket/file:1", resourceId: "Patient/1", error: { code: 3, message: "odd" } },
    ]);
    const second = await errorRows(name, `?pageSize=1&pageToken=${first.nextPageToken}`);
    expect(second.errors?.map((row) => row.source)).toEqual(["gs://bucket/file:3"]);
    expect(second.nextPageToken).toBeUndefined();
  });

  it("end with an error that leads to the logs; a defect of ours tells nothing", async () => {
    const failed = await finished(await start(FAIL));
    expect(failed.error).toMatchObject({ code: 3 });
    expect(failed.error?.message).toMatch(/^No bundle is found\. See the error logs at http/);
    expect(failed).not.toHaveProperty("response");
    const crashed = await finished(await start(CRASH));
    expect(crashed.error?.code).toBe(13);
    expect(crashed.error?.message).not.toContain("secret");
    expect((await finished(await start("google.cloud.healthcare.v1.Unknown"))).error?.code).toBe(12);
  });

  it("are cancelled with code 1, but not when they have finished", async () => {
    const name = await start(COUNT, { to: 5, stopAt: 2 });
    await expect
      .poll(async (): Promise<unknown> => (await operations().get({ name })).data.metadata?.["counter"], {
        interval: 20,
      })
      .toEqual({ success: "99", failure: "1", pending: "3" });
    expect((await operations().cancel({ name })).data).toEqual({});
    const operation = await finished(name);
    expect(operation).toMatchObject({
      error: { code: 1, message: expect.stringContaining("cancelled") as string },
      metadata: { cancelRequested: true },
    });
    const again = await operations()
      .cancel({ name })
      .catch((error: unknown) => error);
    expect(again).toMatchObject({ status: 400, response: { data: { error: { status: "FAILED_PRECONDITION" } } } });
  });

  it("go on after a restart from their last checkpoint, without counting anything twice", async () => {
    worked.length = 0;
    const name = await start(COUNT, { to: 6, stopAt: 4 });
    await expect.poll(async () => (await errorRows(name)).errors?.length, { interval: 20 }).toBe(3);
    emulator = await emulator.restart();
    await connectClient();
    opened?.();
    const operation = await finished(name);
    expect(worked).toEqual([0, 1, 2, 3, 4, 5]);
    expect(operation).toMatchObject({
      response: { counted: 6 },
      metadata: { counter: { success: "3", failure: "3" } },
    });
    const sources = (await errorRows(name)).errors?.map((row) => row.source);
    expect(sources).toEqual([
      "gs://bucket/file:1",
      "gs://bucket/file:3",
      "gs://bucket/not-checkpointed",
      "gs://bucket/file:5",
    ]);
  });

  it("are listed newest first, by pages and by filter", async () => {
    const list = async (filter: string): Promise<(string | null | undefined)[]> =>
      ((await operations().list({ name: `${PARENT}/datasets/d`, filter })).data.operations ?? []).map(
        (operation) => operation.name,
      );
    const all = await list("");
    expect(all).toHaveLength(7);
    const paged: unknown[] = [];
    let pageToken: string | undefined;
    do {
      const page: healthcare_v1.Schema$ListOperationsResponse = (
        await operations().list({ name: `${PARENT}/datasets/d`, pageSize: 2, ...(pageToken && { pageToken }) })
      ).data;
      paged.push(...(page.operations ?? []).map((operation) => operation.name));
      pageToken = page.nextPageToken ?? undefined;
    } while (pageToken);
    expect(paged).toEqual(all);
    expect(await list("done=true")).toEqual(all);
    expect(await list("done=false")).toEqual([]);
    expect(await list("metadata.apiMethodName=CreateDataset")).toEqual(all.slice(-1));
    expect(await list(`metadata.apiMethodName="${COUNT}" AND done=true`)).toHaveLength(3);
    const { metadata } = (await operations().get({ name: all[3] ?? "" })).data;
    const time = String(metadata?.["createTime"]);
    expect(await list(`metadata.createTime > "${time}"`)).toEqual(all.slice(0, 3));
    expect(await list(`metadata.createTime<=${time}`)).toEqual(all.slice(3));
    expect(await list(`NOT metadata.createTime="${time}"`)).toEqual(all.toSpliced(3, 1));
  });

  it("stop when their dataset goes", async () => {
    await client.projects.locations.datasets.create({ parent: PARENT, datasetId: "gone", requestBody: {} });
    let isStopped = false;
    emulator.context.operations.registerWorker("Wait", async (job) => {
      while (!job.signal.aborted) {
        job.progress({ success: 1 });
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      isStopped = true;
      return {};
    });
    await emulator.context.operations.start({
      dataset: { ...DATASET, dataset: "gone" },
      method: "Wait",
      request: {},
      apiVersion: "v1",
    });
    await client.projects.locations.datasets.delete({ name: `${PARENT}/datasets/gone` });
    await expect.poll(() => isStopped, { interval: 10 }).toBe(true);
  });
});
