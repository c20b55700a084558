import { describe, expect, it } from "vitest";
import { csvText } from "./csv-text.ts";

describe("CSV", () => {
  it("quotes what needs quotes and disarms formulas", () => {
    expect(
      csvText(
        ["a", "b"],
        [
          ["=1+1", 'say "x"'],
          ["-5.20", "+49 30 1"],
          ["@SUM(A1)", "plain"],
          ["a,b", "\ttab"],
        ],
      ),
    ).toBe('a,b\r\n"\'=1+1","say ""x"""\r\n-5.20,"\'+49 30 1"\r\n"\'@SUM(A1)",plain\r\n"a,b","\'\ttab"\r\n');
  });
});
