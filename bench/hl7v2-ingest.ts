/**
 * HL7v2: durable ingest by HTTP and by MLLP beside the least a Node + SQLite server can do, and lists by filter over 200,000 messages.
 * `HL7V2_MESSAGES=20000` makes the store smaller.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator } from "#emulator/emulator.ts";
import { MllpClient } from "#emulator/mllp/mllp-client.ts";
import { hl7v2StoreOf } from "#emulator/services/hl7v2/hl7v2-store.ts";
import { importMessage } from "#emulator/services/hl7v2/store-message.ts";
import { findStore } from "#emulator/services/stores/rows.ts";
import { latency, send, startServer, throughput } from "./fhir/measure.ts";

const INGESTED = 6000;
const ROUND = 1200;
const CONCURRENCY = 8;
const STORED = Number(process.env["HL7V2_MESSAGES"] ?? 200_000);
const root = join(import.meta.dirname, "..");
const DATASETS = "projects/bench/locations/us-central1/datasets";
const STORE = `${DATASETS}/d/hl7V2Stores/s`;

/** A laboratory result of about 1.5 kB; types, facilities, patients and times as a hospital's feed mixes them. */
function message(index: number): string {
  const type = ["ADT^A08", "ADT^A04", "ORU^R01", "ORM^O01", "SIU^S12"][index % 5] ?? "ADT^A08";
  const minute = new Date(Date.UTC(2026, 0, 1) + index * 90_000)
    .toISOString()
    .replace(/[-:TZ.]/g, "")
    .slice(0, 14);
  const results = Array.from(
    { length: 10 },
    (_, row) =>
      `OBX|${row + 1}|NM|${2340 + row}-7^Glucose [Mass/volume] in Serum or Plasma^LN||${70 + ((index + row) % 40)}|mg/dL^mg/dL^UCUM|70-99|N|||F|||${minute}`,
  );
  return [
    `MSH|^~\\&|LAB|FAC${index % 40}|HUB|HOSP|${minute}||${type}|B${index}|P|2.5.1`,
    `PID|1||${index % 20_000}^^^HOSP^MR||Okafor^Amara^N||19680412|F|||12 Main Street^^Springfield^IA^52999^US`,
    `OBR|1|P${index}|L${index}|51990-0^Basic metabolic panel - Blood^LN|||${minute}`,
    ...results,
    "",
  ].join("\r");
}

const ingestBody = (index: number): string =>
  JSON.stringify({ message: { data: Buffer.from(message(index)).toString("base64") } });

async function makeStore(origin: string): Promise<void> {
  await send("POST", `${origin}/v1/${DATASETS}?datasetId=d`, JSON.stringify({ timeZone: "America/Chicago" }));
  await send(
    "POST",
    `${origin}/v1/${DATASETS}/d/hl7V2Stores?hl7V2StoreId=s`,
    JSON.stringify({ parserConfig: { version: "V3" } }),
  );
}

function row(title: string, ours: number, floor: number | undefined): void {
  const ratio = floor === undefined ? "" : (ours / floor).toFixed(2);
  console.log(
    `${title.padEnd(58)} ${ours.toFixed(ours < 100 ? 2 : 0).padStart(9)} ${(floor?.toFixed(0) ?? "").padStart(9)} ${ratio.padStart(6)}`,
  );
}

