import { existsSync, globSync, readFileSync } from "node:fs";
import { healthcare, type healthcare_v1 } from "@googleapis/healthcare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestEmulator, type TestEmulator } from "#emulator/test-emulator.ts";
import { splitBatch } from "#lib/hl7v2/batch.ts";

const FOLDER = `${process.env["SHARED_DATA"] ?? "../shared/data"}/hl7v2`;
const LOCATION = "projects/p/locations/us-central1";
const DATASET = `${LOCATION}/datasets/d`;

describe.skipIf(!existsSync(FOLDER))("real messages", () => {
  let emulator: TestEmulator;
  let stores: healthcare_v1.Resource$Projects$Locations$Datasets$Hl7v2stores;
  beforeAll(async () => {
    emulator = await openTestEmulator();
    const { datasets } = healthcare({ version: "v1", rootUrl: `${emulator.origin}/`, retry: false }).projects.locations;
    stores = datasets.hl7V2Stores;
    await datasets.create({ parent: LOCATION, datasetId: "d" });
    for (const hl7V2StoreId of ["verbatim", "repaired"])
      await stores.create({ parent: DATASET, hl7V2StoreId, requestBody: { parserConfig: { version: "V3" } } });
  });
  afterAll(() => emulator.dispose());

  async function ingest(store: string, text: string): Promise<string | undefined> {
    const data = Buffer.from(text).toString("base64");
    try {
      const response = await stores.messages.ingest({
        parent: `${DATASET}/hl7V2Stores/${store}`,
        requestBody: { message: { data } },
      });
      const { data: stored } = await stores.messages.get({ name: response.data.message?.name ?? "" });
      expect(stored.data).toBe(data);
      expect(stored.parsedData?.segments?.length).toBeGreaterThan(0);
      return undefined;
    } catch (error) {
      if (!(error instanceof Error) || !("response" in error)) throw error;
      const { data: body, status } = error.response as {
        status: number;
        data: { error: { message: string; details: { hl7Nack: string }[] } };
      };
      expect(status).toBe(400);
      expect(Buffer.from(body.error.details[0]?.hl7Nack ?? "", "base64").toString()).toMatch(/\rMSA.AE/);
      return body.error.message;
    }
  }

  it.each(globSync("**/*.hl7", { cwd: FOLDER }))(
    "%s goes in as it is or is refused with a reason, and goes in repaired",
    async (file) => {
      const text = readFileSync(`${FOLDER}/${file}`, "utf8");
      const reason = await ingest("verbatim", text);
      if (reason !== undefined)
        expect(reason).toMatch(
          /batch|byte order mark|segments of the message end with|more than one message|invalid segment|encoding|does not begin with MSH/,
        );
      const repaired = text.replace(/^\ufeff/, "").replace(/\r\n|\n/g, "\r");
      for (const { start, end } of splitBatch(repaired).messages) {
        const again = await ingest("repaired", repaired.slice(start, end));
        // What is left are texts with line ends of their own, whose rest is no segment.
        if (again !== undefined) expect(again).toMatch(/invalid segment|unsupported encoding/);
      }
    },
  );
});
