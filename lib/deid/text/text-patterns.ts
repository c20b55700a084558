import type { Finding, InfoType } from "#lib/deid/info-types.ts";

interface Pattern {
  readonly infoType: InfoType;
  readonly pattern: RegExp;
  /** Whether what has the form has the meaning: check digits and the like. */
  readonly isReal?: (text: string) => boolean;
}

/** Up to two words between a label and its value: "No.", "#", "number is". */
const LINK = String.raw`(?:\s*(?:numbers?|num\.?|no\.?|nr\.?|ids?|code|is|was|of))?\s*(?:[:#=]\s*|\s)#?\s*`;
/** Three digits at least: "plan: 24-hour Holter" and "visit 2" are no identifiers. */
const CODE = String.raw`(?=(?:[A-Z0-9/.-]*\d){3})[A-Z0-9][A-Z0-9/.-]{2,}[A-Z0-9]`;
/** A value behind a label. Only the value is the finding. */
const labelled = (labels: string, value = CODE): RegExp =>
  new RegExp(String.raw`(?<=(?<![\p{L}])(?:${labels})${LINK})${value}(?![\p{L}\p{N}])`, "giu");

/** Forms by which identifiers are known whatever stands around them. */
const PATTERNS: readonly Pattern[] = [
  { infoType: "EMAIL_ADDRESS", pattern: /(?<![\w.+-])[\p{L}\p{N}._%+-]+@(?:[\p{L}\p{N}-]+\.)+[\p{L}]{2,}/gu },
  { infoType: "URL", pattern: /\b(?:https?|ftp|file|urn:(?:uuid|oid)):[^\s<>"')\]]*[^\s<>"')\].,;:]/gi },
  { infoType: "URL", pattern: /\bwww\.[\w-]+\.[^\s<>"')\]]*[^\s<>"')\].,;:]/gi },
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
  {
    infoType: "US_SOCIAL_SECURITY_NUMBER",
    pattern: labelled("SSN|social security|soc\\.? sec\\.?", String.raw`(?:[\dXx*]{3}[- ]?[\dXx*]{2}[- ]?)?\d{4}`),
  },
  { infoType: "CREDIT_CARD_NUMBER", pattern: /(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])/g, isReal: isLuhn },
  {
    infoType: "US_VEHICLE_IDENTIFICATION_NUMBER",
    pattern: /(?<![\w-])(?=[A-HJ-NPR-Z0-9]*\d)(?=[A-HJ-NPR-Z0-9]*[A-Z])[A-HJ-NPR-Z0-9]{17}(?![\w-])/g,
  },
  {
    infoType: "US_VEHICLE_IDENTIFICATION_NUMBER",
    pattern: labelled("licen[cs]e plate|number plate|plate|VIN|vehicle(?: id(?:entification)?)?"),
  },
  {
    infoType: "PHONE_NUMBER",
    pattern:
      /(?<![\w.-])(?:\+\d{1,3}[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?:\s*(?:x|ext\.?|extension)\s*\d{1,6})?(?![\w-]|\.\d)/gi,
  },
  { infoType: "PHONE_NUMBER", pattern: /(?<![\w+.-])\+\d{1,3}(?:[ .-]?\(?\d{1,5}\)?){2,6}(?![\w-])/g },
  {
    infoType: "PHONE_NUMBER",
    pattern: labelled(
      "phone|tel(?:ephone)?\\.?|mobile|cell|fax|pager|beeper|call(?:ed)?|ext(?:ension)?\\.?|callback|contact|home|work",
      String.raw`(?:\d{3}[ .-]\d{4}|\d{10,11}|0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4})`,
    ),
  },
  { infoType: "PHONE_NUMBER", pattern: labelled("ext(?:ension)?\\.?|pager|beeper|bleep", String.raw`\d{3,6}`) },
  {
    infoType: "MEDICAL_RECORD_NUMBER",
    pattern: labelled(
      "MRN|MR|medical record|chart|case|file|visit|encounter|episode|NHS|specimen|accession|requisition|(?:hospital|unit|record|patient|pt|admission)(?: (?:record|id(?:entifier)?|number|no\\.?))",
    ),
  },
  {
    infoType: "MEDICAL_RECORD_NUMBER",
    pattern: labelled("MRN|NHS number|accession|specimen", String.raw`\d{3}[ -]\d{3}[ -]\d{3,4}`),
  },
  {
    infoType: "GENERIC_ID",
    pattern: labelled(
      "account|acct\\.?|policy|member|subscriber|group|insurance|plan|medicare|medicaid|MBI|HICN|claim|invoice|beneficiary|certificate|NPI|DEA|employee|badge|user|login|serial|S/N|SN|lot|UDI|device(?: id(?:entifier)?)?|order|confirmation|authorization|referral|study id|subject",
    ),
  },
  { infoType: "US_DRIVERS_LICENSE_NUMBER", pattern: labelled("driver'?s?'? licen[cs]e|DL|licen[cs]e") },
  { infoType: "PASSPORT", pattern: labelled("passport") },
  { infoType: "GENERIC_ID", pattern: /(?<![\w-])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\w-])/gi },
  { infoType: "GENERIC_ID", pattern: /(?<![\w.])(?:[0-2](?:\.\d+){5,}|2\.25\.\d{12,})(?![\w])/g },
  { infoType: "GENERIC_ID", pattern: /\(01\)\d{14}(?:\(\d{2,3}\)[\w/-]+)*/g },
  {
    infoType: "AGE",
    pattern: /(?<![\d.])(?:9\d|1[0-4]\d)(?=[ -]?(?:years?|yrs?|y\/?o)\b(?![ -]*(?:ago|survival|risk)))/gi,
  },
  { infoType: "AGE", pattern: /(?<=\b(?:aged?|age of)[: ]\s*)(?:9\d|1[0-4]\d)(?![\d.%])/gi },
  {
    infoType: "LOCATION",
    pattern:
      /(?<![\w.])\d{1,6}[A-Z]?\s+(?:(?:North|South|East|West|N\.?|S\.?|E\.?|W\.?)\s+)?(?:[\p{Lu}\d][\p{L}\d'’.-]*\s+){1,4}(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Place|Pl|Square|Sq|Terrace|Ter|Way|Circle|Cir|Parkway|Pkwy|Highway|Hwy|Trail|Trl|Alley|Crescent|Close)\b\.?(?:,?\s+(?:Apt|Apartment|Suite|Ste|Unit|Room|Rm|#)\.?\s*#?\w+)?/gu,
  },
  { infoType: "LOCATION", pattern: /\bP\.? ?O\.? Box \d+/gi },
  {
    infoType: "LOCATION",
    pattern: /(?<![\w])(?:\p{Lu}[\p{L}'’.-]+ ){0,2}\p{Lu}[\p{L}'’.-]+, [A-Z]{2}(?:\s+\d{5}(?:-\d{4})?)(?!\d)/gu,
  },
  {
    infoType: "LOCATION",
    pattern: labelled(
      "zip|zip code|postal code|postcode",
      String.raw`(?:\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)`,
    ),
  },
  {
    infoType: "LOCATION",
    pattern:
      /(?<=\b(?:AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY),? )\d{5}(?:-\d{4})?(?![\d.])/g,
  },
];

/** Every place where a pattern fits, also those that overlap. Texts without digits, `@` and `www.` are passed over. */
export function findPatterns(text: string): Finding[] {
  if (!/[\d@]|www\.|:\/\//.test(text)) return [];
  const found: Finding[] = [];
  for (const { infoType, pattern, isReal } of PATTERNS) {
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