async function ingest(): Promise<void> {
  const emulator = await startServer(
    join(root, "emulator/main.ts"),
    9250,
    "--empty",
    "--mllp",
    "9251",
    "--mllp-store",
    STORE,
  );
  const floor = await startServer(join(import.meta.dirname, "hl7v2/floor-server.ts"), 9252);
  try {
    await makeStore(emulator.origin);
    const bodies = Array.from({ length: INGESTED }, (_, index) => ingestBody(index));
    // Turn and turn about, as other work on the machine comes and goes; the middle of each counts.
    const rounds = { ours: [] as number[], floor: [] as number[] };
    for (let from = 0; from < INGESTED; from += ROUND) {
      const one = (url: string) => throughput(ROUND, CONCURRENCY, (index) => send("POST", url, bodies[from + index]));
      rounds.ours.push(await one(`${emulator.origin}/v1/${STORE}/messages:ingest`));
      rounds.floor.push(await one(floor.origin));
    }
    const least = middle(rounds.floor);
    console.log(
      `${"messages a second, durable, 8 at a time".padEnd(58)} ${"emulator".padStart(9)} ${"floor".padStart(9)} ${"ratio".padStart(6)}`,
    );
    row("ingest by HTTP", middle(rounds.ours), least);
    const clients = await Promise.all(Array.from({ length: CONCURRENCY }, () => MllpClient.open(9251)));
    const byMllp = await throughput(INGESTED, CONCURRENCY, async (index) => {
      const client = clients.pop();
      if (!client) throw new Error("More senders than connections");
      const answer = await client.send(message(INGESTED + index));
      clients.push(client);
      if (!answer.includes("MSA|AA")) throw new Error(answer);
    });
    row("ingest by MLLP", byMllp, least);
    for (const client of clients) client.close();
  } finally {
    emulator.stop();
    floor.stop();
  }
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const FILTERS: Readonly<Record<string, string>> = {
  "no filter": "",
  "one type of five": 'message_type = "ORU"',
  "not one type": 'NOT message_type = "ADT"',
  "a facility": 'send_facility = "FAC7"',
  "a facility and a type": 'send_facility = "FAC7" AND message_type = "ORU"',
  "a facility and a type that never meet": 'send_facility = "FAC7" AND message_type = "SIU"',
  "a patient": 'PatientId("12345", "MR")',
  "a patient or another": 'PatientId("12345", "MR") OR PatientId("4711", "MR")',
  "a day": 'send_date = "2026-03-14"',
  "the last days": 'send_time > "2026-07-20T00:00:00Z"',
  "a day and a type": 'send_date = "2026-03-14" AND message_type = "ORM"',
  "a common label": 'labels."ward"="icu"',
  "a rare label": 'labels."reviewed":*',
  "a label of the last tenth": 'labels."batch"="9"',
  "created in the last moment": 'create_time > "NOW"',
};

async function lists(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "bench-hl7v2-"));
  const emulator = await startEmulator({ port: 9253, dataDir });
  try {
    await makeStore(emulator.origin);
    const seconds = await fill(emulator);
    console.log(
      `\n${STORED.toLocaleString("en")} messages stored in ${seconds.toFixed(1)} s (${Math.round(STORED / seconds).toLocaleString("en")}/s in batches)`,
    );
    console.log(
      `${"list of 100, newest first unless said otherwise, RAW_ONLY; ms".padEnd(58)} ${"p50".padStart(9)} ${"p95".padStart(9)}`,
    );
    for (const orderBy of ["send_time desc", ""]) {
      for (const [title, filter] of Object.entries(FILTERS)) {
        const query = new URLSearchParams({
          view: "RAW_ONLY",
          filter: filter.replace("NOW", lastMoment),
          ...(orderBy && { orderBy }),
        });
        const { p50, p95 } = await latency(40, () =>
          send("GET", `${emulator.origin}/v1/${STORE}/messages?${query.toString()}`),
        );
        console.log(
          `${`${title}${orderBy ? "" : ", any order"}`.padEnd(58)} ${p50.toFixed(1).padStart(9)} ${p95.toFixed(1).padStart(9)}`,
        );
      }
    }
  } finally {
    await emulator.close();
    rmSync(dataDir, { recursive: true });
  }
}

let lastMoment = "";

async function fill({ context }: Awaited<ReturnType<typeof startEmulator>>): Promise<number> {
  const { database } = context;
  const address = {
    project: "bench",
    location: "us-central1",
    dataset: "d",
    storeKind: "hl7V2Stores" as const,
    store: "s",
  };
  const found = findStore(database, address);
  if (!found) throw new Error("The store is not there");
  const store = hl7v2StoreOf(database, address, found);
  const start = performance.now();
  for (let from = 0; from < STORED; from += 1000) {
    lastMoment = new Date().toISOString();
    await database.write(() => {
      for (let index = from; index < Math.min(STORED, from + 1000); index++) {
        const labels = {
          ...(index % 2 === 0 && { ward: "icu" }),
          ...(index % 5000 === 0 && { reviewed: "yes" }),
          batch: String(Math.floor((index * 10) / STORED)),
        };
        importMessage(context, store, Buffer.from(message(index)), labels);
      }
    });
  }
  return (performance.now() - start) / 1000;
}

await ingest();
await lists();
process.exit(0);
