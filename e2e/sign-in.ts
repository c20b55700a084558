import { expect, type Cookie, type Page } from "@playwright/test";

export type DemoPerson = "steward" | "imaging" | "admin";

/** Who this worker has signed in already: one click for each person is seen, the other tests go on with its session. */
const signedIn = new Map<DemoPerson, readonly Cookie[]>();

/** Signs in by one click on the sign-in page, as a person would, and waits for the console's frame. */
export async function signInByClick(page: Page, person: DemoPerson): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: new RegExp(person, "i") }).click();
  await expect(page.getByRole("tree")).toBeVisible();
}

/** A signed-in browser on no page in particular: go somewhere next. */
export async function signInAs(page: Page, person: DemoPerson): Promise<void> {
  const known = signedIn.get(person);
  if (known) {
    await page.context().addCookies(known);
    return;
  }
  await signInByClick(page, person);
  signedIn.set(person, await page.context().cookies());
}
