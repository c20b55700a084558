import type { healthcare_v1 } from "@googleapis/healthcare";
import { openTestEmulator, type TestEmulator } from "#emulator/test-emulator.ts";

/** An answer with its body as text and, when it is JSON, as a value for assertions. */
interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of every shape
  readonly json: any;
}

/** An emulator with one FHIR store, for tests. */
export interface FhirServer {
  readonly emulator: TestEmulator;
  /** Resource name of the store. */
  readonly store: string;
  /** `http://…/fhirStores/main/fhir` */
  readonly base: string;
  /** Sends a request to a path below `base`, or to a whole url. */
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** A store beside it, with settings of its own. */
  addStore(id: string, config: healthcare_v1.Schema$FhirStore): Promise<FhirServer>;
  close(): Promise<void>;
}

const DATASET = "projects/p/locations/us-central1/datasets/d";

/** Starts it on a free port and a folder of its own. */
export async function openFhirServer(config: healthcare_v1.Schema$FhirStore): Promise<FhirServer> {
  const emulator = await openTestEmulator();
  await create(`${emulator.origin}/v1/projects/p/locations/us-central1/datasets?datasetId=d`, {});
  return addStore(emulator, "main", config);
}

async function addStore(
  emulator: TestEmulator,
  id: string,
  config: healthcare_v1.Schema$FhirStore,
): Promise<FhirServer> {
  await create(`${emulator.origin}/v1/${DATASET}/fhirStores?fhirStoreId=${id}`, config);
  const store = `${DATASET}/fhirStores/${id}`;
  const base = `${emulator.origin}/v1/${store}/fhir`;
  return {
    emulator,
    store,
    base,
    call: (method, path, body, headers) =>
      call(method, path.startsWith("http") ? path : `${base}${path === "" ? "" : `/${path}`}`, body, headers),
    addStore: (other, settings) => addStore(emulator, other, settings),
    close: () => emulator.dispose(),
  };
}

async function create(url: string, body: object): Promise<void> {
  const answer = await call("POST", url, body, { "content-type": "application/json" });
  if (answer.status !== 200) throw new Error(`${url}: ${answer.status} ${answer.text}`);
}

async function call(
  method: string,
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === "content-type");
  const sent = body === undefined || typeof body === "string" || body instanceof Blob ? body : JSON.stringify(body);
  const response = await fetch(url, {
    method,
    headers: { ...(body === undefined || hasType ? {} : { "content-type": "application/fhir+json" }), ...headers },
    ...(sent === undefined ? {} : { body: sent }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "") && text !== "";
  const json: unknown = isJson ? JSON.parse(text) : undefined;
  return { status: response.status, headers: response.headers, text, json };
}
