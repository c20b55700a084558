import { afterEach, expect, it, vi } from "vitest";
import { errorFields, log } from "./log.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

it("writes one line an entry, whatever is in the fields", () => {
  const lines: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    lines.push(String(chunk));
    return true;
  });
  const breakers = ['"', "\\", "\r\n", "\u001b[31m", "\u0000", "\u2028", "\u0085", '"}\n{"level":"info"', "\ud800"];
  for (const text of breakers) log.warn("event", { text });
  expect(lines).toHaveLength(breakers.length);
  for (const [index, line] of lines.entries()) {
    // oxlint-disable-next-line no-control-regex -- no control character may stand in a line but its end
    expect(line).toMatch(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*\n$/);
    expect(JSON.parse(line)).toMatchObject({ level: "warn", event: "event", text: breakers[index] });
  }
});

it("says what kind of error it was and never what it said", () => {
  const error = Object.assign(new TypeError("invalid value 'Ana Example'"), { code: "22P02" });
  expect(errorFields(error)).toEqual({ error: "TypeError", code: "22P02" });
  expect(errorFields("Ana Example")).toEqual({ error: "string" });
});
