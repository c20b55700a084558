import { expect, type Page } from "@playwright/test";

/** The sample's store of pictures, as an address of the console. */
export const RADIOLOGY =
  "/projects/demo-hospital/locations/us-central1/datasets/clinical-production/dicomStores/radiology";

export interface FoundSeries {
  readonly study: string;
  readonly series: string;
}

/** The first series of a modality; the sample's pictures are drawn while the server answers, so it may take a while to be there. */
export async function findSeries(page: Page, modality: string): Promise<FoundSeries> {
  let found: FoundSeries | undefined;
  await expect
    .poll(
      async () => {
        const answer = await page.request.get(
          `/api/healthcare/v1${RADIOLOGY}/dicomWeb/series?Modality=${modality}&limit=1`,
          { headers: { "x-console": "1" } },
        );
        const rows = answer.status() === 200 ? ((await answer.json()) as Record<string, { Value?: string[] }>[]) : [];
        const [study, series] = ["0020000D", "0020000E"].map((tag) => rows[0]?.[tag]?.Value?.[0]);
        found = study && series ? { study, series } : undefined;
        return found !== undefined;
      },
      { timeout: 120_000 },
    )
    .toBe(true);
  if (!found) throw new Error(`No series of ${modality}`);
  return found;
}
