const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
/** JavaScript's shortest spelling is the same for every plain decimal of at most 15 characters that has none of these endings and forms. */
const FRAGILE = /^-0$|^-?0\.0{6}|\.\d*0$|[eE]|^.{16}/u;

export interface NumberScan {
  /** Some number is spelled differently after JSON.parse and JSON.stringify. */
  readonly hasFragileNumber: boolean;
  /** Offset of the bracket that nests too deep. */
  readonly tooDeepAt: number | undefined;
}

/** One pass over JSON text, strings skipped: on the path of every write, so it must cost less than JSON.parse itself. Malformed text is no error here. */
export function scanNumbers(text: string, maxDepth: number): NumberScan {
  let hasFragileNumber = false;
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charCodeAt(i);
    if (char === QUOTE) {
      i = endOfString(text, i);
    } else if (char === OPEN_BRACE || char === OPEN_BRACKET) {
      depth += 1;
      if (depth > maxDepth) return { hasFragileNumber, tooDeepAt: i };
    } else if (char === CLOSE_BRACE || char === CLOSE_BRACKET) {
      depth -= 1;
    } else if (isNumberStart(char)) {
      const end = endOfNumber(text, i);
      hasFragileNumber ||= end - i > 1 && isRespelled(text.slice(i, end));
      i = end - 1;
    }
  }
  return { hasFragileNumber, tooDeepAt: undefined };
}

function isRespelled(number: string): boolean {
  return FRAGILE.test(number) && String(Number(number)) !== number;
}

/** Offset of the closing quote, or of the last character when the string never ends. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end;
}

function isEscaped(text: string, quote: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(quote - 1 - backslashes) === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}

function isNumberStart(char: number): boolean {
  return char === MINUS || (char >= ZERO && char <= NINE);
}

function endOfNumber(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && isNumberPart(text.charCodeAt(end))) end += 1;
  return end;
}

/** Digits, sign, point and exponent letter. */
function isNumberPart(char: number): boolean {
  return isNumberStart(char) || char === 0x2e || char === 0x2b || char === 0x65 || char === 0x45;
}
