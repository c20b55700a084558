import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestEmulator, type TestEmulator } from "#emulator/test-emulator.ts";

let emulator: TestEmulator;
let location: string;
let stores: string;

beforeAll(async () => {
  emulator = await openTestEmulator();
  location = `${emulator.origin}/v1/projects/p/locations/us-central1`;
  stores = `${location}/datasets/d/fhirStores`;
  await post(`${location}/datasets?datasetId=d`, "{}");
  await post(`${stores}?fhirStoreId=kept`, '{"version":"R4"}');
});
afterAll(() => emulator.dispose());

const JSON_TYPE = "application/json";
async function post(
  url: string,
  body?: string | Uint8Array<ArrayBuffer>,
  type = JSON_TYPE,
  method = "POST",
): Promise<Response> {
  return fetch(url, { method, headers: { "content-type": type }, ...(body !== undefined && { body }) });
}

interface Envelope {
  error: {
    code: number;
    message: string;
    status: string;
    details?: { "@type": string; fieldViolations: { field: string; description: string }[] }[];
  };
}

/** Checks the envelope and gives its message. */
async function messageOf(response: Response, status = 400): Promise<string> {
  const { error } = (await response.json()) as Envelope;
  expect([response.status, error.code]).toEqual([status, status]);
  expect(response.headers.get("content-type")).toBe("application/json; charset=UTF-8");
  return error.message;
}

const nested = (depth: number): string => `${'{"group":{"members":['.repeat(depth)}${"]}}".repeat(depth)}`;

