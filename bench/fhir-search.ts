/** FHIR searches over 100,000 resources, 20 a page, beside the least a Node + SQLite server with hand-written indexes can do. */
import { join } from "node:path";
import { latency, send, startServer } from "./fhir/measure.ts";
import { patientResources, PER_PATIENT, transactionOf } from "./fhir/synthetic-resources.ts";

const RESOURCES = Number(process.env["BENCH_RESOURCES"] ?? 100_000);
const TIMES = 200;
const root = join(import.meta.dirname, "..");

const emulator = await startServer(join(root, "emulator/main.ts"), 9133, "--empty");
const floor = await startServer(join(import.meta.dirname, "fhir/floor-server.ts"), 9134);
try {
  const store = await createStore(emulator.origin);
  const patients = RESOURCES / PER_PATIENT;
  const loading = performance.now();
  for (let index = 0; index < patients; index += 10) {
    const body = transactionOf(Array.from({ length: 10 }, (_, offset) => patientResources(index + offset)).flat());
    await send("POST", store, body);
    await send("POST", floor.origin, body);
  }
  console.log(`${RESOURCES} resources loaded into both in ${((performance.now() - loading) / 1000).toFixed(0)} s\n`);

  const codes = ["8302-2", "29463-7", "8867-4", "2339-0", "4548-4"];
  const people = Array.from({ length: 50 }, (_, index) => patientResources((index * 37) % patients)[0]);
  const patient = (index: number): string => people[index % people.length]?.id ?? "";
  const family = (index: number): string =>
    String((people[index % people.length] as { name?: { family: string }[] } | undefined)?.name?.[0]?.family);
  const month = (index: number): [string, string] => [
    `20${16 + (index % 9)}-0${1 + (index % 8)}`,
    `20${16 + (index % 9)}-0${2 + (index % 8)}`,
  ];
  /** Never the same twice in a run: totals of a search that was just asked are remembered until the next write. */
  const fiveYears = (index: number): string => {
    const from = new Date(Date.UTC(2017, 0, 1 + index)).toISOString().slice(0, 10);
    return `date=ge${from}&date=lt2022-0${1 + (index % 7)}`;
  };
  const code = (index: number): string => codes[index % codes.length] ?? "";

  const searches: readonly (readonly [
    title: string,
    ours: (index: number) => string,
    floor?: (index: number) => string,
  ])[] = [
    ["token, one in ten", (i) => `Observation?code=http://loinc.org|${code(i)}`, (i) => `?code=${code(i)}`],
    ["token, nearly all", () => "Observation?status=final"],
    [
      "token, one resource",
      (i) => `Patient?identifier=MRN${(i * 31) % patients}`,
      (i) => `?identifier=MRN${(i * 31) % patients}`,
    ],
    [
      "date range, a month",
      (i) => `Observation?date=ge${month(i)[0]}&date=lt${month(i)[1]}`,
      (i) => `?from=${month(i)[0]}&to=${month(i)[1]}`,
    ],
    ["date range, five years", (i) => `Observation?${fiveYears(i)}`, () => `?from=2017&to=2022`],
    ["date range, 1970s (none)", () => `Observation?date=lt1980`],
    ["reference", (i) => `Observation?patient=Patient/${patient(i)}`, (i) => `?subject=Patient/${patient(i)}`],
    ["string", (i) => `Patient?family=${family(i)}`, (i) => `?family=${family(i).toLowerCase()}`],
    ["string, common beginning", () => `Patient?name=s`],
    ["string, contains", () => `Patient?name:contains=mit`],
    [
      "reference and token by date",
      (i) => `Observation?subject=Patient/${patient(i)}&code=${code(i)}&_sort=-date`,
      (i) => `?both=Patient/${patient(i)}&code=${code(i)}`,
    ],
    ["token and date range by date", (i) => `Observation?code=${code(i)}&date=ge${month(i)[0]}&_sort=-date`],
    ["token by date", (i) => `Observation?code=${code(i)}&_sort=-date`],
    ["token and quantity", (i) => `Observation?code=${code(i)}&value-quantity=gt150`],
    ["composite", (i) => `Observation?code-value-quantity=${code(i)}$gt190`],
    ["all by date", () => `Observation?_sort=-date`],
    ["all", () => `Observation?`],
    ["accurate total, token", (i) => `Observation?code=${code(i)}&_total=accurate`],
    ["accurate total, nearly all", () => `Observation?status=final&_total=accurate`],
    ["accurate total, date range", (i) => `Observation?${fiveYears(i + 500)}&_total=accurate`],
    [
      "accurate total, token and date range",
      (i) => `Observation?code=${code(i)}&${fiveYears(i + 1000)}&_total=accurate`,
    ],
    ["chained, rare name", (i) => `Observation?patient.family=${family(i)}`],
    ["chained, half of all", () => `Observation?patient.gender=female`],
    ["chained and token", (i) => `Observation?patient.family=${family(i)}&code=${code(i)}`],
    ["_has, common code", (i) => `Patient?_has:Observation:patient:code=${code(i)}`],
    ["_has, a month", (i) => `Patient?_has:Observation:patient:date=ge${month(i)[0]}&birthdate=gt1980`],
    [
      "_include and _revinclude",
      (i) => `Encounter?patient=${patient(i)}&_include=Encounter:patient&_revinclude=Observation:encounter`,
    ],
    ["missing", () => `Observation?encounter:missing=true`],
  ];
  console.log(
    `${"".padEnd(38)} ${"p50 ms".padStart(8)} ${"p95 ms".padStart(8)} ${"floor p50".padStart(10)} ${"ratio".padStart(6)}`,
  );
  for (const [title, ours, theirs] of searches) {
    const mine = await latency(TIMES, (index) => send("GET", `${store}/${ours(index)}&_count=20`));
    const base = theirs && (await latency(TIMES, (index) => send("GET", `${floor.origin}/${theirs(index)}`)));
    const compared = base ? `${base.p50.toFixed(2).padStart(10)} ${(mine.p50 / base.p50).toFixed(1).padStart(6)}` : "";
    console.log(
      `${title.padEnd(38)} ${mine.p50.toFixed(2).padStart(8)} ${mine.p95.toFixed(2).padStart(8)} ${compared}`,
    );
  }
  for (const query of [
    "Observation/?_count=1000",
    "Observation/?_count=1000&_sort=-date",
    `Observation/?_count=1000&code=${codes[0]}`,
  ]) {
    const pages = await readToTheEnd(`${store}/${query}`);
    const quarter = Math.max(1, Math.floor(pages.length / 4));
    const mean = (taken: number[]): number => taken.reduce((sum, time) => sum + time, 0) / taken.length;
    console.log(
      `\nto the end of ${query}: ${pages.length} pages, first quarter ${mean(pages.slice(0, quarter)).toFixed(1)} ms a page, last ${mean(pages.slice(-quarter)).toFixed(1)} ms`,
    );
  }
} finally {
  emulator.stop();
  floor.stop();
}
process.exit(0);

async function readToTheEnd(first: string): Promise<number[]> {
  const taken: number[] = [];
  for (let url: string | undefined = first; url !== undefined;) {
    const start = performance.now();
    const bundle = JSON.parse(await send("GET", url)) as { link: { relation: string; url: string }[] };
    taken.push(performance.now() - start);
    url = bundle.link.find((link) => link.relation === "next")?.url;
  }
  return taken;
}

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
