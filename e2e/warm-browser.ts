import { test as base, type BrowserContext } from "@playwright/test";

/**
 * Playwright's `test`, with one browser window for a worker in the place of one for each test: the console's scripts stay compiled, which
 * halves the time that a page takes to stand. What a test could leave behind (pages, cookies, storage, permissions) is gone before the next.
 */
export const test = base.extend<object, { warmWindow: BrowserContext }>({
  warmWindow: [
    async ({ browser }, use, { project }) => {
      const { baseURL = "", viewport = null } = project.use;
      const context = await browser.newContext({ baseURL, viewport });
      // A page of the same origin keeps the process of the renderer, and what it compiled, alive.
      const anchor = await context.newPage();
      await anchor.goto("/api/console/health");
      await use(context);
      await context.close();
    },
    { scope: "worker" },
  ],
  context: async ({ warmWindow }, use) => {
    await use(warmWindow);
  },
  page: async ({ warmWindow, baseURL, permissions }, use) => {
    const anchor = warmWindow.pages()[0];
    if (permissions) await warmWindow.grantPermissions(permissions);
    const page = await warmWindow.newPage();
    await use(page);
    for (const open of warmWindow.pages()) if (open !== anchor) await open.close();
    await warmWindow.clearCookies();
    await warmWindow.clearPermissions();
    const devtools = anchor && (await warmWindow.newCDPSession(anchor));
    await devtools?.send("Storage.clearDataForOrigin", {
      origin: baseURL ?? "",
      storageTypes: "local_storage,indexeddb,service_workers,cache_storage,file_systems",
    });
    await devtools?.detach();
  },
});
