import type { JudgedParam } from "./judge-params.ts";
import { meetsDate, meetsNumber, readDate, readNumber, splitPrefix } from "./judge-ranges.ts";
import { localTarget, type Value } from "./judge-values.ts";

/** One alternative of a criterion: does a value of a resource meet it? */
export type Test = (value: Value) => boolean;

/** What a criterion asks, split at the commas; a backslash takes the meaning from `,`, `|`, `$` and itself (FHIR R4 §3.1.1.4.15). */
export function splitEscaped(text: string, separator: "," | "|" | "$"): string[] {
  const parts = [""];
  for (let i = 0; i < text.length; i += 1) {
    const isEscape = text[i] === "\\" && i + 1 < text.length;
    if (isEscape) parts[parts.length - 1] += text.slice(i, (i += 1) + 1);
    else if (text[i] === separator) parts.push("");
    else parts[parts.length - 1] += text[i] ?? "";
  }
  return parts;
}

export function unescape(text: string): string {
  return text.replaceAll(/\\([,|$\\])/gu, "$1");
}

/** Case, accents and punctuation do not count (§3.1.1.4.8 and the contract's section 8.5). */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** The test of one alternative, still escaped. */
export function testOf(
  param: Pick<JudgedParam, "type">,
  modifier: string | undefined,
  text: string,
  now: number,
): Test {
  if (modifier === "text") return textTest(text);
  switch (param.type) {
    case "token":
      return tokenTest(text);
    case "string":
      return stringTest(unescape(text), modifier);
    case "number":
    case "quantity":
      return quantityTest(text);
    case "date": {
      const { prefix, rest } = splitPrefix(unescape(text));
      const wanted = readDate(rest);
      return (value) => value.kind === "date" && meetsDate(value.range, prefix, wanted, now);
    }
    case "reference":
      return referenceTest(unescape(text), modifier);
    case "uri":
      return (value) => value.kind === "uri" && value.text === unescape(text);
    default:
      throw new Error(`cannot search by a ${param.type} parameter`);
  }
}

/** `:text` is a string search in what is written beside the code. */
function textTest(text: string): Test {
  const wanted = fold(unescape(text));
  return (value) => value.kind === "token" && value.text !== undefined && hasWordsAt(fold(value.text), wanted);
}

function tokenTest(text: string): Test {
  const [first = "", second] = splitEscaped(text, "|").map(unescape);
  if (second === undefined) return (value) => value.kind === "token" && value.code === first;
  return (value) =>
    value.kind === "token" && (value.system ?? "") === first && (second === "" ? true : value.code === second);
}

function stringTest(text: string, modifier: string | undefined): Test {
  const wanted = fold(text);
  return (value) => {
    if (value.kind !== "string") return false;
    if (modifier === "exact") return value.text === text;
    return modifier === "contains" ? fold(value.text).includes(wanted) : hasWordsAt(fold(value.text), wanted);
  };
}

/** The contract splits a text into words: a search starts at any of them. */
function hasWordsAt(text: string, wanted: string): boolean {
  return ` ${text}`.includes(` ${wanted}`);
}

/** `[prefix]number|system|code`; with an empty system the unit may stand for the code. */
function quantityTest(text: string): Test {
  const [amount = "", system, code] = splitEscaped(text, "|").map(unescape);
  const { prefix, rest } = splitPrefix(amount);
  const wanted = readNumber(rest);
  return (value) => {
    if (value.kind === "number") return meetsNumber(value.range, prefix, wanted);
    if (value.kind !== "quantity" || !meetsNumber(value.range, prefix, wanted)) return false;
    if (system) return value.system === system && (!code || value.code === code);
    return !code || value.code === code || value.unit === code;
  };
}

/** `id`, `Type/id`, a whole url, or a canonical with or without its version (§3.1.1.4.11). */
function referenceTest(text: string, modifier: string | undefined): Test {
  const target = localTarget(modifier === undefined ? text : `${modifier}/${text}`);
  const isId = /^[A-Za-z0-9\-.]{1,64}$/u.test(text);
  const [url, version] = text.split("|");
  return (value) => {
    if (value.kind !== "reference") return false;
    if (target) return value.target?.type === target.type && value.target.id === target.id;
    if (isId && value.target?.id === text) return true;
    if (!value.isCanonical) return value.url === text;
    const [ownUrl, ownVersion] = value.url.split("|");
    return ownUrl === url && (version === undefined || ownVersion === version);
  };
}
