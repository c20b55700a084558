import { expect, it } from "vitest";
import { inTurn } from "./in-turn.ts";

const pause = () => new Promise((resolve) => setTimeout(resolve, 2));

it("runs five at once and every call in the end", async () => {
  let running = 0;
  let peak = 0;
  const call = async () => {
    running += 1;
    peak = Math.max(peak, running);
    await pause();
    running -= 1;
    return "done";
  };
  const { signal } = new AbortController();
  const results = await Promise.all(Array.from({ length: 40 }, () => inTurn(signal, call)));
  expect(results).toHaveLength(40);
  expect(peak).toBe(5);
});

it("lets the others on when a waiting call is given up, and when a call fails", async () => {
  const { signal } = new AbortController();
  const controller = new AbortController();
  const blockers = Array.from({ length: 5 }, () =>
    inTurn(signal, async () => {
      await pause();
      throw new Error("broken");
    }),
  );
  const settled = Promise.allSettled(blockers);
  let didRun = false;
  const given = inTurn(controller.signal, () => {
    didRun = true;
    return Promise.resolve();
  });
  const after = inTurn(signal, () => Promise.resolve("after"));
  controller.abort();
  await expect(given).rejects.toThrow();
  await expect(after).resolves.toBe("after");
  await settled;
  expect(didRun).toBe(false);
});
