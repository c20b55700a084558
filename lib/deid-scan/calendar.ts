const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/** ISO, DICOM, and both orders in words; `y`, `m`, `d` in each. */
const SPELLINGS = [
  /(?<!\d)(?<y>\d{4})[-/.](?<m>\d{2})[-/.](?<d>\d{2})(?!\d)/g,
  /(?<!\d)(?<y>(?:19|20)\d\d)(?<m>\d\d)(?<d>\d\d)(?:\d{6}(?:\.\d+)?)?(?![\d.])/g,
  /(?<!\d)(?<d>\d{1,2})(?:st|nd|rd|th)?\.? (?<m>[A-Za-z]{3,9})\.?,? (?<y>\d{4})(?!\d)/g,
  /(?<m>[A-Za-z]{3,9})\.? (?<d>\d{1,2})(?:st|nd|rd|th)?,? (?<y>\d{4})(?!\d)/g,
];
/** American or European: nobody can tell, so both are meant. */
const EITHER = /(?<!\d)(?<m>\d{1,2})[/.](?<d>\d{1,2})[/.](?<y>\d{4})(?!\d)/g;

/** Every day of the calendar that a text names, as `1970-12-31`: ISO, DICOM, American, European and in words. */
export function daysIn(text: string): string[] {
  if (!/\d/.test(text)) return [];
  const either = partsIn(EITHER, text);
  return [
    ...SPELLINGS.flatMap((spelling) => partsIn(spelling, text)),
    ...either,
    ...either.filter(({ m, d }) => m !== d).map(({ y, m, d }) => ({ y, m: d, d: m })),
  ].flatMap(dayOf);
}

interface Parts {
  readonly y: string;
  readonly m: string;
  readonly d: string;
}

function partsIn(spelling: RegExp, text: string): Parts[] {
  return [...text.matchAll(spelling)].map(({ groups: { y = "", m = "", d = "" } = {} }) => ({ y, m, d }));
}

/** None for a thirteenth month. */
function dayOf({ y, m, d }: Parts): string[] {
  const month = /^\d/.test(m) ? Number(m) : MONTHS.indexOf(m.slice(0, 3).toLowerCase()) + 1;
  const isDay = month >= 1 && month <= 12 && Number(d) >= 1 && Number(d) <= 31;
  return isDay ? [`${y}-${String(month).padStart(2, "0")}-${d.padStart(2, "0")}`] : [];
}
