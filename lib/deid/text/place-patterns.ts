import type { Pattern } from "./pattern.ts";

const CODES =
  "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|PR|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY";
const STATES =
  "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming";
/** One to three words with a capital; a month or a word of every record begins no town. */
const TOWN = String.raw`(?!(?:Assisted|Nursing|Stable|Good|Fair|Home|Hospice|Rehab|January|February|March|April|May|June|July|August|September|October|November|December)\b)(?:\p{Lu}[\p{L}'’.-]+ ){0,2}\p{Lu}[\p{L}'’-]+`;
const ZIP = String.raw`\d{5}(?:-\d{4})?`;
const STREET =
  "Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Place|Pl|Square|Sq|Terrace|Ter|Way|Circle|Cir|Parkway|Pkwy|Highway|Hwy|Trail|Trl|Alley|Crescent|Close";
const STREET_BEFORE =
  "Rue|Avenue|Av\\.|Boulevard|Chemin|Allée|Calle|Avenida|Avda\\.?|Paseo|Plaza|Via|Viale|Piazza|Corso|Rua|Travessa";
/** The town behind a street. */
const THERE = String.raw`(?:,?\s+(?:[A-Z]{1,2}-)?\d{4,5}(?: [A-Z]{2})?(?:\s+\p{Lu}[\p{L}'’-]+)?)?`;

