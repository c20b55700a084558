import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { healthcare } from "@googleapis/healthcare";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startEmulator, type Emulator } from "#emulator/emulator.ts";
import { mllpFrame } from "#lib/hl7v2/mllp-frames.ts";
import { MllpClient } from "./mllp-client.ts";

const LOCATION = "projects/p/locations/us-central1";
const STORE = `${LOCATION}/datasets/d/hl7V2Stores/feed`;

const message = (control: string | number): string =>
  `MSH|^~\\&|ENGINE|FAC|HUB|HOSP|20260314083000||ADT^A01|${control}|P|2.5.1\rEVN|A01|20260314083000\rPID|1||${control}^^^^MRN||Okafor^Amara\r`;
const framed = (text: string): Uint8Array => mllpFrame(Buffer.from(text));

async function makeStore(origin: string): Promise<void> {
  const { datasets } = healthcare({ version: "v1", rootUrl: `${origin}/`, retry: false }).projects.locations;
  await datasets.create({ parent: LOCATION, datasetId: "d" });
  await datasets.hl7V2Stores.create({ parent: `${LOCATION}/datasets/d`, hl7V2StoreId: "feed" });
}

async function storedCount(origin: string): Promise<number> {
  const { datasets } = healthcare({ version: "v1", rootUrl: `${origin}/` }).projects.locations;
  const { data } = await datasets.hl7V2Stores.getHL7v2StoreMetrics({ name: STORE });
  return (data.metrics ?? []).reduce((sum, { count }) => sum + Number(count), 0);
}

describe("a connection", () => {
  let dataDir: string;
  let emulator: Emulator;
  let client: MllpClient;
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), "mllp-"));
    emulator = await startEmulator({ port: 0, dataDir, mllp: { port: 0, store: STORE } });
    client = await MllpClient.open(emulator.mllpPort ?? 0);
  });
  afterAll(async () => {
    client.close();
    await emulator.close();
    rmSync(dataDir, { recursive: true });
  });

  it("is refused message by message while the store does not exist, then accepted", async () => {
    expect(await client.send(message("early"))).toMatch(
      /\rMSA\|AE\|early\|the HL7v2 store of this listener does not exist$/,
    );
    await makeStore(emulator.origin);
    expect(await client.send(message("late"))).toMatch(/^MSH\|\^~\\&\|HUB\|HOSP\|ENGINE\|FAC\|.*\rMSA\|AA\|late$/s);
  });

  it("takes frames in any chunks, several in one chunk, and garbage between them", async () => {
    const bytes = framed(message("split"));
    expect(await client.sendBytes(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toMatch(/MSA\|AA\|split$/);
    const answers = [
      client.sendBytes(Buffer.concat([framed(message("a")), Buffer.from("\r\nnoise\u0000"), framed(message("b"))])),
      client.sendBytes(),
    ];
    expect((await Promise.all(answers)).map((answer) => answer.split("|").at(-1))).toEqual(["a", "b"]);
    client.write(Buffer.from("\u000bMSH|^~\\&|broken off"));
    expect(await client.send(message("after"))).toMatch(/MSA\|AA\|after$/);
  });

  it("answers a NACK to nonsense, other line ends and a message beyond 10 MB, and goes on", async () => {
    expect(await client.send("nonsense")).toMatch(/^MSH\|\^~\\&\|.*\rMSA\|AE\|\|invalid message header/s);
    expect(await client.send(message("lf").replaceAll("\r", "\n"))).toMatch(/MSA\|AE/);
    expect(await client.send(`${message("huge")}NTE|1||${"x".repeat(10 * 1024 * 1024)}`)).toMatch(
      /MSA\|AE\|huge\|the message has \d+ bytes, at most 10485760/,
    );
    expect(await client.send(message("fine"))).toMatch(/MSA\|AA\|fine$/);
  });

  it("gives the same answer to the same message", async () => {
    expect(await client.send(message("twice"))).toBe(await client.send(message("twice")));
  });

  it("answers what a sender that says goodbye had sent", async () => {
    const leaving = await MllpClient.open(emulator.mllpPort ?? 0);
    const answers = [leaving.send(message("bye-1")), leaving.send(message("bye-2"))];
    leaving.end();
    expect((await Promise.all(answers)).every((answer) => answer.includes("MSA|AA"))).toBe(true);
  });

  it("is closed with the emulator, also when it is idle or in the middle of a frame", async () => {
    const other = mkdtempSync(join(tmpdir(), "mllp-"));
    const short = await startEmulator({ port: 0, dataDir: other, mllp: { port: 0, store: STORE } });
    const half = await MllpClient.open(short.mllpPort ?? 0);
    half.write(Buffer.from("\u000bMSH|^~\\&|half"));
    await MllpClient.open(short.mllpPort ?? 0);
    await short.close();
    rmSync(other, { recursive: true });
  });
});

describe("a feed of 5,000 messages over 8 connections", () => {
  const MAIN = new URL("../main.ts", import.meta.url).pathname;
  const started: ChildProcess[] = [];
  afterEach(() => {
    for (const child of started.splice(0)) child.kill("SIGKILL");
  });

  async function freePort(): Promise<number> {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }

  async function open(dataDir: string, mllpPort: number): Promise<{ child: ChildProcess; origin: string }> {
    const child = spawn(
      process.execPath,
      [
        "--disable-warning=ExperimentalWarning",
        MAIN,
        "--port",
        "0",
        "--data",
        dataDir,
        "--empty",
        "--mllp",
        String(mllpPort),
        "--mllp-store",
        STORE,
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    started.push(child);
    let origin: string | undefined;
    for await (const line of createInterface(child.stdout)) {
      origin ??= /^Emulator of the Cloud Healthcare API on (http:\S+)$/.exec(line)?.[1];
      if (origin !== undefined && line.startsWith("HL7v2 by MLLP")) return { child, origin };
    }
    throw new Error("The emulator ended before it was ready");
  }

  it("is acknowledged whole and stored whole, also across kill -9 and a restart", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "mllp-kill-"));
    const port = await freePort();
    let emulator = await open(dataDir, port);
    await makeStore(emulator.origin);
    const MESSAGES = 5000;
    const acknowledged = new Set<number>();
    let next = 0;
    const send = async (): Promise<void> => {
      let client: MllpClient | undefined;
      while (next < MESSAGES) {
        const control = next++;
        while (!acknowledged.has(control)) {
          try {
            client ??= await MllpClient.open(port);
            const answer = await client.send(message(control));
            expect(answer.endsWith(`MSA|AA|${control}`)).toBe(true);
            acknowledged.add(control);
          } catch (error) {
            if (!(error instanceof Error) || error.name === "AssertionError") throw error;
            client?.close();
            client = undefined;
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
        }
      }
      client?.close();
    };
    const senders = Array.from({ length: 8 }, send);
    const crash = async (after: number): Promise<void> => {
      while (acknowledged.size < after) await new Promise((resolve) => setTimeout(resolve, 5));
      const died = new Promise((resolve) => emulator.child.once("exit", resolve));
      emulator.child.kill("SIGKILL");
      await died;
      const known = acknowledged.size;
      emulator = await open(dataDir, port);
      expect(await storedCount(emulator.origin)).toBeGreaterThanOrEqual(known);
    };
    await crash(1500);
    await crash(3500);
    await Promise.all(senders);
    expect(acknowledged.size).toBe(MESSAGES);
    expect(await storedCount(emulator.origin)).toBe(MESSAGES);
    emulator.child.kill("SIGTERM");
    await new Promise((resolve) => emulator.child.once("exit", resolve));
    rmSync(dataDir, { recursive: true });
  }, 120_000);
});
