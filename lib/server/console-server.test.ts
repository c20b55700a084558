import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createConsoleServer } from "./console-server.ts";
import { startTestConsole, type TestConsole } from "./test-console.ts";

let bench: TestConsole;
beforeAll(async () => {
  bench = await startTestConsole();
});
afterAll(() => bench.close());

/** Sends raw bytes and returns everything that comes back until the server closes the connection. */
function exchange(bytes: string): Promise<string> {
  const { hostname, port } = new URL(bench.origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let received = "";
    socket.setEncoding("latin1").on("data", (chunk: string) => (received += chunk));
    socket.once("close", () => {
      resolve(received);
    });
    socket.once("error", reject);
    socket.setTimeout(3000, () => socket.destroy(new Error("The server left the connection open")));
  });
}

describe("bytes that are no proper request", () => {
  const request = (...lines: string[]) => `${lines.join("\r\n")}\r\n\r\n`;
  const path = "POST /api/console/searches HTTP/1.1";
  it.each([
    [
      "a length and chunks",
      request(path, "Host: localhost", "Content-Length: 4", "Transfer-Encoding: chunked") + "0\r\n\r\n",
    ],
    ["two lengths", request(path, "Host: localhost", "Content-Length: 4", "Content-Length: 5") + "xxxx"],
    ["a strange transfer encoding", request(path, "Host: localhost", "Transfer-Encoding: xchunked") + "0\r\n\r\n"],
    ["a negative length", request(path, "Host: localhost", "Content-Length: -1")],
    ["line feeds alone", "GET / HTTP/1.1\nHost: localhost\n\n"],
    ["a folded header", request("GET / HTTP/1.1", "Host: localhost", "X-A: 1", " folded")],
    ["a space before the colon", request("GET / HTTP/1.1", "Host : localhost")],
    ["no host", request("GET / HTTP/1.1", "X: y")],
    ["no HTTP", "\u0016\u0003\u0001\u0000rubbish\r\n\r\n"],
  ])("%s: 400 and the end", async (_, bytes) => {
    const answer = await exchange(bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  it("headers over 16 kB: 431, with the headers of every answer", async () => {
    const answer = await exchange(request("GET / HTTP/1.1", "Host: localhost", `X-Long: ${"x".repeat(20_000)}`));
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain("x-content-type-options: nosniff");
    expect(answer).toContain("content-security-policy: default-src 'none'");
  });

  it("a refused upload is not read to its end", async () => {
    const answer = await exchange(
      request(
        "POST /api/healthcare/v1/projects/p/locations/l/datasets HTTP/1.1",
        "Host: localhost",
        "Content-Length: 1000000000",
      ),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer.toLowerCase()).toContain("connection: close");
  });
});

describe("slow clients", () => {
  it("have fifteen seconds for their headers and are checked often; streams have no limit in time", () => {
    const server = createConsoleServer({ runtime: bench.runtime, pages: undefined, isDevelopment: false });
    expect(server.headersTimeout).toBe(15_000);
    expect(server.requestTimeout).toBe(0);
    expect(server.timeout).toBeGreaterThan(0);
    expect(server).toMatchObject({ connectionsCheckingInterval: 2000 });
    server.close();
  });
});
