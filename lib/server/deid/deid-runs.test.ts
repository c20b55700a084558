import type { IncomingMessage, ServerResponse } from "node:http";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deidRunListSchema, deidRunSchema, type DeidRun } from "#lib/contract/console/deid-runs.ts";
import { deidConfigListSchema } from "#lib/contract/console/deid-configs.ts";
import { deidDryRunSchema, type DeidDryRun } from "#lib/contract/console/deid-dry-runs.ts";
import { deidReviewSchema } from "#lib/contract/console/deid-review.ts";
import { reviewItems } from "#lib/deid/review-gate.ts";
import { deidRuns } from "#lib/server/schema.ts";
import { startTestConsole, type TestConsole } from "#lib/server/test-console.ts";
import { TEST_DATABASES } from "#lib/server/test-databases.ts";

const LOCATION = "projects/demo-hospital/locations/us-central1";
const SOURCE = `${LOCATION}/datasets/sandbox/fhirStores/from`;
const PRODUCTION = `${LOCATION}/datasets/clinical-production/fhirStores/ehr`;
const OUTPUT = `${LOCATION}/datasets/research/fhirStores/to`;
const PATIENT = {
  resourceType: "Patient",
  id: "p-100001",
  name: [{ family: "Halvorsen", given: ["Berit"] }],
  identifier: [{ value: "MRN-778123" }],
  birthDate: "1950-02-03",
};
const CLEAN = { resourceType: "Patient", id: "0af3", birthDate: "1950-03-01" };
const LEAKY = { resourceType: "Patient", id: "0af4", text: { div: "<div>Berit <b>Halvorsen</b></div>" } };

/** The part of the API that a scan asks: an operation, metrics and searches of two stores. */
class ScriptedApi {
  output: readonly Record<string, unknown>[] = [CLEAN];
  /** What the destination's metrics say beyond what it has. */
  missing = 0;
  isDone = true;
  isCancelled = false;
  breaks = false;
  readonly removed: string[] = [];
  #started = 0;

  readonly answer = (request: IncomingMessage, response: ServerResponse): void => {
    request.resume();
    const [path = "", query = ""] = (request.url ?? "").split("?");
    const made = new URLSearchParams(query).get("fhirStoreId");
    if (request.method === "DELETE") this.removed.push(path);
    const body = made === null ? this.#body(path) : { name: `${path.slice(4)}/${made}` };
    response
      .writeHead(body === undefined ? 500 : 200, { "content-type": "application/json" })
      .end(JSON.stringify(body ?? {}));
  };

  #body(path: string): object | undefined {
    const stored = /\/fhirStores\/(?:to|careplane-dry-run-\w+)(?:[:/]|$)/.test(path) ? this.output : [PATIENT];
    if (path.endsWith(":deidentify")) {
      this.#started += 1;
      return { name: `${LOCATION}/datasets/sandbox/operations/${this.#started}` };
    }
    if (path.endsWith("/errors")) return { errors: [{ resourceId: "Patient/bad", error: { message: "too old" } }] };
    if (path.includes("/operations/"))
      return {
        name: path.slice(4),
        done: this.isDone,
        metadata: { endTime: "2026-01-01T00:00:00Z", counter: { success: "1", failure: "1" } },
        ...(this.isCancelled ? { error: { code: 1, message: "The operation was cancelled." } } : {}),
      };
    if (path.endsWith(":getFHIRStoreMetrics")) {
      const extra = stored === this.output ? this.missing : 0;
      return { metrics: [{ resourceType: "Patient", count: String(stored.length + extra) }] };
    }
    if (this.breaks) return undefined;
    if (path.endsWith(`/Patient/${PATIENT.id}`)) return PATIENT;
    return { resourceType: "Bundle", entry: stored.map((resource) => ({ resource })) };
  }
}

