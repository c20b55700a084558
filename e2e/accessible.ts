import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The page as it stands has no axe finding in the light theme, and no colour that is hard to read in the dark one. */
export async function expectAccessible(page: Page, what = "page"): Promise<void> {
  // The title of a page comes after its first paint.
  await expect(page).toHaveTitle(/./);
  await showTheme(page, "light");
  await report(axeOf(page).withTags(WCAG), `${what}, light`);
  await showTheme(page, "dark");
  await report(axeOf(page).withRules(["color-contrast"]), `${what}, dark`);
}

/** The page follows a moment after the medium has changed: judged before, it could be light in one part and dark in another. */
async function showTheme(page: Page, theme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
}

/** Judges in the page itself and keeps findings alone, which takes a quarter of the time. Framed documents are not ours to judge. */
function axeOf(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"], preload: false });
}

async function report(axe: AxeBuilder, what: string): Promise<void> {
  const { violations } = await axe.analyze();
  expect(
    violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${what}: ${id}: ${html.slice(0, 200)}`)),
  ).toEqual([]);
}
