/**
 * The whole way over HTTP, as an admin goes it: the sample hospital's production dataset, images included, through a dry run, launch and
 * evidence into a research dataset, and what the independent scan finds there. Emulator in a process of its own, console in this one.
 * Prints what each step took and gave; asserts nothing.
 *
 * usage: node bench/deid-journey.ts [--scale 1] [--size 12]
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { deidDryRunSchema, type DeidDryRun } from "#lib/contract/console/deid-dry-runs.ts";
import { deidReviewSchema } from "#lib/contract/console/deid-review.ts";
import { deidRunSchema, type DeidRun } from "#lib/contract/console/deid-runs.ts";
import { DEID_PRESETS } from "#lib/deid/presets.ts";
import { startTestConsole, type TestConsole } from "#lib/server/test-console.ts";

const { values: flags } = parseArgs({
  options: { scale: { type: "string", default: "1" }, size: { type: "string", default: "12" } },
});
const LOCATION = "projects/demo-hospital/locations/us-central1";
const SOURCE = `${LOCATION}/datasets/clinical-production`;
const RESEARCH = `${LOCATION}/datasets/journey-research`;
const PRESET = DEID_PRESETS.find(({ id }) => id === "safe-harbor");
const POLL_MS = 250;
const WAIT_MS = 20 * 60_000;

const folder = mkdtempSync(join(tmpdir(), "bench-journey-"));
const args = ["emulator/main.ts", "--port", "0", "--data", folder, "--scale", flags.scale];
const emulator = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
try {
  const apiUrl = await greeted();
  const images = await settledImages(apiUrl);
  const bench = await startTestConsole({ apiUrl });
  try {
    await journey(bench, images);
  } finally {
    await bench.close();
  }
} finally {
  emulator.kill("SIGTERM");
  await once(emulator, "exit");
  rmSync(folder, { recursive: true });
}

/** Before its address the emulator says what it seeds. */
async function greeted(): Promise<string> {
  let said = "";
  for (;;) {
    const [piece] = (await once(emulator.stdout, "data")) as [Buffer];
    said += piece.toString();
    const found = /http:\/\/[\w.]+:\d+/.exec(said)?.[0];
    if (found === undefined) continue;
    emulator.stdout.resume();
    return found;
  }
}

async function journey(bench: TestConsole, images: number): Promise<void> {
  const cookie = await bench.signIn("demo-admin");
  const headers = { "content-type": "application/json", "x-console-unlock": "clinical-production" };
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const shot = { method, path: `/api/console/${path}`, cookie, headers, ...sent };
    const hit = await (method === "GET" ? bench.send(shot) : bench.write(shot));
    if (hit.status >= 300) throw new Error(`${method} ${path}: ${hit.status} ${hit.text}`);
    return hit.text === "" ? {} : JSON.parse(hit.text);
  };
  const config = PRESET?.config ?? {};
  const start = performance.now();
  const lap = lapClock();

  const begun = deidDryRunSchema.parse(
    await ask("POST", "deid-dry-runs", {
      source: SOURCE,
      configuration: { config },
      size: Number(flags.size),
      resources: [],
    }),
  );
  const tried = await until(
    async () => deidDryRunSchema.parse(await ask("GET", `deid-dry-runs/${begun.id}`)),
    ({ result, progress }) => result !== null || progress.problem !== undefined,
  );
  printDryRun(tried, lap());
  await ask("DELETE", `deid-dry-runs/${begun.id}`);

  const request = { destinationDataset: RESEARCH, config };
  const launched = deidRunSchema.parse(
    await ask("POST", "deid-runs", { source: SOURCE, request, configName: PRESET?.title ?? "" }),
  );
  await until(
    async () => {
      const answer = await fetch(`${bench.runtime.config.api.baseUrl}/v1/${launched.operation}`);
      return (await answer.json()) as { done?: boolean };
    },
    ({ done }) => done === true,
  );
  console.log(`launch and operation   ${lap()} s, ${images} images in the source`);
  await ask("POST", `deid-runs/${launched.id}/evidence`, {});
  const run = await until(
    async () => deidRunSchema.parse(await ask("GET", `deid-runs/${launched.id}`)),
    ({ evidence, scan }) => evidence !== null || scan?.problem !== undefined,
  );
  printEvidence(run, lap());
  const { blockers } = deidReviewSchema.parse(await ask("GET", `deid-runs/${launched.id}/review`));
  console.log(`before release         ${blockers.join(" ") || "nothing stands against it"}`);
  console.log(`the whole way          ${((performance.now() - start) / 1000).toFixed(1)} s`);
  await printLeftInConsole(bench);
}