describe("bodies", () => {
  it.each([
    [
      "an unknown field",
      '{"version":"R4","x":1}',
      `Invalid JSON payload received. Unknown name "x" at 'fhir_store': Cannot find field.`,
    ],
    [
      "an unknown field below",
      '{"version":"R4","validationConfig":{"y":1}}',
      `Invalid JSON payload received. Unknown name "y" at 'fhir_store.validation_config': Cannot find field.`,
    ],
    [
      "a field of Object.prototype",
      '{"version":"R4","constructor":1}',
      `Invalid JSON payload received. Unknown name "constructor" at 'fhir_store': Cannot find field.`,
    ],
    [
      "__proto__",
      '{"version":"R4","__proto__":{"enableUpdateCreate":true}}',
      `Invalid JSON payload received. Unknown name "__proto__" at 'fhir_store': Cannot find field.`,
    ],
    ["__proto__ as label", '{"version":"R4","labels":{"__proto__":"x"}}', /^Label key "__proto__"/],
    [
      "an enum that is none",
      '{"version":"R9"}',
      `Invalid value at 'fhir_store.version' (type.googleapis.com/google.cloud.healthcare.v1.fhir.FhirStore.Version), "R9"`,
    ],
    ["a number for an enum", '{"version":4}', /^Invalid value at 'fhir_store.version'/],
    [
      "text for a boolean",
      '{"version":"R4","enableUpdateCreate":"true"}',
      `Invalid value at 'fhir_store.enable_update_create' (TYPE_BOOL), "true"`,
    ],
    [
      "a number for text",
      '{"version":"R4","labels":{"a":1}}',
      `Invalid value at 'fhir_store.labels["a"]' (TYPE_STRING), 1`,
    ],
    [
      "text for a message",
      '{"version":"R4","validationConfig":"x"}',
      /^Invalid value at 'fhir_store.validation_config' \(type.googleapis.com/,
    ],
    [
      "a list for a message",
      '{"version":"R4","validationConfig":[]}',
      `Invalid JSON payload received. Unknown name "validation_config" at 'fhir_store': Proto field is not repeating, cannot start list.`,
    ],
    ["a message for a list", '{"version":"R4","streamConfigs":{}}', /^Invalid value at 'fhir_store.stream_configs'/],
    ["null in a list", '{"version":"R4","streamConfigs":[null]}', /^Invalid value at 'fhir_store.stream_configs\[0\]'/],
    [
      "a long that is none",
      '{"version":"R4","streamConfigs":[{"bigqueryDestination":{"schemaConfig":{"recursiveStructureDepth":1.5}}}]}',
      /recursive_structure_depth' \(TYPE_INT64\), 1.5$/,
    ],
    ["a list", "[]", /^Invalid value/],
    ["a word", '"x"', /^Invalid value/],
    ["half of JSON", '{"version":', /^Invalid JSON payload received/],
    ["no JSON", "version=R4", "Invalid JSON payload received. Unexpected token 'v'."],
    ["nothing", "", /version must be specified/],
    ["10,000 deep JSON", `${"[".repeat(10_000)}${"]".repeat(10_000)}`, /^Invalid value/],
    [
      "10,000 deep in a field",
      `{"version":"R4","labels":${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}}`,
      `Invalid value at 'fhir_store.labels["a"]' (TYPE_STRING), {…}`,
    ],
    ["broken UTF-8", new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), /UTF-8/],
    [
      "1,000 unknown fields",
      JSON.stringify(Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`x${n}`, n]))),
      /^Invalid JSON payload/,
    ],
  ])("%s is 400 that says where", async (_, body, message) => {
    const told = await messageOf(await post(`${stores}?fhirStoreId=bad`, body));
    if (typeof message === "string") expect(told).toBe(message);
    else expect(told).toMatch(message);
    expect((await fetch(`${stores}/bad`)).status).toBe(404);
  });

  it("a mistake is also told as a field violation", async () => {
    const response = await post(`${stores}?fhirStoreId=bad`, '{"x":1,"enableUpdateCreate":2}');
    const { error } = (await response.json()) as Envelope;
    expect(error.details).toEqual([
      {
        "@type": "type.googleapis.com/google.rpc.BadRequest",
        fieldViolations: [
          {
            field: "fhir_store",
            description: `Invalid JSON payload received. Unknown name "x" at 'fhir_store': Cannot find field.`,
          },
          {
            field: "fhir_store.enable_update_create",
            description: `Invalid value at 'fhir_store.enable_update_create' (TYPE_BOOL), 2`,
          },
        ],
      },
    ]);
  });

  it("a message that holds itself may not go on for ever", async () => {
    const body = `{"parserConfig":{"schema":{"schemas":[{"messageSchemaConfigs":{"A":{"members":[${nested(200)}]}}}]}}}`;
    expect(await messageOf(await post(`${location}/datasets/d/hl7V2Stores?hl7V2StoreId=deep`, body))).toMatch(
      /too deep/,
    );
  });

  it("the wrong content type is 415, and none at all is JSON", async () => {
    expect(await messageOf(await post(`${stores}?fhirStoreId=bad`, "a=b", "text/plain"), 415)).toMatch(/text\/plain/);
    const bytes = new Uint8Array(Buffer.from('{"version":"R4"}'));
    expect((await fetch(`${stores}?fhirStoreId=untyped`, { method: "POST", body: bytes })).status).toBe(200);
  });

  it("more than 10 MB is 413, told before and while it is sent, in the format of the route", async () => {
    const long = new Uint8Array(11 * 1024 * 1024).fill(0x20);
    expect(await messageOf(await post(`${stores}?fhirStoreId=bad`, long), 413)).toMatch(/10485760 bytes/);
    const streamed = await fetch(`${stores}?fhirStoreId=bad`, {
      method: "POST",
      body: new Blob([long]).stream(),
      duplex: "half",
      headers: { "content-type": JSON_TYPE },
    } as RequestInit);
    expect(streamed.status).toBe(413);
    const fhir = await post(`${stores}/kept/fhir/Patient`, new Uint8Array(200 * 1024 * 1024), "application/fhir+json");
    expect(fhir.status).toBe(413);
    expect(await fhir.json()).toMatchObject({ resourceType: "OperationOutcome", issue: [{ severity: "error" }] });
  });

  it("gzip is read, also a bomb, up to the limit; other encodings are 415", async () => {
    const send = (body: Uint8Array<ArrayBuffer>, encoding: string): Promise<Response> =>
      fetch(`${stores}?fhirStoreId=packed`, {
        method: "POST",
        body,
        headers: { "content-type": JSON_TYPE, "content-encoding": encoding },
      });
    expect((await send(new Uint8Array(gzipSync('{"version":"R4"}')), "gzip")).status).toBe(200);
    expect((await send(new Uint8Array(gzipSync(Buffer.alloc(500 * 1024 * 1024))), "gzip")).status).toBe(413);
    expect((await send(new Uint8Array(Buffer.from("no gzip")), "gzip")).status).toBe(400);
    expect((await send(new Uint8Array(Buffer.from("x")), "br")).status).toBe(415);
  });

  it("a body that breaks off is refused and nothing is written", async () => {
    const { hostname, port } = new URL(emulator.origin);
    const answers = ["", "/kept/fhir/Patient"].map(async (path) => {
      const socket = connect(Number(port), hostname);
      const url = new URL(`${stores}${path}?fhirStoreId=half`);
      socket.end(
        `POST ${url.pathname}${url.search} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"version"`,
      );
      return text(socket);
    });
    const [admin, fhir] = await Promise.all(answers);
    expect(admin).toMatch(/^HTTP\/1.1 400 [\s\S]+"INVALID_ARGUMENT"/);
    expect(fhir).toMatch(/^HTTP\/1.1 400 [\s\S]+"OperationOutcome"/);
    expect((await fetch(`${stores}/half`)).status).toBe(404);
  });

  it("whatever JSON comes, the answer is 200 or 400 and the server goes on", async () => {
    const names = fc.constantFrom(
      "version",
      "labels",
      "streamConfigs",
      "stream_configs",
      "validationConfig",
      "consentConfig",
      "name",
      "__proto__",
      "toString",
      "é",
    );
    const value = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.constantFrom(null, true, "R4", "V1", -1, 1e300, "", "\u0000"),
        fc.array(tie("node"), { maxLength: 3 }),
        fc.dictionary(names, tie("node"), { maxKeys: 4 }),
      ),
    })).node;
    let id = 0;
    await fc.assert(
      fc.asyncProperty(value, async (body) => {
        const response = await post(`${stores}?fhirStoreId=fuzz${(id += 1)}`, JSON.stringify(body));
        expect([200, 400]).toContain(response.status);
      }),
      { numRuns: 150 },
    );
  });
});

