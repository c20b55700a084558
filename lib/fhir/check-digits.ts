/** Whether a LOINC code ends with its mod 10 check digit (LOINC Users' Guide, appendix "Calculating LOINC check digits"). */
export function isLoincCode(code: string): boolean {
  const parts = /^(\d{1,7})-(\d)$/.exec(code);
  if (!parts) return false;
  const digits = digitsOf(parts[1] ?? "").toReversed();
  const odd = Number(digits.filter((_, at) => at % 2 === 0).join("")) * 2;
  const even = digits.filter((_, at) => at % 2 === 1).join("");
  const sum = digitsOf(`${even}${odd}`).reduce((total, digit) => total + digit, 0);
  return (10 - (sum % 10)) % 10 === Number(parts[2]);
}

const DIHEDRAL = [
  "0123456789",
  "1234067895",
  "2340178956",
  "3401289567",
  "4012395678",
  "5987604321",
  "6598710432",
  "7659821043",
  "8765932104",
  "9876543210",
];
const PERMUTATIONS = [
  "0123456789",
  "1576283094",
  "5803796142",
  "8916043527",
  "9453126870",
  "4286573901",
  "2793806415",
  "7046913258",
];

/** Whether a SNOMED CT concept id is one: 6 to 18 digits whose last is the Verhoeff check digit (SNOMED CT TIG §5.5). */
export function isSnomedId(code: string): boolean {
  if (!/^[1-9]\d{5,17}$/.test(code)) return false;
  const sum = digitsOf(code)
    .toReversed()
    .reduce((check, digit, at) => Number(DIHEDRAL[check]?.[Number(PERMUTATIONS[at % 8]?.[digit])]), 0);
  return sum === 0;
}

function digitsOf(text: string): number[] {
  return Array.from(text, Number);
}