function printDryRun({ result, progress }: DeidDryRun, seconds: string): void {
  const stores = (result?.stores ?? []).map(
    ({ store, items, cameOut, certain, possible }) =>
      `${store.split("/").at(-1)} ${cameOut} of ${items} (${certain} left, ${possible} to look at)`,
  );
  const verdict = result?.passed === true ? "passed" : `not passed ${progress.problem ?? ""}`;
  console.log(`dry run                ${seconds} s, ${verdict}: ${stores.join(", ")}`);
}

function printEvidence({ evidence, scan, seal }: DeidRun, seconds: string): void {
  if (!evidence) {
    console.log(`evidence               none: ${scan?.problem ?? ""}`);
    return;
  }
  const { counts, scan: found, failures } = evidence;
  const spellings = Object.values(found.lookedFor).reduce((sum, count) => sum + count, 0);
  console.log(`copied                 ${counts.success}, failed ${counts.failure}`);
  for (const { cause, count } of failures.byCause) console.log(`                       ${count} × ${cause}`);
  console.log(
    `independent scan       ${seconds} s, verdict ${found.verdict}: ${found.outputRead} of ${found.outputTotal} items read for ${spellings} spellings of ${found.patients} patients; found ${JSON.stringify(found.found)}`,
  );
  for (const gap of found.gaps) console.log(`                       ${gap}`);
  for (const { kind, certainty, resource, path } of found.findings.slice(0, 10))
    console.log(`                       ${certainty} ${kind}: ${resource.split("/").slice(6).join("/")} ${path}`);
  if (found.pixels)
    console.log(`pictures               ${found.pixels.frames} of ${found.pixels.ofFrames} frames read for text`);
  if (found.rare)
    console.log(`rare values            ${found.rare.values} in ${found.rare.total} places, to decide before release`);
  console.log(`seal                   ${seal?.isGenuine === true ? `genuine, audit row ${seal.auditSeq}` : "none"}`);
}

/** Names of the source's patients have no business in what the console keeps. */
async function printLeftInConsole({ runtime }: TestConsole): Promise<void> {
  const { baseUrl } = runtime.config.api;
  const answer = await fetch(`${baseUrl}/v1/${SOURCE}/fhirStores/ehr/fhir/Patient?_count=1000`);
  const bundle = (await answer.json()) as { entry?: { resource: { id: string; name?: { text?: string }[] } }[] };
  const words = (bundle.entry ?? []).flatMap(({ resource }) => [resource.id, resource.name?.[0]?.text ?? resource.id]);
  const kept = readdirSync(runtime.config.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString("utf8"));
  const left = words.filter((word) => kept.some((text) => text.includes(word)));
  console.log(
    `the console keeps      ${kept.length} files; of ${words.length} names and ids of patients ${left.length} in them`,
  );
}

/** The sample's pictures are drawn beside the first requests; the journey begins with all of them. */
async function settledImages(apiUrl: string): Promise<number> {
  const list = (await (await fetch(`${apiUrl}/v1/${SOURCE}/dicomStores`)).json()) as {
    dicomStores?: { name: string }[];
  };
  const count = async (): Promise<number> => {
    let all = 0;
    for (const { name } of list.dicomStores ?? []) {
      const metrics: unknown = await (await fetch(`${apiUrl}/v1/${name}:getDICOMStoreMetrics`)).json();
      all += Number((metrics as { instanceCount?: string }).instanceCount ?? 0);
    }
    return all;
  };
  for (let before = -1; ;) {
    const now = await count();
    if (now === before && now > 0) return now;
    before = now;
    await wait(2000);
  }
}

function lapClock(): () => string {
  let last = performance.now();
  return () => {
    const now = performance.now();
    const seconds = ((now - last) / 1000).toFixed(1);
    last = now;
    return seconds;
  };
}

async function until<T>(ask: () => Promise<T>, isReached: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const answer = await ask();
    if (isReached(answer)) return answer;
    if (Date.now() > deadline) throw new Error("It took longer than twenty minutes");
    await wait(POLL_MS);
  }
}