/** Addresses and what is smaller than a state (45 CFR 164.514(b)(2)(i)(B)), and who employs or teaches a person. */
export const PLACE_PATTERNS: readonly Pattern[] = [
  {
    infoType: "LOCATION",
    pattern: new RegExp(
      String.raw`(?<![\w.])\d{1,6}[A-Z]?\s+(?:(?:North|South|East|West|N\.?|S\.?|E\.?|W\.?)\s+)?(?:[\p{Lu}\d][\p{L}\d'’.-]*\s+){1,4}(?:${STREET})\b\.?(?:,?\s+(?:Apt|Apartment|Suite|Ste|Unit|Room|Rm|#)\.?\s*#?\w+)?`,
      "gu",
    ),
  },
  {
    infoType: "LOCATION",
    pattern: new RegExp(
      String.raw`(?<![\w.])\d{1,5}(?: ?(?:bis|ter|[A-Za-z]))?,? (?:${STREET_BEFORE}|${STREET_BEFORE.toLowerCase()})(?: (?:de|du|des|la|le|les|l['’]|del|della|d['’]))*(?: ?[\p{Lu}][\p{L}'’-]+){1,3}${THERE}`,
      "gu",
    ),
  },
  {
    infoType: "LOCATION",
    pattern: new RegExp(
      String.raw`\b(?:${STREET_BEFORE})(?: (?:de|du|des|la|le|les|del|della))*(?: [\p{Lu}][\p{L}'’-]+){1,3},? (?:n[º°.o]? ?)?\d{1,4}\b${THERE}`,
      "gu",
    ),
  },
  {
    infoType: "LOCATION",
    pattern: new RegExp(
      String.raw`(?<![\p{L}])\p{Lu}[\p{L}-]*(?:straße|strasse|str\.|weg|gasse|allee|damm|ufer|platz|laan|straat|gracht|gatan|vägen|vej|gade|gata)\s+\d{1,4} ?[a-z]?\b${THERE}`,
      "gu",
    ),
  },
  { infoType: "LOCATION", pattern: /\bP\.? ?O\.? Box \d+/gi },
  {
    infoType: "LOCATION",
    pattern: new RegExp(String.raw`(?<![\w])${TOWN},? (?:${CODES}|${STATES}),?\s+${ZIP}(?!\d)`, "gu"),
  },
  { infoType: "LOCATION", pattern: new RegExp(String.raw`(?<=\b(?:${CODES}|${STATES}),? )${ZIP}(?![\d.])`, "g") },
  {
    infoType: "LOCATION",
    pattern:
      /(?<=\b(?:zip(?: code)?|postal code|postcode)\s*(?:[:#=]\s*|\s(?:is\s)?))(?:\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)(?!\w)/gi,
  },
  // Postcodes of the United Kingdom and of Canada have a form of their own.
  {
    infoType: "LOCATION",
    pattern: /(?<![\w-])(?:[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}|[ABCEGHJ-NPRSTVXY]\d[A-Z] \d[A-Z]\d)(?![\w-])/g,
  },
  {
    infoType: "LOCATION",
    isOfWords: true,
    hint: new RegExp(`, (?:${STATES})`),
    pattern: new RegExp(String.raw`(?<![\p{L}])${TOWN}(?=, (?:${STATES})\b)`, "gu"),
  },
  {
    infoType: "LOCATION",
    isOfWords: true,
    hint: /, [A-Z]{2}\b/,
    pattern: new RegExp(String.raw`(?<=\b(?:in|from|of|to|near|at|outside) )${TOWN}(?=, (?:${CODES})\b(?! \d))`, "gu"),
  },
  {
    infoType: "LOCATION",
    isOfWords: true,
    hint: /\b(?:liv|resid|reloc|moved|born|raised|grew|native|hails|origin|travel)/,
    pattern: new RegExp(
      String.raw`(?<=\b(?:liv(?:es?|ed|ing)|resid(?:es?|ed|ing)|relocated|moved|born|raised|grew up|native|hails|originally|travel(?:s|l?ed)) (?:alone |with \w+ )?(?:in|to|from|of|near|outside) )(?!(?:${STATES})\b)${TOWN}`,
      "gu",
    ),
  },
  // Where something was found, as an instrument writes it.
  {
    infoType: "LOCATION",
    pattern: /(?<![\w.])[-+]?\d{1,3}\.\d{3,}\s*°?\s*[NS]?\s*[,/;]\s*[-+]?\d{1,3}\.\d{3,}\s*°?\s*[EW]?\b/g,
  },
  { infoType: "LOCATION", pattern: /(?<=\b(?:lat|latitude|long?|lng|longitude)\.?[:= ]\s*)[-+]?\d{1,3}\.\d{2,}/gi },
  {
    infoType: "ORGANIZATION_NAME",
    isOfWords: true,
    hint: /\b(?:work|employ|retired|attends|student|pupil|teaches|enrolled)/,
    pattern:
      /(?<=\b(?:works? (?:at|for)|worked (?:at|for)|working (?:at|for)|employed (?:at|by)|retired from|employer:?(?: is)?|attends|student at|pupil at|teaches at|enrolled at) (?:the )?)\p{Lu}[\p{L}\d'’&.-]*(?: (?:(?:of|and|&) (?:the )?)?\p{Lu}[\p{L}\d'’&.-]*){0,5}/gu,
  },
  {
    infoType: "ORGANIZATION_NAME",
    isOfWords: true,
    hint: /(?:Inc|LLC|Ltd|GmbH|Corp|plc|School|University)\b/,
    pattern:
      /(?<![\p{L}])(?:\p{Lu}[\p{L}'’&-]+ ){1,4}(?:Inc|LLC|Ltd|GmbH|Corp|plc|Elementary School|Middle School|High School|University)\b\.?/gu,
  },
  {
    infoType: "ORGANIZATION_NAME",
    isOfWords: true,
    hint: /\b(?:St|Saint)\b/,
    pattern:
      /(?<![\p{L}])(?:St\.?|Saint) \p{Lu}[\p{L}'’-]+(?: (?:Hospital|Medical Center|Clinic|Infirmary|Health Center))\b/gu,
  },
  {
    infoType: "ORGANIZATION_NAME",
    isOfWords: true,
    hint: /(?:Hospital|Center|Clinic|Infirmary) of /,
    pattern:
      /(?<![\p{L}])(?:\p{Lu}[\p{L}'’-]+ ){0,3}(?:Hospital|Medical Center|Clinic|Infirmary|Health Center) of \p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)?/gu,
  },
];
