import { patientOf } from "#lib/deid-scan/patient-of.ts";
import {
  askJson,
  fhirPlace,
  searchPage,
  storeCounts,
  type Reader,
  type ReadItem,
} from "#lib/server/deid/read-stores.ts";

export interface SampleSize {
  /** Items of a store. */
  readonly size: number;
  /** `Patient/1`: only from these; empty for all. */
  readonly chosen: readonly string[];
}

/** Of each type so many are looked at to choose from. */
const CHOICE = 60;

/** A random sample of what was chosen, or one in which every type has its share and patients come first. */
export async function sampleFhirStore(
  reader: Reader,
  store: string,
  { size, chosen }: SampleSize,
): Promise<readonly ReadItem[]> {
  if (chosen.length > 0) {
    const items: ReadItem[] = [];
    for (const name of shuffled(chosen).slice(0, size)) items.push(await readResource(reader, store, name));
    return items;
  }
  const types = [...(await storeCounts(reader, { name: store, kind: "fhirStores" })).keys()];
  const ordered = [
    ...types.filter((type) => type === "Patient"),
    ...shuffled(types.filter((type) => type !== "Patient")),
  ];
  const share = Math.max(1, Math.ceil(size / Math.max(1, ordered.length)));
  const items: ReadItem[] = [];
  for (const type of ordered.slice(0, size)) {
    const page = await searchPage(reader, { store, type, count: CHOICE, token: "" });
    items.push(...shuffled(page.items).slice(0, type === "Patient" ? share + 1 : share));
  }
  return items.slice(0, size);
}

/** The patients that a sample is about and that are not in it: their names are looked for as well. */
export async function patientsOf(
  reader: Reader,
  store: string,
  sample: readonly ReadItem[],
): Promise<readonly ReadItem[]> {
  const places = new Set(sample.map(({ place }) => place));
  const ids = new Set(sample.map(({ document }) => patientOf(document)).filter((id) => id !== ""));
  const missing = [...ids].filter((id) => !places.has(`${store}/fhir/Patient/${id}`));
  const patients: ReadItem[] = [];
  for (const id of missing) {
    // A reference to nobody is no reason not to try.
    const patient = await readResource(reader, store, `Patient/${id}`).catch(() => undefined);
    if (patient) patients.push(patient);
  }
  return patients;
}

async function readResource(reader: Reader, store: string, name: string): Promise<ReadItem> {
  const document = (await askJson(reader, `/v1/${encodeURI(`${store}/fhir/${name}`)}`)) as ReadItem["document"];
  return { document, place: fhirPlace(store, document) };
}

/** In an order of chance. */
export function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
