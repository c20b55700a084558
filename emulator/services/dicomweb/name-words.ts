/** The words of a person's name for fuzzy matching: "case/accent-insensitive" (contract 10.5). */
export function nameWords(name: string): string[] {
  const plain = name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return [...new Set(plain.split(/[\s^=,.'-]+/u).filter(Boolean))];
}
