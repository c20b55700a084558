import type { InfoType } from "#lib/deid/info-types.ts";
import type { Pattern } from "./pattern.ts";

/** Between a label and its value: "No.", "#:", "number is", "scan template". */
const LINK = String.raw`(?:\s*(?:numbers?|num\.?|no\.?|nr\.?|ids?|code|scan|template|hash|is|was|of)){0,2}\s*(?:[:#=]\s*|\s){1,2}#?\s*`;
/**
 * Three digits at least: "plan: 24-hour Holter" and "visit 2" are no identifiers. A number may be written in groups, and letters before it.
 * What a unit follows is an amount.
 */
const CODE = String.raw`(?=(?:[A-Z0-9/.-]*\d){3}|[A-Z]{1,4} (?:[A-Z0-9/.-]*\d){3}|[A-Z]{1,3}\d{1,2} \d{2})(?:(?!(?:no|nr|num|id|is|was|of|for|and|or|the|to|in|on|at|by|per|with|from|set|due|new|old|not|up) )[A-Z]{1,4} )?(?=[A-Z0-9/.-]*\d)[A-Z0-9][A-Z0-9/.-]*[A-Z0-9](?:[ -]\d{2,4}(?![\d./]))*(?!\s?(?:mg|mcg|g|kg|ml|l|cc|units?|iu|meq|mmol|cm|mm|%|hours?|hrs?|days?|weeks?|months?|years?|yrs?|am|pm)(?![\p{L}]))`;

/** Letters before a number are written as capitals: "for 2000" is none. */
const isCode = (text: string): boolean => !/^[A-Za-z]{1,4} /.test(text) || /^[A-Z]+ /.test(text);

/** A value behind a label. Only the value is the finding. */
const behind = (labels: string, value: string): RegExp =>
  new RegExp(String.raw`(?<=(?<![\p{L}])(?:${labels})${LINK})${value}(?![\p{L}\p{N}])`, "giu");

const labelledCode = (infoType: InfoType, labels: string): Pattern => ({
  infoType,
  pattern: behind(labels, CODE),
  isReal: isCode,
});

const BODY = String.raw`(?:finger|palm|voice|foot|hand)[ -]?(?:print|vein)?s?|iris|retinal?|facial(?: recognition)?|face|biometric|dna(?: profile)?`;
const HANDLES =
  "twitter|instagram|insta|facebook|skype|whatsapp|wechat|telegram|snapchat|tiktok|linkedin|handle|screen ?name|user ?name|login";