describe("addresses", () => {
  it.each([
    ["GET", "/", 404],
    ["GET", "/v1", 404],
    ["GET", "/v2/projects/p/locations", 404],
    ["GET", "/v1/projects/p/locations/us-central1/datasets/d/fhirStores/kept/../other", 404],
    ["GET", "/v1/projects/p/locations/us-central1/datasets/d/fhirStores/%2e%2e", 404],
    ["GET", "/v1/projects/p/locations/us-central1/datasets/d%2FfhirStores%2Fkept", 404],
    ["GET", "/v1/projects/p/locations/us-central1/datasets/%00", 404],
    ["GET", "/v1/projects/p/locations/us-central1/datasets/%zz", 404],
    ["POST", "/v1/projects/p/locations/us-central1/datasets/d:nonsense", 404],
    ["PUT", "/v1/projects/p/locations/us-central1/datasets/d", 404],
    ["GET", "/__emulator/nonsense", 404],
    ["GET", "/__emulator/v1/projects/p/locations/l/datasets/d/operations/1/errors", 404],
    ["GET", "/v1/projects/p/locations/us-central1/datasets/d/operations/1", 404],
    ["GET", "/v1/projects/p/locations/us-central1/datasets/d/operations/1'%20OR%201=1", 404],
    ["GET", "/v1/projects/p/locations/us-central1/datasets/none/operations", 403],
    ["GET", "/v1/projects/p/locations/us-central1/datasets?pageSize=x", 400],
    ["GET", "/v1/projects/p/locations/us-central1/datasets?pageSize=-1", 400],
    ["GET", "/v1/projects/p/locations/us-central1/datasets?pageToken=x", 400],
    ["GET", "/v1/projects/p/locations/us-central1/datasets?filter=a", 400],
    ["GET", "/v1/projects/p/locations/us-central1/datasets?fields=a(", 400],
    ["GET", "/v1/projects/p/locations/us-central1/datasets/d/operations?filter=nonsense=1", 400],
    ["GET", "/v1/projects/p/locations/us-central1/datasets/d/operations?returnPartialSuccess=true", 501],
    ["GET", "/v1/projects/p/locations/us-central1/datasets/d:getIamPolicy?options.requestedPolicyVersion=2", 400],
  ])("%s %s is %i", async (method, path, status) => {
    const { hostname, port } = new URL(emulator.origin);
    // A raw socket: fetch would tidy the path up.
    const socket = connect(Number(port), hostname);
    socket.write(`${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    const answer = await text(socket);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain(`"code": ${status}`);
  });

  it("an unknown query parameter is named", async () => {
    const message = await messageOf(await fetch(`${location}/datasets?nonsense=1`));
    expect(message).toBe('Invalid JSON payload received. Unknown name "nonsense": Cannot bind query parameter.');
  });

  it("headers that are too long are 431, and what is no HTTP is 400", async () => {
    const { hostname, port } = new URL(emulator.origin);
    const ask = (request: string): Promise<string> => {
      const socket = connect(Number(port), hostname);
      socket.write(request);
      return text(socket);
    };
    expect(await ask(`GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${"x".repeat(70_000)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431 /);
    expect(await ask("HELLO\r\n\r\n")).toMatch(/^HTTP\/1.1 400 /);
  });
});

describe("answers", () => {
  it("are gzipped when that helps, compact or in part when asked", async () => {
    const url = `${emulator.origin}/v1/projects/p/locations`;
    const whole = await fetch(url);
    expect(whole.headers.get("content-encoding")).toBe("gzip");
    const plain = await fetch(url, { headers: { "accept-encoding": "identity" } });
    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(await plain.json()).toEqual(await whole.json());
    const small = await (await fetch(`${url}?prettyPrint=false&fields=locations/locationId&pageSize=1`)).text();
    expect(small).toBe('{"locations":[{"locationId":"asia-east1"}]}');
  });

  it("let every origin in, and answer the pre-flight", async () => {
    const preflight = await fetch(`${location}/datasets`, {
      method: "OPTIONS",
      headers: { origin: "https://viewer.example" },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
    expect((await fetch(`${location}/datasets`)).headers.get("access-control-allow-origin")).toBe("*");
  });
});

describe("paging", () => {
  it("gives every entry once, in order, whatever the page size", async () => {
    const ids = Array.from({ length: 23 }, (_, n) => `s${String(n).padStart(2, "0")}`);
    await post(`${location}/datasets?datasetId=paged`, "{}");
    const list = `${location}/datasets/paged/dicomStores`;
    await Promise.all(
      ids.map((id) => post(`${list}?dicomStoreId=${id}`, `{"labels":{"even":"${Number(id.slice(1)) % 2 === 0}"}}`)),
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), fc.boolean(), async (size, isFiltered) => {
        const seen: string[] = [];
        let token: string | undefined;
        do {
          const filter = isFiltered ? "&filter=labels.even=true" : "";
          const response = await fetch(`${list}?pageSize=${size}${filter}${token ? `&pageToken=${token}` : ""}`);
          const page = (await response.json()) as { dicomStores?: { name: string }[]; nextPageToken?: string };
          expect(page.dicomStores?.length).toBeLessThanOrEqual(size);
          seen.push(...(page.dicomStores ?? []).map((store) => store.name.split("/").at(-1) ?? ""));
          token = page.nextPageToken;
        } while (token);
        expect(seen).toEqual(ids.filter((_, n) => !isFiltered || n % 2 === 0));
      }),
      { numRuns: 15 },
    );
    const { nextPageToken } = (await (await fetch(`${list}?pageSize=2`)).json()) as { nextPageToken: string };
    expect((await fetch(`${list}?pageSize=5000&pageToken=${nextPageToken}`)).status).toBe(200);
    expect((await fetch(`${list}?filter=labels.even=true&pageToken=${nextPageToken}`)).status).toBe(400);
    expect((await fetch(`${stores}?pageToken=${nextPageToken}`)).status).toBe(400);
  });
});
