/** FHIR writes: transaction bundles, single creates and reads, beside the least a durable Node + SQLite server can do. */
import { join } from "node:path";
import { latency, send, startServer, throughput } from "./fhir/measure.ts";
import { patientResources, transactionOf } from "./fhir/synthetic-resources.ts";

const BUNDLES = 200;
const CREATES = 4000;
const root = join(import.meta.dirname, "..");

const emulator = await startServer(join(root, "emulator/main.ts"), 9131, "--empty");
const floor = await startServer(join(import.meta.dirname, "fhir/floor-server.ts"), 9132);
try {
  const store = await createStore(emulator.origin);
  const bundles = Array.from({ length: BUNDLES }, (_, index) =>
    transactionOf([...patientResources(2 * index), ...patientResources(2 * index + 1)]),
  );
  const creates = patientResources(0).slice(8);
  const create = (origin: string, type: string) => (index: number) => {
    const resource = creates[index % creates.length];
    return send(
      "POST",
      `${origin}/${type}`,
      JSON.stringify({ ...resource, id: origin === floor.origin ? `n${index}` : undefined }),
    );
  };
  const rows = [
    [
      "transaction bundles of 100, resources/s",
      100,
      (index: number) => send("POST", store, bundles[index]),
      (index: number) => send("POST", floor.origin, bundles[index]),
      BUNDLES,
      1,
    ],
    ["creates at concurrency 8, /s", 1, create(store, "Observation"), create(floor.origin, ""), CREATES, 8],
  ] as const;
  console.log(`${"".padEnd(44)} ${"emulator".padStart(10)} ${"floor".padStart(10)} ${"ratio".padStart(7)}`);
  for (const [title, each, ours, theirs, tasks, concurrency] of rows) {
    const a = each * (await throughput(tasks, concurrency, ours));
    const b = each * (await throughput(tasks, concurrency, theirs));
    console.log(
      `${title.padEnd(44)} ${a.toFixed(0).padStart(10)} ${b.toFixed(0).padStart(10)} ${(a / b).toFixed(2).padStart(7)}`,
    );
  }
  const ids = patientResources(7)
    .slice(1)
    .map((resource) => `${resource.resourceType}/${resource.id}`);
  const ours = await latency(2000, (index) => send("GET", `${store}/${ids[index % ids.length]}`));
  const theirs = await latency(2000, (index) => send("GET", `${floor.origin}/${ids[index % ids.length]}`));
  console.log(
    `${"read p50, ms".padEnd(44)} ${ours.p50.toFixed(3).padStart(10)} ${theirs.p50.toFixed(3).padStart(10)} ${(ours.p50 / theirs.p50).toFixed(2).padStart(7)}`,
  );
  console.log(
    `${"read p95, ms".padEnd(44)} ${ours.p95.toFixed(3).padStart(10)} ${theirs.p95.toFixed(3).padStart(10)} ${(ours.p95 / theirs.p95).toFixed(2).padStart(7)}`,
  );
} finally {
  emulator.stop();
  floor.stop();
}
process.exit(0);

async function createStore(origin: string): Promise<string> {
  const datasets = `${origin}/v1/projects/bench/locations/us-central1/datasets`;
  await send("POST", `${datasets}?datasetId=d`, "{}");
  await send(
    "POST",
    `${datasets}/d/fhirStores?fhirStoreId=s`,
    JSON.stringify({ version: "R4", enableUpdateCreate: true }),
  );
  return `${datasets}/d/fhirStores/s/fhir`;
}
