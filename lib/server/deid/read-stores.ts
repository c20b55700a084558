import { z } from "zod";
import { parseResourceName, type StoreName } from "#lib/contract/resource-name.ts";
import { callApi } from "#lib/server/call-api.ts";
import type { Runtime } from "#lib/server/runtime.ts";
import type { Session } from "#lib/server/sessions.ts";

/** Who reads, and with what. */
export interface Reader {
  readonly runtime: Runtime;
  readonly session: Session;
}

/** A resource or the attributes of an instance, with its name in the console. */
export interface ReadItem {
  readonly document: Readonly<Record<string, unknown>>;
  readonly place: string;
}

export interface DataStore {
  readonly name: string;
  readonly kind: "fhirStores" | "dicomStores";
}

const FHIR_PAGE = 300;
const LIST_PAGE = 1000;
const STUDY_PAGE = 1000;

const count = z.coerce.number().default(0);
const fhirMetricsSchema = z.object({
  metrics: z.array(z.object({ resourceType: z.string().default(""), count })).default([]),
});
const dicomMetricsSchema = z.object({ instanceCount: count });
const namesSchema = z.object({ name: z.string() });
const documentSchema = z.record(z.string(), z.unknown());
const bundleSchema = z.object({
  entry: z.array(z.object({ resource: documentSchema, search: z.object({ mode: z.string() }).optional() })).default([]),
  link: z.array(z.object({ relation: z.string(), url: z.string() })).default([]),
});

/** The FHIR and DICOM stores that a de-identification of `name` covers: itself, or those of the dataset. */
export async function dataStores(reader: Reader, name: string): Promise<readonly DataStore[]> {
  const parsed = parseResourceName(name);
  if (parsed?.kind === "store" && isData(parsed.storeKind)) return [{ name, kind: parsed.storeKind }];
  const lists = await Promise.all(
    (["fhirStores", "dicomStores"] as const).map(async (kind) =>
      (await listStores(reader, name, kind)).map((store) => ({ name: store, kind })),
    ),
  );
  return lists.flat();
}

function isData(kind: StoreName["storeKind"]): kind is DataStore["kind"] {
  return kind === "fhirStores" || kind === "dicomStores";
}

async function listStores(reader: Reader, dataset: string, kind: DataStore["kind"]): Promise<string[]> {
  const page = z.object({ [kind]: z.array(namesSchema).default([]), nextPageToken: z.string().optional() });
  const names: string[] = [];
  let pageToken = "";
  do {
    const query = new URLSearchParams({ pageSize: String(LIST_PAGE), ...(pageToken ? { pageToken } : {}) });
    const answer = page.parse(await askJson(reader, `/v1/${encodeURI(dataset)}/${kind}?${query.toString()}`));
    names.push(
      ...z
        .array(namesSchema)
        .parse(answer[kind])
        .map(({ name }) => name),
    );
    pageToken = z.string().catch("").parse(answer["nextPageToken"]);
  } while (pageToken !== "");
  return names;
}

/** How many items the store says it holds, by type; DICOM instances under one name. */
export async function storeCounts(reader: Reader, { name, kind }: DataStore): Promise<ReadonlyMap<string, number>> {
  if (kind === "dicomStores") {
    const { instanceCount } = dicomMetricsSchema.parse(
      await askJson(reader, `/v1/${encodeURI(name)}:getDICOMStoreMetrics`),
    );
    return new Map([["instances", instanceCount]]);
  }
  const { metrics } = fhirMetricsSchema.parse(await askJson(reader, `/v1/${encodeURI(name)}:getFHIRStoreMetrics`));
  return new Map(metrics.filter((each) => each.count > 0).map((each) => [each.resourceType, each.count]));
}

/** Everything in a store, page by page. Rejects with ProblemError as soon as something cannot be read. */
export async function* readStore(reader: Reader, store: DataStore): AsyncGenerator<readonly ReadItem[]> {
  if (store.kind === "dicomStores") yield* readDicomStore(reader, store.name);
  else for (const type of (await storeCounts(reader, store)).keys()) yield* readType(reader, store.name, type);
}

