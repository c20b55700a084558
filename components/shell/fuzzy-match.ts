/**
 * How well a text answers what was typed: undefined when the letters do not all occur in order, else higher is better.
 * Runs of letters and beginnings of words count more; of two equal matches the shorter text wins.
 * Words of the query, parted by spaces, may match in any order.
 */
export function fuzzyScore(query: string, text: string): number | undefined {
  const haystack = text.toLowerCase();
  let total = 0;
  for (const word of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    const score = wordScore(word, haystack);
    if (score === undefined) return undefined;
    total += score;
  }
  return total - haystack.length / 1000;
}

const RUN_BONUS = 3;
const WORD_START_BONUS = 4;

function wordScore(word: string, text: string): number | undefined {
  const whole = text.indexOf(word);
  if (whole >= 0) return word.length * (1 + RUN_BONUS) + (isWordStart(text, whole) ? WORD_START_BONUS * 2 : 0);
  let score = 0;
  let at = -1;
  for (const letter of word) {
    const next = text.indexOf(letter, at + 1);
    if (next < 0) return undefined;
    score += 1 + (next === at + 1 && at >= 0 ? RUN_BONUS : 0) + (isWordStart(text, next) ? WORD_START_BONUS : 0);
    at = next;
  }
  return score;
}

function isWordStart(text: string, at: number): boolean {
  return at === 0 || /[\s/_.-]/.test(text.charAt(at - 1));
}
