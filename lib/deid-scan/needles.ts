import { digitsOf, squeeze, wordsOf } from "./fold.ts";

export type NeedleKind = "name" | "identifier" | "phone" | "email" | "address" | "id" | "uid";

/** What is looked for: everything known of the source's patients, in canonical form. */
export class Needles {
  /** Sequences of words by their first word. */
  readonly sequences = new Map<string, { readonly words: readonly string[]; readonly kind: NeedleKind }[]>();
  /** Letters and digits alone. */
  readonly squeezed = new Map<string, NeedleKind>();
  /** Single words of names, which may be words of the language too. */
  readonly names = new Set<string>();
  readonly counts = new Map<NeedleKind, number>();
  #seen = new Set<string>();

  /** A person's name in either order; its single words are only ever possible findings. */
  addName(given: readonly string[], family: string): void {
    const last = wordsOf(family);
    const first = given.flatMap(wordsOf);
    for (const word of [...last, ...first]) if (word.length >= 4) this.names.add(word);
    const [one] = first;
    if (one === undefined || last.length === 0) return;
    this.#addSequence([one, ...last], "name");
    this.#addSequence([...last, one], "name");
    if (first.length > 1) {
      this.#addSequence([...first, ...last], "name");
      this.#addSequence([...last, ...first], "name");
    }
    // Written together, as in user names and file names.
    if (one.length + last.join("").length >= 9) {
      this.#addSqueezed(one + last.join(""), "name");
      this.#addSqueezed(last.join("") + one, "name");
    }
  }

  /** Words of terminologies, units and places: single ones of them say nothing of a person. */
  forgetWords(words: Iterable<string>): void {
    for (const word of words) this.names.delete(word);
  }

  /** A number that stands for one person. Short ones are words of any text and are not looked for. */
  addIdentifier(value: string): void {
    const whole = squeeze(value);
    if (whole.length < (/^\d+$/.test(whole) ? 6 : 5) || !/\d/.test(whole)) return;
    this.#addSqueezed(whole, "identifier");
    const digits = digitsOf(value);
    if (digits.length >= 7) this.#addSqueezed(digits, "identifier");
  }

  addPhone(value: string): void {
    const digits = digitsOf(value);
    if (digits.length < 7) return;
    this.#addSqueezed(digits, "phone");
    if (digits.length > 10) this.#addSqueezed(digits.slice(-10), "phone");
  }

  addEmail(value: string): void {
    this.#addSequence(wordsOf(value), "email");
  }

  /** A street line; a town or a state alone says too little to be looked for. */
  addAddress(line: string): void {
    const words = wordsOf(line);
    if (words.length >= 2 && /\d/.test(line)) this.#addSequence(words, "address");
  }

  /** A logical id of the source. */
  addId(id: string): void {
    if (id.length >= 5 && /\d/.test(id)) this.#addSqueezed(squeeze(id), "id");
  }

  addUid(uid: string): void {
    this.#addSqueezed(squeeze(uid), "uid");
  }

  #addSequence(words: readonly string[], kind: NeedleKind): void {
    const [first] = words;
    if (first === undefined || words.length < 2 || !this.#isNew(`${kind} ${words.join(" ")}`, kind)) return;
    const list = this.sequences.get(first) ?? [];
    list.push({ words, kind });
    this.sequences.set(first, list);
  }

  #addSqueezed(text: string, kind: NeedleKind): void {
    if (!this.#isNew(text, kind)) return;
    if (!this.squeezed.has(text)) this.squeezed.set(text, kind);
  }

  #isNew(spelling: string, kind: NeedleKind): boolean {
    if (this.#seen.has(spelling)) return false;
    this.#seen.add(spelling);
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    return true;
  }
}