/** Identifiers that their label tells. */
export const LABELLED_PATTERNS: readonly Pattern[] = [
  {
    infoType: "US_SOCIAL_SECURITY_NUMBER",
    pattern: behind(
      "SSN|social security|soc\\.? sec\\.?|last (?:four|4)(?: digits)?",
      String.raw`(?:[\dXx*]{3}[- ]?[\dXx*]{2}[- ]?)?\d{4}`,
    ),
  },
  labelledCode(
    "US_VEHICLE_IDENTIFICATION_NUMBER",
    "licen[cs]e (?:plate|tag)|number plate|plate|VIN|vehicle(?: id(?:entification)?)?|registration|reg\\.",
  ),
  {
    // Plates in groups, which may end in letters.
    infoType: "US_VEHICLE_IDENTIFICATION_NUMBER",
    pattern: behind(
      "licen[cs]e (?:plate|tag)|number plate|plate|tag|vehicle registration|registration|reg\\.",
      String.raw`(?=[A-Z0-9 -]*\d)[A-Z0-9]{1,4}(?:[ -][A-Z0-9]{1,4}){1,3}`,
    ),
    isReal: (text) => text === text.toUpperCase(),
  },
  {
    infoType: "PHONE_NUMBER",
    pattern: behind(
      "phone|tel(?:ephone)?\\.?|mobile|cell|fax|pager|beeper|call(?:ed)?|ext(?:ension)?\\.?|callback|contact|home|work",
      String.raw`(?:\d{3}[ .-]\d{4}|\d{10,11}|0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4})`,
    ),
  },
  { infoType: "PHONE_NUMBER", pattern: behind("ext(?:ension)?\\.?|pager|beeper|bleep", String.raw`\d{3,6}`) },
  // HL7 v2 XTN: the parts of a number, which each stand alone.
  {
    infoType: "PHONE_NUMBER",
    pattern: /(?<=\^(?:PRN|WPN|ORN|NET|EMR|VHN)\^(?:PH|FX|CP|BP)\^[^|~\s]*)\d{2,}/g,
  },
  labelledCode(
    "MEDICAL_RECORD_NUMBER",
    "MRN|MR|med(?:ical)?\\.? rec(?:ord)?\\.?|chart|case|file|visit|encounter|episode|NHS|specimen|accession|requisition|(?:hospital|unit|record|patient|pt|admission)(?: (?:record|id(?:entifier)?|number|no\\.?))",
  ),
  {
    infoType: "MEDICAL_RECORD_NUMBER",
    pattern: behind("MRN|NHS number|accession|specimen", String.raw`\d{3}[ -]\d{3}[ -]\d{3,4}`),
  },
  // HL7 v2 CX: the number before its check digit and its authority.
  {
    infoType: "MEDICAL_RECORD_NUMBER",
    pattern:
      /(?<=[|~])(?=[^|^~]*\d)[\w./-]{3,}(?=\^[^|^~]*\^[^|^~]*\^[^|^~]*\^(?:MR|PI|PT|AN|VN|SS|DL|MC|MA|NI|PN|U|XX)\b)/g,
  },
  labelledCode(
    "GENERIC_ID",
    "account|acct\\.?|policy|member|subscriber|group|insurance|plan|medicare|medicaid|MBI|HICN|claim|invoice|beneficiary|certificate|NPI|DEA|employee|badge|user|login|serial|S/N|SN|lot|UDI|device(?: id(?:entifier)?)?|order|confirmation|authorization|referral|study id|subject",
  ),
  { infoType: "GENERIC_ID", pattern: behind(`(?:${BODY})`, String.raw`(?=(?:[\w-]*\d){3})[\w-]{4,}`) },
  // A name of one's own choice needs no digits.
  {
    infoType: "PERSON_NAME",
    isOfWords: true,
    hint: new RegExp(HANDLES, "i"),
    pattern: new RegExp(
      String.raw`(?<=(?<![\p{L}])(?:${HANDLES})(?: (?:is|as|id|account))?\s*[:=]?\s+)@?[\w][\w.-]{3,}\w`,
      "giu",
    ),
    isReal: (text) => /[\d_.@]/.test(text) || !/^[A-Z]?[a-z]+$/.test(text) || text.length >= 6,
  },
  labelledCode("US_DRIVERS_LICENSE_NUMBER", "driver'?s?'? licen[cs]e|DL|licen[cs]e"),
  labelledCode("PASSPORT", "passport"),
  // Who dictated and who typed: "OV/kt".
  {
    infoType: "PERSON_NAME",
    isOfWords: true,
    hint: /dictated|transcribed|typed|initials|signed|author/i,
    pattern:
      /(?<=\b(?:dictated|transcribed|typed|initials|signed|author)(?: by)?: ?)[A-Z]{2,3}(?:[/:][A-Za-z]{2,3})?(?![\p{L}\d-])/giu,
    isReal: (text) => /^[A-Z]/.test(text),
  },
  // Names in Chinese and Japanese, between their label and what follows, or before how one is addressed.
  {
    infoType: "PERSON_NAME",
    isOfWords: true,
    hint: /[\u3040-\u9fff]/,
    pattern: /(?<=(?:患者|病人|姓名|氏名|名前)[：: ]?)\p{sc=Han}{2,4}(?=[，。、,\s：]|$)/gu,
  },
  {
    infoType: "PERSON_NAME",
    isOfWords: true,
    hint: /[\u3040-\u9fff]/,
    pattern: /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]{2,6}(?=様|さん|先生|殿)/gu,
  },
];
