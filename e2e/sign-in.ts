import { expect, type Page } from "@playwright/test";

export type DemoPerson = "steward" | "imaging" | "admin";

/** Signs in by one click on the sign-in page, as a person would, and waits for the console's frame. */
export async function signInAs(page: Page, person: DemoPerson, returnTo = "/"): Promise<void> {
  await page.goto(`/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
  await page.getByRole("button", { name: new RegExp(person, "i") }).click();
  await expect(page.getByRole("tree")).toBeVisible();
}
