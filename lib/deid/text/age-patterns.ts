import type { Pattern } from "./pattern.ts";

/** Ages over 89 are identifiers of their own (45 CFR 164.514(b)(2)(i)(C)); 90 to 149. */
const OLD = String.raw`(?:9\d|1[0-4]\d)`;
const PERSON = "males?|females?|man|woman|lady|gentleman|gentlewoman|boy|girl|patient|pt|M|F";
const WORDS = String.raw`(?:ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a|one) hundred(?:[- ]and[- ]\w+)?)`;

export const AGE_PATTERNS: readonly Pattern[] = [
  {
    infoType: "AGE",
    pattern: new RegExp(
      String.raw`(?<![\d./])${OLD}(?=[ -]?(?:years?|yrs?|y\.?\/?o)\b(?![ -]*(?:ago|survival|risk)))`,
      "gi",
    ),
  },
  {
    infoType: "AGE",
    pattern: new RegExp(
      String.raw`(?<=\b(?:aged?|age (?:of|is)|turn(?:ed|ing|s)|(?:pt|patient|he|she|who|now) is)[: ]\s*)${OLD}(?!\d|[.,]\d|\s*[%/]|\s*(?:mg|kg|lbs?|bpm|mm))`,
      "gi",
    ),
  },
  // 93F, 95M, 91 female.
  { infoType: "AGE", pattern: new RegExp(String.raw`(?<![\w./-])${OLD}(?= ?(?:${PERSON})\b(?![/.]))`, "g") },
  {
    infoType: "AGE",
    isOfWords: true,
    hint: /ninety|hundred/i,
    pattern: new RegExp(String.raw`\b${WORDS}(?=[- ](?:years?|yrs?)[- ]?(?:old|of age)?)`, "gi"),
  },
];