describe.each(TEST_DATABASES)("de-identification runs on $kind", ({ newUrl }) => {
  let bench: TestConsole;
  let admin: string;
  let api: ScriptedApi;

  beforeAll(async () => {
    const url = await newUrl();
    bench = await startTestConsole(url ? { environment: { DATABASE_URL: url } } : {});
    admin = await bench.signIn("demo-admin");
  });
  afterAll(() => bench.close());
  beforeEach(() => {
    api = new ScriptedApi();
    bench.answerWith(api.answer);
  });

  const post = (path: string, body: unknown, cookie = admin, headers: Readonly<Record<string, string>> = {}) =>
    bench.write({
      path: `/api/console/${path}`,
      cookie,
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  const request = { destinationStore: OUTPUT, config: { fhir: {} } };
  const launch = async (more: object = {}): Promise<DeidRun> => {
    const hit = await post("deid-runs", { source: SOURCE, request, configName: "Safe Harbor", ...more });
    return deidRunSchema.parse(JSON.parse(hit.text));
  };
  const ask = async (id: string) =>
    deidRunSchema.parse(JSON.parse((await bench.send({ path: `/api/console/deid-runs/${id}`, cookie: admin })).text));
  const evidenceOf = async (id: string): Promise<DeidRun> => {
    expect((await post(`deid-runs/${id}/evidence`, {})).status).toBe(200);
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const run = await ask(id);
      if (run.evidence !== null || run.scan?.problem !== undefined) return run;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error("The scan does not end");
  };

  it("are launched by who may, on record under Google's own method", async () => {
    for (const person of ["demo-steward", "demo-imaging"]) {
      const hit = await post("deid-runs", { source: SOURCE, request, configName: "x" }, await bench.signIn(person));
      expect(hit.status).toBe(403);
    }
    const run = await launch();
    expect(run).toMatchObject({ source: SOURCE, destination: OUTPUT, configName: "Safe Harbor", evidence: null });
    const rows = (await bench.auditRows()).filter(({ action }) => action.endsWith("fhirStores.deidentify"));
    expect(rows.map(({ phase, resource, status }) => ({ phase, resource, status }))).toEqual([
      { phase: "announced", resource: SOURCE, status: 0 },
      { phase: "completed", resource: SOURCE, status: 200 },
    ]);
    const listed = await bench.send({ path: `/api/console/deid-runs?source=${SOURCE}`, cookie: admin });
    expect(deidRunListSchema.parse(JSON.parse(listed.text)).runs[0]?.id).toBe(run.id);
  });

  it("out of or into locked production need the unlocking word", async () => {
    const before = bench.reached.length;
    const out = { source: PRODUCTION, request, configName: "x" };
    expect((await post("deid-runs", out)).status).toBe(400);
    expect(
      (
        await post("deid-runs", {
          source: SOURCE,
          request: { ...request, destinationStore: `${PRODUCTION}2` },
          configName: "x",
        })
      ).status,
    ).toBe(400);
    expect(bench.reached.length).toBe(before);
    const within = { ...request, destinationStore: `${PRODUCTION}2` };
    const unlocked = { "x-console-unlock": "clinical-production" };
    expect((await post("deid-runs", { ...out, request: within }, admin, unlocked)).status).toBe(200);
  });

  describe("out of production", () => {
    const unlocked = { "x-console-unlock": "clinical-production" };
    const configuration = { config: request.config };
    const start = (more: object = {}) =>
      post("deid-dry-runs", { source: PRODUCTION, configuration, size: 6, resources: [], ...more }, admin, unlocked);
    const tried = async (more: object = {}): Promise<DeidDryRun> => {
      const { id } = deidDryRunSchema.parse(JSON.parse((await start(more)).text));
      for (let attempt = 0; attempt < 200; attempt += 1) {
        const hit = await bench.send({ path: `/api/console/deid-dry-runs/${id}`, cookie: admin });
        const run = deidDryRunSchema.parse(JSON.parse(hit.text));
        if (run.result !== null || run.progress.problem !== undefined) return run;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error("The dry run does not end");
    };
    const leave = (more: object = {}) =>
      post("deid-runs", { source: PRODUCTION, configName: "x", request: { ...request, ...more } }, admin, unlocked);
    const launches = () => bench.reached.filter(({ target }) => target.endsWith("/ehr:deidentify")).length;

    // The order matters: what passes once stays on record.
    it("nothing is launched before a dry run of this configuration and source has passed", async () => {
      const before = launches();
      const refused = await leave();
      expect([refused.status, refused.text]).toEqual([400, expect.stringContaining("a dry run of this very")]);
      expect(launches()).toBe(before);
      api.output = [LEAKY];
      expect((await tried()).result).toMatchObject({ passed: false, stores: [{ items: 1, certain: 1 }] });
      api.output = [];
      expect((await tried()).result).toMatchObject({ passed: false, stores: [{ items: 1, cameOut: 0 }] });
      api.breaks = true;
      expect(await tried()).toMatchObject({ result: null, progress: { problem: expect.stringContaining("500") } });
      api.breaks = false;
      api.output = [CLEAN];
      expect((await tried({ configuration: { config: { fhir: {}, text: {} } } })).result?.passed).toBe(true);
      expect((await tried({ resources: ["Patient/p-100001"] })).result?.passed).toBe(true);
      expect((await tried({ source: PRODUCTION.replace("ehr", "other") })).result?.passed).toBe(true);
      expect((await leave()).status).toBe(400);
      expect((await leave({ config: undefined, gcsConfigUri: "gs://b/c.json" })).text).toContain("file in a bucket");
      const other = { resourceFilter: { resources: { resources: ["Patient/p-100001"] } } };
      expect((await leave(other)).status).toBe(200);
    });

    it("a passed one opens the gate, stays without patient data, and ends in the evidence", async () => {
      const { id, result, samples } = await tried();
      expect(result).toMatchObject({
        passed: true,
        stores: [{ sampled: { Patient: 1 }, cameOut: 1, certain: 0 }],
      });
      expect(result?.stores[0]?.comparison).toContainEqual({
        group: "Patient",
        path: "name.family",
        changed: 0,
        removed: 1,
        added: 0,
      });
      expect(samples?.[0]).toMatchObject({ before: PRODUCTION, names: ["Patient/p-100001"], findings: [] });
      const table = await bench.runtime.database.connection.query("SELECT * FROM deid_dry_runs", []);
      expect(JSON.stringify(table)).not.toMatch(/Halvorsen|778123/);

      const temporary = samples?.[0]?.after ?? "";
      const steward = await bench.signIn("demo-steward");
      expect((await bench.send({ path: `/api/console/deid-dry-runs/${id}`, cookie: steward })).status).toBe(404);
      const ended = await bench.write({ method: "DELETE", path: `/api/console/deid-dry-runs/${id}`, cookie: admin });
      expect([ended.status, api.removed]).toEqual([204, [`/v1/${temporary}`]]);

      const launched = await leave();
      expect(launched.status).toBe(200);
      const run = await evidenceOf(deidRunSchema.parse(JSON.parse(launched.text)).id);
      expect(run.evidence?.dryRun).toEqual(result);
    });

    it("the bare method is closed in the gateway", async () => {
      const path = `/api/healthcare/v1/${PRODUCTION}:deidentify`;
      const headers = { "content-type": "application/json", ...unlocked };
      const hit = await bench.write({ path, cookie: admin, headers, body: JSON.stringify(request) });
      expect([hit.status, hit.text]).toEqual([400, expect.stringContaining("deid-runs")]);
    });
  });

  it("end in evidence also when nobody opens them, and go on where a stopped console left off", async () => {
    const { id } = await launch();
    const { deidWatch, database } = bench.runtime;
    const sealed = async (): Promise<DeidRun> => {
      for (let attempt = 0; attempt < 200; attempt += 1) {
        const run = await ask(id);
        if (run.seal) return run;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error("There is no evidence");
    };
    await deidWatch.look();
    expect((await sealed()).seal?.isGenuine).toBe(true);

    const long = new Date(Date.now() - 60_000).toISOString();
    const brokenOff = { phase: "Reading the source", read: 1, total: 2, startedAt: long, beatAt: long };
    await database.state
      .update(deidRuns)
      .set({ evidence: null, sealedAt: null, scan: brokenOff })
      .where(eq(deidRuns.id, id));
    await deidWatch.look();
    expect((await sealed()).evidence?.scan.verdict).toBe("clean");
  });

  it("are not looked at by themselves when they were cancelled, but when somebody asks for it", async () => {
    api.isCancelled = true;
    const { id } = await launch();
    const reads = () => bench.reached.filter(({ target }) => target.endsWith(":getFHIRStoreMetrics")).length;
    const before = reads();
    await bench.runtime.deidWatch.look();
    await bench.runtime.deidWatch.look();
    expect(await ask(id)).toMatchObject({ evidence: null, scan: { isCancelled: true, phase: "Not begun" } });
    expect(reads()).toBe(before);
    const run = await evidenceOf(id);
    expect(run.evidence).toMatchObject({ operationError: "The operation was cancelled.", scan: { verdict: "clean" } });
    expect(reads()).toBeGreaterThan(before);
  });

  it("of HL7v2 stores are refused, as the API has none", async () => {
    const source = `${LOCATION}/datasets/sandbox/hl7V2Stores/feed`;
    const hit = await post("deid-runs", { source, request, configName: "x" });
    expect([hit.status, hit.text]).toEqual([400, expect.stringContaining("HL7v2")]);
  });

  it("keep no key, only its SHA-256", async () => {
    const cryptoKey = Buffer.alloc(32, 7).toString("base64");
    const config = { text: { additionalTransformations: [{ dateShiftConfig: { cryptoKey } }] } };
    const run = await launch({ request: { ...request, config } });
    const table = await bench.runtime.database.connection.query("SELECT * FROM deid_runs", []);
    expect(JSON.stringify([table, run])).not.toContain(cryptoKey);
    expect(JSON.stringify(run.request)).toMatch(/"cryptoKey":"sha256:[0-9a-f]{64}"/);
  });

  it("end in evidence that is sealed in the audit chain, and a change to it shows", async () => {
    const { id } = await launch();
    const run = await evidenceOf(id);
    expect(run.evidence).toMatchObject({
      counts: { success: 1, failure: 1 },
      failures: { isComplete: true, byCause: [{ cause: "too old", count: 1, resources: ["Patient/bad"] }] },
      scan: { verdict: "clean", gaps: [], sourceRead: 1, outputRead: 1, outputTotal: 1, patients: 1 },
    });
    expect(run.seal?.isGenuine).toBe(true);
    const sealed = (await bench.auditRows()).find(({ seq }) => seq === run.seal?.auditSeq);
    expect(sealed).toMatchObject({
      hash: run.seal?.auditHash,
      resource: `${run.operation}/evidence/${run.seal?.sha256}`,
    });

    const { state } = bench.runtime.database;
    const forged = JSON.stringify({ ...run.evidence, counts: { success: 2, failure: 0, pending: 0 } });
    await state.update(deidRuns).set({ evidence: forged }).where(eq(deidRuns.id, id));
    expect((await ask(id)).seal?.isGenuine).toBe(false);
  });

  it("say where something of the source is left, and not what", async () => {
    api.output = [CLEAN, LEAKY];
    const { evidence } = await evidenceOf((await launch()).id);
    expect(evidence?.scan.verdict).toBe("found");
    expect(evidence?.scan.findings).toEqual([
      { kind: "name", certainty: "certain", resource: `${OUTPUT}/fhir/Patient/0af4`, path: "text.div", value: 1 },
    ]);
    expect(JSON.stringify(evidence)).not.toMatch(/Halvorsen|778123/);
  });

  it("fail closed: fewer than the store says is never clean, and can be scanned again", async () => {
    api.missing = 1;
    const { id } = await launch();
    expect((await evidenceOf(id)).evidence?.scan.verdict).toBe("incomplete");
    api.missing = 0;
    expect((await evidenceOf(id)).evidence?.scan.verdict).toBe("clean");
  });

  it("fail closed: a read that breaks gives no evidence, says so, and can be repeated", async () => {
    api.breaks = true;
    const { id } = await launch();
    expect(await evidenceOf(id)).toMatchObject({ evidence: null, scan: { problem: expect.stringContaining("500") } });
    api.breaks = false;
    expect((await evidenceOf(id)).evidence?.scan.verdict).toBe("clean");
  });

  it("are released by people: every place decided, none in quarantine, and by nobody but who may", async () => {
    api.output = [CLEAN, LEAKY];
    const { id, evidence } = await evidenceOf((await launch()).id);
    const [first] = reviewItems({ evidence });
    const put = (body: object) =>
      bench.write({
        method: "PUT",
        path: `/api/console/deid-runs/${id}/review`,
        cookie: admin,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    const release = async (cookie = admin) => (await post(`deid-runs/${id}/release`, {}, cookie)).status;
    const decide = async (decision: string) => {
      const hit = await put({ items: [first?.id], decision, reason: "Halvorsen is a street" });
      return deidReviewSchema.parse(JSON.parse(hit.text));
    };
    expect(await release()).toBe(400);
    expect((await put({ items: ["absent"], decision: "approve", reason: "because" })).status).toBe(400);
    expect((await put({ items: [first?.id], decision: "approve", reason: "" })).status).toBe(400);
    expect((await decide("quarantine")).blockers).toEqual(["In quarantine: 1 place."]);
    expect(await release()).toBe(400);
    expect(await decide("approve")).toMatchObject({
      blockers: [],
      decisions: [{ decision: "approve", reason: "Halvorsen is a street" }],
    });
    expect(await release(await bench.signIn("demo-steward"))).toBe(403);
    expect(await release()).toBe(200);
    expect((await put({ items: [first?.id], decision: "reject", reason: "too late" })).status).toBe(400);
    const table = await bench.runtime.database.connection.query("SELECT * FROM deid_decisions", []);
    expect(JSON.stringify(table)).not.toContain("Halvorsen is");
    expect((await bench.auditRows()).filter(({ action }) => action === "console.deid-runs.release")).toMatchObject([
      { resource: OUTPUT },
    ]);
  });

  it("a rejected place leaves the output with its former versions before the decision is kept", async () => {
    api.output = [CLEAN, LEAKY];
    const { id, evidence } = await evidenceOf((await launch()).id);
    const items = reviewItems({ evidence }).map((item) => item.id);
    const reject = () =>
      bench.write({
        method: "PUT",
        path: `/api/console/deid-runs/${id}/review`,
        cookie: admin,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ items, decision: "reject", reason: "a real person" }),
      });
    api.breaks = true;
    expect((await reject()).status).toBe(500);
    const asked = await bench.send({ path: `/api/console/deid-runs/${id}/review`, cookie: admin });
    expect(deidReviewSchema.parse(JSON.parse(asked.text)).decisions).toEqual([]);
    api.breaks = false;
    expect(deidReviewSchema.parse(JSON.parse((await reject()).text))).toMatchObject({
      blockers: [],
      decisions: [{ decision: "reject", reason: "a real person" }],
    });
    const place = `/v1/${OUTPUT}/fhir/Patient/0af4`;
    expect(api.removed.slice(-2)).toEqual([place, `${place}/$purge`]);
    const deeds = (await bench.auditRows()).filter(
      ({ action, status }) => /fhir\.(?:delete|ResourcePurge)/.test(action) && status === 200,
    );
    expect(deeds.map(({ resource }) => resource)).toEqual([place.slice(4), place.slice(4)]);
  });

  it("configurations are kept under a name, version by version and without keys", async () => {
    const save = async (config: unknown) =>
      post("deid-configs", { name: " Registry ", config: JSON.stringify(config) });
    const cryptoKey = Buffer.alloc(16, 3).toString("base64");
    await save({ fhir: {} });
    const hit = await save({ text: { additionalTransformations: [{ dateShiftConfig: { cryptoKey } }] } });
    const { configs } = deidConfigListSchema.parse(JSON.parse(hit.text));
    expect(configs.map(({ name, version }) => [name, version])).toEqual([
      ["Registry", 2],
      ["Registry", 1],
    ]);
    expect(hit.text).not.toContain(cryptoKey);
    expect((await save({ nonsense: 1 })).status).toBe(400);
    expect(
      (await bench.send({ path: "/api/console/deid-configs", cookie: await bench.signIn("demo-imaging") })).status,
    ).toBe(403);
  });

  it("have no evidence while they run", async () => {
    api.isDone = false;
    const { id } = await launch();
    expect((await post(`deid-runs/${id}/evidence`, {})).status).toBe(400);
    expect((await post("deid-runs/absent/evidence", {})).status).toBe(404);
  });
});
