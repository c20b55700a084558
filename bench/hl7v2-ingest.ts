/** HL7v2: durable ingest by HTTP and by MLLP beside the least a Node + SQLite server can do. The aim: 1,500 messages a second. */
import { join } from "node:path";
import { MllpClient } from "#emulator/mllp/mllp-client.ts";
import { send, startServer, throughput } from "./fhir/measure.ts";
import { makeStore, message, STORE } from "./hl7v2/store.ts";

const INGESTED = 6000;
const ROUND = 1200;
const CONCURRENCY = 8;
const root = join(import.meta.dirname, "..");
const ingestBody = (index: number): string =>
  JSON.stringify({ message: { data: Buffer.from(message(index)).toString("base64") } });

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

await ingest();
process.exit(0);
