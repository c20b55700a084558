import type { Page } from "@playwright/test";

/**
 * Writes through the gateway as the console itself does, with the session of the page's browser; answers the body.
 * @param name what follows `/api/healthcare/v1/`
 */
export async function write(
  page: Page,
  name: string,
  method: "POST" | "PUT" | "PATCH" | "DELETE",
  body?: string | Buffer,
  contentType = "application/fhir+json",
): Promise<string> {
  const url = new URL(`/api/healthcare/v1/${name}`, await ownOrigin(page));
  const headers = { "x-console": "1", origin: url.origin, "content-type": contentType };
  const send = () => page.request.fetch(url.href, { method, headers, ...(body === undefined ? {} : { data: body }) });
  let response = await send();
  // The console answers before the emulator has its sample hospital: the first test of a run waits for it.
  for (let attempt = 0; response.status() === 503 && attempt < 240; attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    response = await send();
  }
  const text = await response.text();
  if (!response.ok()) throw new Error(`${response.status()} ${text}`);
  return text;
}

/** Where the console is: the address of the health question after redirects, without loading a page. */
async function ownOrigin(page: Page): Promise<string> {
  return new URL((await page.request.get("/api/console/health")).url()).origin;
}
