import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { staticFilesFirst } from "./static-files.ts";

const SCRIPT = "console.log(1)";
const folder = mkdtempSync(join(tmpdir(), "static-"));
let server: Server;
let origin: string;

beforeAll(async () => {
  writeFileSync(join(folder, "a.js"), SCRIPT);
  writeFileSync(join(folder, "a.js.gz"), gzipSync(SCRIPT));
  writeFileSync(join(folder, "font.woff2"), "font");
  const pages = staticFilesFirst(folder, ({ url }, response) => {
    response.writeHead(404).end(`page ${url}`);
    return Promise.resolve();
  });
  server = createServer((request, response) => void pages(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

it("sends what the build has compressed, to be kept for good", async () => {
  const answer = await fetch(`${origin}/_next/static/a.js`);
  expect(await answer.text()).toBe(SCRIPT);
  expect(answer.headers.get("content-encoding")).toBe("gzip");
  expect(answer.headers.get("vary")).toBe("Accept-Encoding");
  expect(answer.headers.get("content-type")).toContain("text/javascript");
  expect(answer.headers.get("cache-control")).toBe("public,max-age=31536000,immutable");
});

it("sends it plain to whom cannot unpack it, and what was never compressed", async () => {
  const plain = await fetch(`${origin}/_next/static/a.js`, { headers: { "accept-encoding": "identity" } });
  expect(plain.headers.get("content-encoding")).toBeNull();
  expect(await plain.text()).toBe(SCRIPT);
  const font = await fetch(`${origin}/_next/static/font.woff2`);
  expect(await font.text()).toBe("font");
});

it.each(["/_next/static/b.js", "/_next/static/..%2f..%2fetc/passwd", "/_next/static/", "/_next/server/a.js", "/"])(
  "%s is left to the pages, by its own address",
  async (path) => {
    const answer = await fetch(origin + path);
    expect(await answer.text()).toBe(`page ${path}`);
  },
);
