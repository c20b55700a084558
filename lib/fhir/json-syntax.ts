/** Finds where JSON text goes wrong. JSON.parse does not say it reliably; this runs only after it has refused the text. */

export interface SyntaxProblem {
  readonly message: string;
  readonly offset: number;
  /** The member that was being read: `entry[4].resource`. */
  readonly path: string;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/uy;
// eslint-disable-next-line no-control-regex
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const WORD = /true|false|null/uy;

/** The first error of a text that JSON.parse refused. */
export function findSyntaxError(text: string): SyntaxProblem {
  const reader = new Reader(text, text.length);
  const problem = reader.read();
  return problem ?? { message: "malformed JSON", offset: text.length, path: "" };
}

/** The member being read at an offset. */
export function pathAt(text: string, offset: number): string {
  const reader = new Reader(text, offset);
  reader.read();
  return reader.path();
}

type Expectation = "value" | "value-or-end" | "key" | "key-or-end" | "colon" | "comma-or-end" | "end";

/** A pushdown automaton with its own stack, so that no document can overflow ours. */
class Reader {
  readonly #text: string;
  readonly #stopAt: number;
  readonly #open: (string | number)[] = [];
  #offset = 0;
  #expected: Expectation = "value";

  constructor(text: string, stopAt: number) {
    this.#text = text;
    this.#stopAt = stopAt;
  }

  read(): SyntaxProblem | undefined {
    while (this.#offset < this.#stopAt) {
      const char = this.#text[this.#offset] ?? "";
      if (" \t\r\n".includes(char)) this.#offset += 1;
      else {
        const message = this.#step(char);
        if (message !== undefined) return { message, offset: this.#offset, path: this.path() };
      }
    }
    return this.#expected === "end"
      ? undefined
      : { message: "unexpected end of JSON", offset: this.#offset, path: this.path() };
  }

  /** Joined as FHIRPath writes it; an object whose key is yet unknown adds nothing. */
  path(): string {
    let path = "";
    for (const step of this.#open) {
      if (typeof step === "number") path += `[${String(step)}]`;
      else if (step !== "") path += path === "" ? step : `.${step}`;
    }
    return path;
  }

  /** Reads one token; returns what is wrong with it. */
  #step(char: string): string | undefined {
    const expected = this.#expected;
    if ((expected === "value-or-end" && char === "]") || (expected === "key-or-end" && char === "}"))
      return this.#close();
    if (expected === "value" || expected === "value-or-end") return this.#value(char);
    if (expected === "key" || expected === "key-or-end") return this.#key();
    if (expected === "colon") return this.#punctuation(char, ":", "value");
    if (expected === "comma-or-end") return this.#afterValue(char);
    return `unexpected ${describe(char)} after the end of the document`;
  }

  #value(char: string): string | undefined {
    if (char === "{" || char === "[") {
      this.#open.push(char === "{" ? "" : 0);
      this.#expected = char === "{" ? "key-or-end" : "value-or-end";
      this.#offset += 1;
      return undefined;
    }
    const token = this.#match(STRING) ?? this.#match(NUMBER) ?? this.#match(WORD);
    if (token === undefined) return char === '"' ? "malformed string" : `unexpected ${describe(char)}`;
    this.#expected = this.#open.length === 0 ? "end" : "comma-or-end";
    return undefined;
  }

  #key(): string | undefined {
    const token = this.#match(STRING);
    if (token === undefined) return `expected a property name in double quotes`;
    this.#open[this.#open.length - 1] = String(JSON.parse(token));
    this.#expected = "colon";
    return undefined;
  }

  #afterValue(char: string): string | undefined {
    const top = this.#open.at(-1);
    if (char === (typeof top === "number" ? "]" : "}")) return this.#close();
    if (char !== ",") return `expected "," or "${typeof top === "number" ? "]" : "}"}", found ${describe(char)}`;
    if (typeof top === "number") this.#open[this.#open.length - 1] = top + 1;
    return this.#punctuation(char, ",", typeof top === "number" ? "value" : "key");
  }

  #punctuation(char: string, wanted: string, next: Expectation): string | undefined {
    if (char !== wanted) return `expected "${wanted}", found ${describe(char)}`;
    this.#offset += 1;
    this.#expected = next;
    return undefined;
  }

  #close(): undefined {
    this.#open.pop();
    this.#offset += 1;
    this.#expected = this.#open.length === 0 ? "end" : "comma-or-end";
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    const token = pattern.exec(this.#text)?.[0];
    this.#offset += token?.length ?? 0;
    return token;
  }
}

/** Names the character without quoting text of the document beyond it. */
function describe(char: string): string {
  return char < " " || char > "~"
    ? `character U+${(char.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`
    : `"${char}"`;
}
