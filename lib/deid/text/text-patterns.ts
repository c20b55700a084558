import type { Finding } from "#lib/deid/info-types.ts";
import { AGE_PATTERNS } from "./age-patterns.ts";
import { LABELLED_PATTERNS } from "./labelled-patterns.ts";
import type { Pattern } from "./pattern.ts";
import { PLACE_PATTERNS } from "./place-patterns.ts";

/** Numbers of three and four digits are also ranges of doses, which are round. */
const isNoRange = (text: string): boolean => {
  const [from = 0, to = 0] = text.split("-").map(Number);
  return from % 50 !== 0 || to % 50 !== 0;
};

/** Forms by which identifiers are known whatever stands around them. */
const FORMS: readonly Pattern[] = [
  {
    infoType: "EMAIL_ADDRESS",
    pattern: /(?<![\w.+-])[\p{L}\p{N}._%+-]+@(?:[\p{L}\p{N}-]+\.)*[\p{L}]{2,}/gu,
    isOfWords: true,
  },
  {
    infoType: "EMAIL_ADDRESS",
    isOfWords: true,
    pattern: /(?<![\w.+-])[\w.%+-]+ ?[[(]at[\])] ?(?:[\w-]+(?:\.| ?[[(]dot[\])] ?))+[a-z]{2,}/gi,
  },
  { infoType: "PERSON_NAME", pattern: /(?<![\w.@/])@[a-z]\w{3,}/gi, isOfWords: true },
  {
    infoType: "URL",
    pattern: /\b(?:https?|ftp|file|urn:(?:uuid|oid)):[^\s<>"')\]]*[^\s<>"')\].,;:]/gi,
    isOfWords: true,
  },
  { infoType: "URL", pattern: /\bwww\.[\w-]+\.[^\s<>"')\]]*[^\s<>"')\].,;:]/gi, isOfWords: true },
  {
    infoType: "URL",
    isOfWords: true,
    pattern:
      /(?<![\w.@-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.){1,4}(?:com|org|net|edu|gov|info|health|io|co\.uk|org\.uk|nhs\.uk|ca|de|fr|nl|eu)\b(?:\/[^\s<>"')\]]*[^\s<>"')\].,;:])?/g,
  },
  {
    infoType: "IP_ADDRESS",
    pattern: /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)/g,
    isReal: (text) => text.split(".").every((part) => Number(part) <= 255),
  },
  { infoType: "IP_ADDRESS", pattern: /(?<![\w:])(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?!\w|:\w)/gi },
  {
    infoType: "IP_ADDRESS",
    pattern: /(?<![\w:])(?:[0-9a-f]{1,4}:){1,6}:(?:[0-9a-f]{1,4})?(?::[0-9a-f]{1,4}){0,4}(?!\w|:\w)/gi,
  },
  { infoType: "MAC_ADDRESS", pattern: /(?<![\w:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?!\w|[:-]\w)/gi },
  {
    // Of the form of a social security number, but never one: IRS Publication 1915.
    infoType: "US_INDIVIDUAL_TAXPAYER_IDENTIFICATION_NUMBER",
    pattern: /(?<![\d-])9\d{2}[- ](?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])[- ]\d{4}(?![\d-])/g,
  },
  // ISO 9362; without its label it is a word in capitals.
  {
    infoType: "SWIFT_CODE",
    pattern: /(?<=\b(?:SWIFT|BIC)(?: code)?\s*[:#]?\s*)[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?(?!\w)/g,
  },
  { infoType: "US_SOCIAL_SECURITY_NUMBER", pattern: /(?<![\d-])\d{3}[- ]\d{2}[- ]\d{4}(?![\d-])/g },
  // All but the last four digits hidden.
  { infoType: "US_SOCIAL_SECURITY_NUMBER", pattern: /(?<![\w*#-])[*xX#]{3}[- ]?[*xX#]{2}[- ]?\d{4}(?![\d-])/g },
  { infoType: "CREDIT_CARD_NUMBER", pattern: /(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])/g, isReal: isLuhn },
  {
    infoType: "US_VEHICLE_IDENTIFICATION_NUMBER",
    pattern: /(?<![\w-])(?=[A-HJ-NPR-Z0-9]*\d)(?=[A-HJ-NPR-Z0-9]*[A-Z])[A-HJ-NPR-Z0-9]{17}(?![\w-])/g,
  },
  {
    infoType: "PHONE_NUMBER",
    pattern:
      /(?<![\w./-])(?:\+?\d{1,3}[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ ./-])\d{3}[ ./-]\d{4}(?:\s*(?:x|ext\.?|extension)\s*\d{1,6})?(?![\w/-]|\.\d)/gi,
  },
  { infoType: "PHONE_NUMBER", pattern: /(?<![\w+.-])\+\d{1,3}(?:[ .-]?\(?\d{1,5}\)?){2,6}(?![\w-])/g },
  // National forms of other countries: (0)20 7946 0958, 020 7946 0958, 13800138000.
  { infoType: "PHONE_NUMBER", pattern: /(?<![\w./-])(?:\(0\)|0)\d{2,4}[ -]\d{3,4}[ -]?\d{3,4}(?![\w/-]|\.\d)/g },
  { infoType: "PHONE_NUMBER", pattern: /(?<![\d./-])1[3-9]\d{9}(?![\d/-]|\.\d)/g },
  {
    infoType: "PHONE_NUMBER",
    pattern: /(?<![\w./-])[2-9]\d{2}-\d{4}(?![\w/-]|\.\d|\s?(?:m[gcl]|g\b|units?|kcal|cal))/g,
    isReal: isNoRange,
  },
  { infoType: "GENERIC_ID", pattern: /(?<![\w-])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\w-])/gi },
  { infoType: "GENERIC_ID", pattern: /(?<![\w.])(?:[0-2](?:\.\d+){5,}|2\.25\.\d{12,})(?![\w])/g },
  { infoType: "GENERIC_ID", pattern: /\(01\)\d{14}(?:\(\d{2,3}\)[\w/-]+)*/g },
  // So many digits count nothing; codes of terminologies say that they are codes.
  {
    infoType: "GENERIC_ID",
    pattern:
      /(?<![\w.,-]|chr\w{1,2}:|(?:SNOMED|SCT|SCTID|CT|RxNorm|RXCUI|CUI|NDC|CVX|LOINC|code)[: (#]{1,3})(?:[A-Z]{1,4}-?)?\d{8,}[A-Z]?(?![\w,-]|\.\d|\s?(?:cells|copies|CFU|IU))/g,
    isReal: (text) => !/0{5}$/.test(text),
  },
  { infoType: "GENERIC_ID", pattern: /(?<![\w.,-])[A-Z]{2,4}-?\d{6,7}[A-Z]?(?![\w-]|\.\d)/g },
];

const PATTERNS: readonly Pattern[] = [...FORMS, ...LABELLED_PATTERNS, ...AGE_PATTERNS, ...PLACE_PATTERNS];
const OF_WORDS = PATTERNS.filter(({ isOfWords }) => isOfWords);

/** Every place where a pattern fits, also those that overlap. */
export function findPatterns(text: string): Finding[] {
  const found: Finding[] = [];
  for (const { infoType, pattern, hint, isReal } of /\d/.test(text) ? PATTERNS : OF_WORDS) {
    if (hint && !hint.test(text)) continue;
    for (const match of text.matchAll(pattern)) {
      if (isReal && !isReal(match[0])) continue;
      found.push({ start: match.index, end: match.index + match[0].length, infoType });
    }
  }
  return found;
}

/** ISO/IEC 7812-1 annex B. */
function isLuhn(text: string): boolean {
  const digits = Array.from(text.replaceAll(/\D/g, "")).toReversed().map(Number);
  const sum = digits.reduce((total, digit, index) => {
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