async function* readType(reader: Reader, store: string, type: string): AsyncGenerator<readonly ReadItem[]> {
  let token: string | undefined = "";
  while (token !== undefined) {
    const page = await searchPage(reader, { store, type, count: FHIR_PAGE, token });
    yield page.items;
    token = page.next;
  }
}

interface SearchedPage {
  readonly items: readonly ReadItem[];
  /** Token of the page after it. */
  readonly next: string | undefined;
}

export interface SearchAsked {
  readonly store: string;
  /** Empty for all types. */
  readonly type: string;
  readonly count: number;
  /** Of the page, empty for the first. */
  readonly token: string;
  /** What is searched for; none for all resources of the type. */
  readonly parameters?: readonly (readonly [name: string, value: string])[];
}

/** One page of a search. */
export async function searchPage(reader: Reader, asked: SearchAsked): Promise<SearchedPage> {
  const { store, type, count: size, token, parameters = [] } = asked;
  const query = new URLSearchParams([...parameters.map(([name, value]) => [name, value]), ["_count", String(size)]]);
  if (token !== "") query.set("_page_token", token);
  const path = type === "" ? "" : `/${encodeURIComponent(type)}`;
  const text = await callApi(reader.runtime, reader.session, {
    verb: "POST",
    target: `/v1/${encodeURI(store)}/fhir${path}/_search?${query.toString()}`,
    contentType: "application/fhir+json",
    accept: "application/fhir+json",
  });
  const bundle = bundleSchema.parse(JSON.parse(text));
  const url = bundle.link.find(({ relation }) => relation === "next")?.url;
  return {
    // A search may say something about itself: that is no result.
    items: bundle.entry.flatMap(({ resource, search }) =>
      search?.mode === "outcome" ? [] : { document: resource, place: fhirPlace(store, resource) },
    ),
    next: url === undefined ? undefined : (new URLSearchParams(url.split("?")[1]).get("_page_token") ?? undefined),
  };
}

/** `…/fhir/Patient/1` */
export function fhirPlace(store: string, { resourceType, id }: Readonly<Record<string, unknown>>): string {
  return `${store}/fhir/${typeof resourceType === "string" ? resourceType : ""}/${typeof id === "string" ? id : ""}`;
}

async function* readDicomStore(reader: Reader, store: string): AsyncGenerator<readonly ReadItem[]> {
  const root = `/v1/${encodeURI(store)}/dicomWeb`;
  for (let offset = 0; ; offset += STUDY_PAGE) {
    const studies = await askRows(reader, `${root}/studies?limit=${STUDY_PAGE}&offset=${offset}`);
    for (const study of studies.map((row) => uidOf(row, "0020000D"))) {
      for (const series of await askRows(reader, `${root}/studies/${study}/series`)) {
        const rows = await askRows(reader, `${root}/studies/${study}/series/${uidOf(series, "0020000E")}/metadata`);
        yield rows.map((document) => ({
          document,
          place: `${store}/dicomWeb/studies/${study}/series/${uidOf(series, "0020000E")}/instances/${uidOf(document, "00080018")}`,
        }));
      }
    }
    if (studies.length < STUDY_PAGE) return;
  }
}

export type Row = z.infer<typeof documentSchema>;

/** The first value of an attribute of DICOM JSON, empty when it has none. */
export function uidOf(row: Row, tag: string): string {
  const value = (row[tag] as { readonly Value?: readonly unknown[] } | undefined)?.Value?.[0];
  return typeof value === "string" ? value : "";
}

/** 204 is the API's empty answer. */
export async function askRows(reader: Reader, target: string): Promise<Row[]> {
  const text = await callApi(reader.runtime, reader.session, { verb: "GET", target, accept: "application/dicom+json" });
  return text === "" ? [] : z.array(documentSchema).parse(JSON.parse(text));
}

export async function askJson({ runtime, session }: Reader, target: string): Promise<unknown> {
  return JSON.parse(await callApi(runtime, session, { verb: "GET", target })) as unknown;
}
