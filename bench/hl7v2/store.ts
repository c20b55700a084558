import { send } from "#bench/fhir/measure.ts";

export const DATASETS = "projects/bench/locations/us-central1/datasets";
export const STORE = `${DATASETS}/d/hl7V2Stores/s`;

/** A laboratory result of about 1.5 kB; types, facilities, patients and times as a hospital's feed mixes them. */
export function message(index: number): string {
  const type = ["ADT^A08", "ADT^A04", "ORU^R01", "ORM^O01", "SIU^S12"][index % 5] ?? "ADT^A08";
  const minute = new Date(Date.UTC(2026, 0, 1) + index * 90_000)
    .toISOString()
    .replace(/[-:TZ.]/g, "")
    .slice(0, 14);
  const results = Array.from(
    { length: 10 },
    (_, row) =>
      `OBX|${row + 1}|NM|${2340 + row}-7^Glucose [Mass/volume] in Serum or Plasma^LN||${70 + ((index + row) % 40)}|mg/dL^mg/dL^UCUM|70-99|N|||F|||${minute}`,
  );
  return [
    `MSH|^~\\&|LAB|FAC${index % 40}|HUB|HOSP|${minute}||${type}|B${index}|P|2.5.1`,
    `PID|1||${index % 20_000}^^^HOSP^MR||Okafor^Amara^N||19680412|F|||12 Main Street^^Springfield^IA^52999^US`,
    `OBR|1|P${index}|L${index}|51990-0^Basic metabolic panel - Blood^LN|||${minute}`,
    ...results,
    "",
  ].join("\r");
}

/** The dataset and the store of a benchmark, on a running emulator. */
export async function makeStore(origin: string): Promise<void> {
  await send("POST", `${origin}/v1/${DATASETS}?datasetId=d`, JSON.stringify({ timeZone: "America/Chicago" }));
  await send(
    "POST",
    `${origin}/v1/${DATASETS}/d/hl7V2Stores?hl7V2StoreId=s`,
    JSON.stringify({ parserConfig: { version: "V3" } }),
  );
}
