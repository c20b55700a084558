import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestEmulator, type TestEmulator } from "#emulator/test-emulator.ts";

let emulator: TestEmulator;
beforeAll(async () => {
  emulator = await openTestEmulator();
});
afterAll(() => emulator.dispose());

const upload = (path: string, method = "POST"): Promise<Response> =>
  fetch(`${emulator.origin}/upload/storage/v1/b/${path}`, {
    method,
    headers: { "content-type": "text/plain" },
    body: "/studies/1.2.3\n",
  });

it("stores an object where gs:// finds it", async () => {
  const answer = await upload("lists/o?uploadType=media&name=a%2Fb.txt");
  expect([answer.status, await answer.json()]).toMatchObject([
    200,
    { kind: "storage#object", bucket: "lists", name: "a/b.txt", size: "15", contentType: "text/plain" },
  ]);
  expect(readFileSync(join(emulator.dataDir, "buckets/lists/a/b.txt"), "utf8")).toBe("/studies/1.2.3\n");
});

it("gives an object back byte for byte, and knows no other", async () => {
  const get = (path: string) => fetch(`${emulator.origin}/storage/v1/b/${path}`);
  expect(await (await get("lists/o/a%2Fb.txt?alt=media")).text()).toBe("/studies/1.2.3\n");
  const refused = [
    "lists/o/absent?alt=media",
    "lists/o/a%2Fb.txt",
    "lists/o/a%2F*?alt=media",
    "lists/o/..%2Fx?alt=media",
  ];
  expect(await Promise.all(refused.map(async (path) => (await get(path)).status))).toEqual([404, 501, 400, 400]);
});

it.each([
  ["lists/o?uploadType=resumable&name=x", 501],
  ["lists/o?uploadType=media", 400],
  ["lists/o?uploadType=media&name=..%2F..%2Fx", 400],
  ["..%2Fx/o?uploadType=media&name=x", 400],
  ["lists/o?uploadType=media&name=a*", 400],
  ["lists/x?uploadType=media&name=x", 404],
])("refuses %s", async (path, status) => {
  expect((await upload(path)).status).toBe(status);
});

it("knows no other method of Cloud Storage", async () => {
  expect((await upload("lists/o?uploadType=media&name=x", "PUT")).status).toBe(404);
});
