import { describe, expect, it } from "vitest";
import { COLORS, token, tokenProperties, type TokenName } from "./tokens.ts";

/** Text on surface pairs that occur on screens. */
const TEXT_ON: readonly (readonly [TokenName, readonly TokenName[]])[] = [
  ["ink", ["bg", "panel", "hover", "sel", "hl", "phi", "ref", "okSoft", "errSoft", "warnSoft"]],
  ["dim", ["bg", "panel", "hover", "sel"]],
  ["accent", ["bg", "panel", "hover", "sel", "accentSoft"]],
  ["accentInk", ["accent"]],
  ["ok", ["bg", "panel", "okSoft"]],
  ["warn", ["bg", "panel", "warnSoft", "hl"]],
  ["err", ["bg", "panel", "hover", "errSoft"]],
  ["key", ["panel", "hl", "sel", "okSoft", "errSoft", "warnSoft"]],
  ["str", ["panel", "hl", "phi", "ref", "sel", "okSoft", "errSoft", "warnSoft"]],
  ["num", ["panel", "hl", "phi", "sel", "okSoft", "errSoft", "warnSoft"]],
  ["phiInk", ["phi", "panel"]],
  ["refInk", ["ref"]],
  ["meanInk", ["mean"]],
  ["termInk", ["term"]],
  ["changeInk", ["change"]],
  ["noteInk", ["note"]],
  ["storeInk", ["fhir", "hl7v2", "dicom", "consent", "dataset"]],
];

describe.each(["light", "dark"] as const)("%s theme", (theme) => {
  const colors = COLORS[theme];
  const pairs = TEXT_ON.flatMap(([text, surfaces]) => surfaces.map((surface) => [text, surface] as const));

  it.each(pairs)("%s on %s is readable (4.5:1)", (text, surface) => {
    expect(contrast(colors[text], colors[surface])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(["bg", "panel"] as const)("outlines of controls stand out from %s (3:1)", (surface) => {
    expect(contrast(colors.control, colors[surface])).toBeGreaterThanOrEqual(3);
  });

  it("defines each property that a token points at", () => {
    const defined = tokenProperties(theme);
    for (const value of Object.values(token)) expect(defined).toHaveProperty([value.slice(4, -1)]);
  });
});

/** WCAG 2.2 contrast ratio of two `#rrggbb` colours. */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
