/**
 * HL7v2: lists by filter over 200,000 messages. The aim: p95 at most 50 ms. `HL7V2_MESSAGES=20000` makes the store smaller.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator } from "#emulator/emulator.ts";
import { hl7v2StoreOf } from "#emulator/services/hl7v2/hl7v2-store.ts";
import { importMessage } from "#emulator/services/hl7v2/store-message.ts";
import { findStore } from "#emulator/services/stores/rows.ts";
import { latency, send } from "./fhir/measure.ts";
import { makeStore, message, STORE } from "./hl7v2/store.ts";

const STORED = Number(process.env["HL7V2_MESSAGES"] ?? 200_000);

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

await lists();
process.exit(0);
