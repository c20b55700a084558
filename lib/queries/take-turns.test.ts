import { describe, expect, it } from "vitest";
import { takeTurns } from "./take-turns.ts";

describe("takeTurns", () => {
  it("never runs more than the limit, keeps the order, and frees the place of a call that fails", async () => {
    const inTurn = takeTurns(2);
    const started: number[] = [];
    let running = 0;
    let most = 0;
    const calls = [0, 1, 2, 3, 4].map((number) =>
      inTurn(async () => {
        started.push(number);
        running += 1;
        most = Math.max(most, running);
        await Promise.resolve();
        running -= 1;
        if (number === 1) throw new Error("one fails");
        return number;
      }),
    );
    const results = await Promise.allSettled(calls);
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
      "fulfilled",
    ]);
    expect(started).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(2);
  });
});
